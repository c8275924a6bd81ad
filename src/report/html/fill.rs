//! Fills the views of a report: words, classes, widths; every string of a page goes through `plain` here.

use std::collections::{BTreeSet, HashMap};

use crate::article::ArticleId;
use crate::claim::{Claim, Stance};
use crate::dispute::{Conflict, Dispute, Report, Source};
use crate::report::digest::{self, Digest};
use crate::report::plain::{plain, web_address};
use crate::report::{Lang, Options, phrases, words};

use super::view::*;

/// Characters of a title or the name of a site beside a quote; the list of sources has all.
const NAME: usize = 42;
/// Silent articles, copies and numbers that are named.
pub(super) const MOST_NAMED: usize = 40;
/// Sources that are listed at the end.
const MOST_SOURCES: usize = 500;

/// Makes views of one report.
pub(super) struct Views<'a> {
    pub(super) digest: &'a Digest<'a>,
    pub(super) options: &'a Options,
    pub(super) lang: Lang,
    /// Number of each cited source on the page.
    cited: HashMap<ArticleId, usize>,
}

impl<'a> Views<'a> {
    pub(super) fn new(digest: &'a Digest<'a>, options: &'a Options) -> Views<'a> {
        let cited = cited(digest.report).into_iter().take(MOST_SOURCES).enumerate();
        let cited = cited.map(|(number, id)| (id, number + 1)).collect();
        Views { digest, options, lang: options.lang, cited }
    }

    pub(super) fn disputes(&self) -> Vec<DisputeView> {
        self.digest.report.disputes.iter().enumerate().map(|(i, dispute)| self.dispute(i + 1, dispute)).collect()
    }

    pub(super) fn sharpest(&self, most: usize) -> Vec<SharpView> {
        let sharpest = self.digest.sharpest(most);
        sharpest
            .into_iter()
            .map(|(dispute, conflict)| SharpView {
                anchor: anchor(dispute),
                question: self.question(dispute),
                values: phrases::values(conflict, self.lang),
                classes: value_classes(conflict),
                severity: words::severity(conflict.severity, self.lang),
                severity_class: words::severity_id(conflict.severity),
                because: phrases::because(conflict, self.lang),
            })
            .collect()
    }

    /// The stances that the report holds, in the order of the scale.
    pub(super) fn legend(&self) -> Vec<(&'static str, &'static str)> {
        let positions = self.digest.report.disputes.iter().flat_map(|dispute| &dispute.positions);
        let stances: BTreeSet<Stance> = positions.map(|position| position.stance).collect();
        stances.into_iter().map(|stance| (class(stance), words::stance(stance, self.lang))).collect()
    }

    pub(super) fn products(&self) -> Vec<Choice> {
        let products: BTreeSet<_> = self.digest.report.disputes.iter().map(|dispute| dispute.product).collect();
        products.into_iter().map(|product| Choice::new(product.id(), words::product(product, self.lang))).collect()
    }

    pub(super) fn groups(&self) -> Vec<Choice> {
        let disputes = &self.digest.report.disputes;
        let groups: BTreeSet<_> = disputes.iter().map(|dispute| dispute.proposition.group()).collect();
        groups.into_iter().map(|group| Choice::new(group, words::group(group, self.lang))).collect()
    }

    pub(super) fn kinds(&self) -> Vec<Choice> {
        let conflicts = self.digest.report.disputes.iter().flat_map(|dispute| &dispute.conflicts);
        let kinds: BTreeSet<_> = conflicts.map(|conflict| conflict.kind).collect();
        let in_order = words::KINDS.into_iter().filter(|kind| kinds.contains(kind));
        in_order.map(|kind| Choice::new(words::kind_id(kind), words::kind(kind, self.lang))).collect()
    }

    /// The cited sources in the order of the page, and how many are not listed.
    pub(super) fn sources(&self) -> (Vec<SourceView>, usize) {
        let mut cited: Vec<_> = self.cited.iter().map(|(&id, &number)| (number, id)).collect();
        cited.sort_unstable();
        let sources: Vec<_> = cited
            .into_iter()
            .filter_map(|(number, id)| Some((number, self.digest.source(id)?)))
            .map(|(number, source)| SourceView {
                anchor: format!("s-{number}"),
                name: name(source),
                site: source.site.as_deref().map(|site| plain(site).into_owned()),
                day: self.day(source),
                path: plain(&source.path).into_owned(),
                url: source.url.as_deref().and_then(web_address).map(str::to_owned),
                warnings: self.warnings(source),
                copies: self.copies(source),
            })
            .collect();
        let out = self.digest.report.sources.len() - sources.len();
        (sources, out)
    }

    pub(super) fn question(&self, dispute: &Dispute) -> String {
        phrases::question(dispute, self.lang, &self.options.names)
    }

    pub(super) fn name_of(&self, dispute: &Dispute) -> String {
        plain(self.options.names.of(&dispute.proposition, self.lang)).into_owned()
    }

    pub(super) fn source_ref(&self, id: ArticleId) -> SourceRef {
        match self.digest.source(id) {
            Some(source) => SourceRef {
                anchor: self.cited.get(&id).map(|number| format!("s-{number}")),
                name: cut(&name(source)),
                site: source.site.as_deref().map(|site| cut(&plain(site))),
                day: self.day(source),
                warnings: self.warnings(source),
            },
            None => {
                SourceRef { anchor: None, name: id.to_string(), site: None, day: String::new(), warnings: Vec::new() }
            }
        }
    }

    pub(super) fn copies(&self, source: &Source) -> Vec<SourceRef> {
        self.digest.copies(source).into_iter().take(MOST_NAMED).map(|copy| self.source_ref(copy.id)).collect()
    }

    fn day(&self, source: &Source) -> String {
        source.published.map_or_else(|| self.lang.t("未注日期", "undated").to_owned(), |day| day.to_string())
    }

    fn warnings(&self, source: &Source) -> Vec<&'static str> {
        let mut warnings = Vec::new();
        if source.fictional {
            warnings.push(self.lang.t("文章自称虚构", "calls itself invented"));
        }
        if source.confidence < digest::UNCERTAIN_BELOW {
            warnings.push(self.lang.t("正文识别把握不大", "main text uncertain"));
        }
        warnings
    }
}

/// Where a dispute stands on the page; the id is kept to what a link may hold.
pub(super) fn anchor(dispute: &Dispute) -> String {
    let safe = |c: char| {
        if c.is_ascii_alphanumeric() || c == '-' || c == '_' || c == '.' { c } else { '_' }
    };
    format!("d-{}", dispute.id.chars().map(safe).collect::<String>())
}

/// The class that gives a stance its colour.
pub(super) fn class(stance: Stance) -> &'static str {
    match stance {
        Stance::Never => "s-never",
        Stance::GenerallyNot => "s-generally_not",
        Stance::Rare => "s-rare",
        Stance::Possible => "s-possible",
        Stance::Generally => "s-generally",
        Stance::Certain => "s-certain",
        Stance::Forbidden => "s-forbidden",
        Stance::Permitted => "s-permitted",
        Stance::Required => "s-required",
        Stance::Recommended => "s-recommended",
        Stance::Discouraged => "s-discouraged",
    }
}

pub(super) fn value_classes(conflict: &Conflict) -> [&'static str; 2] {
    conflict.values.each_ref().map(|value| Stance::parse(value).map_or("s-value", class))
}

/// The first characters of a long name.
fn cut(name: &str) -> String {
    match name.char_indices().nth(NAME) {
        Some((at, _)) => format!("{}…", &name[..at]),
        None => name.to_owned(),
    }
}

fn name(source: &Source) -> String {
    let title = source.title.trim();
    plain(if title.is_empty() { &source.path } else { title }).into_owned()
}

/// The articles whose words the page shows, each once, in the order of the disputes.
fn cited(report: &Report) -> Vec<ArticleId> {
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    let mut cite = |claim: &Claim| {
        if seen.insert(claim.article) {
            all.push(claim.article);
        }
    };
    for dispute in &report.disputes {
        dispute.positions.iter().flat_map(|position| &position.examples).for_each(&mut cite);
        for conflict in &dispute.conflicts {
            let (a, b) = digest::sides(conflict);
            cite(a);
            b.into_iter().for_each(&mut cite);
        }
        dispute.numbers.iter().flat_map(|spread| &spread.points).for_each(|point| cite(&point.example));
    }
    all
}
