//! Fills the views of a report: words, classes, widths; every string of a page goes through `plain` here.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::article::ArticleId;
use crate::claim::{Claim, Stance};
use crate::dispute::{Conflict, Dispute, Opponent, Position, Report, Source, Spread};
use crate::report::digest::{self, Digest};
use crate::report::marks::{self, Mark};
use crate::report::plain::{plain, web_address};
use crate::report::summary::{dates, holders, refinement, tally};
use crate::report::{Lang, Options, phrases, words};

use super::view::*;

/// Conflicts of a dispute that are open from the start.
const OPEN_CONFLICTS: usize = 4;
/// Conflicts of a dispute on the page; the JSON report has all.
const MOST_CONFLICTS: usize = 20;
/// Positions of one stance that are open from the start.
const OPEN_POSITIONS: usize = 2;
/// Characters of a title or the name of a site beside a quote; the list of sources has all.
const NAME: usize = 42;
/// Silent articles that are named.
const MOST_SILENT: usize = 40;
/// Sources that are listed at the end.
const MOST_SOURCES: usize = 500;
/// Characters of a quote.
const QUOTE: usize = 160;
/// Width of a stance bar in its own units.
const BAR: f64 = 1000.0;

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
        let cited = cited(digest.report)
            .into_iter()
            .take(MOST_SOURCES)
            .enumerate();
        let cited = cited.map(|(number, id)| (id, number + 1)).collect();
        Views {
            digest,
            options,
            lang: options.lang,
            cited,
        }
    }

    pub(super) fn disputes(&self) -> Vec<DisputeView> {
        self.digest
            .report
            .disputes
            .iter()
            .enumerate()
            .map(|(i, dispute)| self.dispute(i + 1, dispute))
            .collect()
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
        let positions = self
            .digest
            .report
            .disputes
            .iter()
            .flat_map(|dispute| &dispute.positions);
        let stances: BTreeSet<Stance> = positions.map(|position| position.stance).collect();
        stances
            .into_iter()
            .map(|stance| (class(stance), words::stance(stance, self.lang)))
            .collect()
    }

    pub(super) fn products(&self) -> Vec<Choice> {
        let products: BTreeSet<_> = self
            .digest
            .report
            .disputes
            .iter()
            .map(|dispute| dispute.product)
            .collect();
        products
            .into_iter()
            .map(|product| Choice::new(product.id(), words::product(product, self.lang)))
            .collect()
    }

    pub(super) fn groups(&self) -> Vec<Choice> {
        let disputes = &self.digest.report.disputes;
        let groups: BTreeSet<_> = disputes
            .iter()
            .map(|dispute| dispute.proposition.group())
            .collect();
        groups
            .into_iter()
            .map(|group| Choice::new(group, words::group(group, self.lang)))
            .collect()
    }

    pub(super) fn kinds(&self) -> Vec<Choice> {
        let conflicts = self
            .digest
            .report
            .disputes
            .iter()
            .flat_map(|dispute| &dispute.conflicts);
        let kinds: BTreeSet<_> = conflicts.map(|conflict| conflict.kind).collect();
        let in_order = words::KINDS.into_iter().filter(|kind| kinds.contains(kind));
        in_order
            .map(|kind| Choice::new(words::kind_id(kind), words::kind(kind, self.lang)))
            .collect()
    }

    /// The cited sources in the order of the page, and how many are not listed.
    pub(super) fn sources(&self) -> (Vec<SourceView>, usize) {
        let mut cited: Vec<_> = self
            .cited
            .iter()
            .map(|(&id, &number)| (number, id))
            .collect();
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
                url: source
                    .url
                    .as_deref()
                    .and_then(web_address)
                    .map(str::to_owned),
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
            None => SourceRef {
                anchor: None,
                name: id.to_string(),
                site: None,
                day: String::new(),
                warnings: Vec::new(),
            },
        }
    }

    fn dispute(&self, number: usize, dispute: &Dispute) -> DisputeView {
        let counts = digest::counts(&dispute.conflicts);
        let mut conflicts: Vec<_> = dispute
            .conflicts
            .iter()
            .take(MOST_CONFLICTS)
            .map(|conflict| self.conflict(conflict))
            .collect();
        // The filters find what is on the page.
        let kinds: BTreeSet<_> = conflicts.iter().map(|conflict| conflict.kind_id).collect();
        let severities: BTreeSet<_> = conflicts
            .iter()
            .map(|conflict| conflict.severity_id)
            .collect();
        let more_conflicts = conflicts.split_off(conflicts.len().min(OPEN_CONFLICTS));
        DisputeView {
            number,
            anchor: anchor(dispute),
            question: self.question(dispute),
            product: words::product(dispute.product, self.lang),
            product_id: dispute.product.id(),
            group: words::group(dispute.proposition.group(), self.lang).to_owned(),
            group_id: dispute.proposition.group().to_owned(),
            kinds: kinds.into_iter().collect::<Vec<_>>().join(" "),
            severities: severities.into_iter().collect::<Vec<_>>().join(" "),
            hardest: match counts {
                _ if counts.hard > 0 => "hard",
                _ if counts.tension > 0 => "tension",
                _ => "calm",
            },
            hard: counts.hard,
            tension: counts.tension,
            tally: tally(&dispute.conflicts, self.lang),
            bar: self.bar(dispute),
            columns: self.columns(dispute),
            conflicts_out: dispute.conflicts.len().saturating_sub(MOST_CONFLICTS),
            conflicts,
            more_conflicts,
            law: self.law(dispute),
            numbers: dispute
                .numbers
                .iter()
                .map(|spread| self.numbers(spread))
                .collect(),
            refined: dispute
                .refined
                .iter()
                .map(|refined| RefinedView {
                    text: refinement(
                        &phrases::says(&refined.general, self.lang),
                        &phrases::says(&refined.exception, self.lang),
                        self.lang,
                    ),
                    general: self.quote(&refined.general),
                    exception: self.quote(&refined.exception),
                })
                .collect(),
            superseded: dispute
                .superseded
                .iter()
                .map(|superseded| SupersededView {
                    older: self.quote(&superseded.older),
                    newer: self.quote(&superseded.newer),
                    rule: self.rule(&superseded.rule),
                })
                .collect(),
            remarks: dispute
                .remarks
                .iter()
                .map(|remark| RemarkView {
                    kind: words::remark(remark.kind, self.lang),
                    text: plain(&remark.text_zh).into_owned(),
                    quotes: remark
                        .claims
                        .iter()
                        .take(3)
                        .map(|claim| self.quote(claim))
                        .collect(),
                })
                .collect(),
            silent: dispute
                .silent
                .iter()
                .take(MOST_SILENT)
                .map(|&id| self.source_ref(id))
                .collect(),
            silent_all: dispute.silent.len(),
        }
    }

    fn bar(&self, dispute: &Dispute) -> Bar {
        let shares = self.digest.shares(dispute);
        let all: usize = shares
            .iter()
            .map(|&(_, voices)| voices)
            .sum::<usize>()
            .max(1);
        let mut x = 0.0;
        let part = |(stance, voices): (Stance, usize)| {
            let width = BAR * voices as f64 / all as f64;
            let part = BarPart {
                x: format!("{x:.1}"),
                // A hair of ground between the parts.
                width: format!("{:.1}", (width - 4.0).max(2.0)),
                class: class(stance),
                label: words::stance(stance, self.lang),
                voices,
            };
            x += width;
            part
        };
        let parts: Vec<_> = shares.into_iter().map(part).collect();
        let told: Vec<_> = parts
            .iter()
            .map(|part| format!("{} {}", part.label, part.voices))
            .collect();
        let label = match self.lang {
            Lang::Zh => format!("各立场的独立声音数：{}", told.join("，")),
            Lang::En => format!("independent voices by stance: {}", told.join(", ")),
        };
        Bar { label, parts }
    }

    fn columns(&self, dispute: &Dispute) -> Vec<Column> {
        let mut by_stance: BTreeMap<Stance, Vec<&Position>> = BTreeMap::new();
        for position in &dispute.positions {
            by_stance.entry(position.stance).or_default().push(position);
        }
        let voices: HashMap<_, _> = self.digest.shares(dispute).into_iter().collect();
        let column = |(stance, positions): (Stance, Vec<&Position>)| {
            let mut positions: Vec<_> = positions
                .into_iter()
                .map(|position| self.position(dispute, position))
                .collect();
            Column {
                stance: words::stance(stance, self.lang),
                class: class(stance),
                voices: voices.get(&stance).copied().unwrap_or(0),
                more: positions.split_off(positions.len().min(OPEN_POSITIONS)),
                positions,
            }
        };
        by_stance.into_iter().map(column).collect()
    }

    fn position(&self, dispute: &Dispute, position: &Position) -> PositionView {
        let mut conditions = phrases::conditions(&position.conditions, self.lang);
        if position.proposition != dispute.proposition {
            let name = plain(self.options.names.of(&position.proposition, self.lang)).into_owned();
            conditions = if conditions.is_empty() {
                name
            } else {
                format!("{name} · {conditions}")
            };
        }
        let mut quotes = position.examples.iter().map(|claim| self.quote(claim));
        PositionView {
            conditions,
            who: holders(position, self.lang),
            dates: dates(position, self.lang),
            first: quotes.next(),
            rest: quotes.collect(),
        }
    }

    fn conflict(&self, conflict: &Conflict) -> ConflictView {
        let (b, rule) = match &conflict.b {
            Opponent::Claim(claim) => (Some(self.quote(claim)), None),
            Opponent::Rule(rule) => (None, Some(self.rule(rule))),
        };
        let [one, other] = conflict.voices;
        ConflictView {
            id: plain(&conflict.id).into_owned(),
            kind_id: words::kind_id(conflict.kind),
            kind: words::kind(conflict.kind, self.lang),
            severity_id: words::severity_id(conflict.severity),
            severity: words::severity(conflict.severity, self.lang),
            internal: conflict.internal,
            slot: plain(words::slot(&conflict.slot, self.lang)).into_owned(),
            values: phrases::values(conflict, self.lang),
            classes: value_classes(conflict),
            voices: b
                .as_ref()
                .filter(|_| !conflict.internal)
                .map(|_| match self.lang {
                    Lang::Zh => format!("独立声音 {one} 比 {other}"),
                    Lang::En => format!("voices {one} to {other}"),
                }),
            because: phrases::because(conflict, self.lang),
            because_zh: (self.lang == Lang::En).then(|| phrases::because(conflict, Lang::Zh)),
            a: self.quote(&conflict.a),
            b,
            rule,
        }
    }

    pub(super) fn quote(&self, claim: &Claim) -> Quote {
        let piece = |piece: marks::Piece| {
            let class = match piece.mark {
                Mark::None => "",
                Mark::Mention => "mention",
                Mark::Cue => "cue",
            };
            (class, piece.text)
        };
        Quote {
            pieces: marks::quote(claim, QUOTE).into_iter().map(piece).collect(),
            says: phrases::says(claim, self.lang),
            class: class(claim.stance),
            section: claim
                .evidence
                .section
                .as_deref()
                .map(|section| plain(section.trim()).into_owned()),
            source: self.source_ref(claim.article),
            copies: self
                .digest
                .source(claim.article)
                .map(|source| self.copies(source))
                .unwrap_or_default(),
        }
    }

    fn copies(&self, source: &Source) -> Vec<SourceRef> {
        self.digest
            .copies(source)
            .into_iter()
            .take(MOST_SILENT)
            .map(|copy| self.source_ref(copy.id))
            .collect()
    }

    fn rule(&self, rule: &crate::dispute::LawRule) -> RuleView {
        RuleView {
            citation: phrases::citation(rule),
            kind: plain(words::instrument_kind(&rule.kind, self.lang)).into_owned(),
            in_force: phrases::in_force(rule, self.lang),
            provides: plain(&rule.provides_zh).into_owned(),
        }
    }

    fn law(&self, dispute: &Dispute) -> Vec<LawView> {
        let words_of_law = self.digest.law_words(dispute);
        let law = words_of_law.into_iter().map(|word| LawView {
            rule: self.rule(word.rule),
            against: word.against.len(),
            remarks: word
                .remarks
                .iter()
                .map(|remark| plain(&remark.text_zh).into_owned())
                .collect(),
        });
        law.collect()
    }

    fn numbers(&self, spread: &Spread) -> NumbersView {
        let ends = spread
            .points
            .iter()
            .filter_map(|point| point.min.or(point.max));
        let most = ends
            .clone()
            .fold(spread.median, f64::max)
            .max(f64::MIN_POSITIVE);
        let least = ends.filter(|&n| n > 0.0).fold(most, f64::min);
        // Where numbers differ twentyfold, equal steps on the bar stand for equal factors.
        let place = |n: f64| {
            let share = if most / least >= 20.0 {
                0.08 + 0.92 * (n.max(least) / least).ln() / (most / least).ln()
            } else {
                n / most
            };
            format!("{:.1}", 96.0 * share.clamp(0.0, 1.0))
        };
        NumbersView {
            measure: words::measure(spread.measure, self.lang),
            median: phrases::value(spread.measure, spread.median, self.lang),
            median_x: place(spread.median),
            rows: spread
                .points
                .iter()
                .take(MOST_SILENT)
                .map(|point| NumberRow {
                    value: phrases::point(spread.measure, point, self.lang),
                    x: place(point.min.or(point.max).unwrap_or(0.0)),
                    voices: point.voices,
                    outlier: point.outlier,
                    source: self.source_ref(point.example.article),
                })
                .collect(),
        }
    }

    fn day(&self, source: &Source) -> String {
        source.published.map_or_else(
            || self.lang.t("未注日期", "undated").to_owned(),
            |day| day.to_string(),
        )
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
        if c.is_ascii_alphanumeric() || c == '-' || c == '_' || c == '.' {
            c
        } else {
            '_'
        }
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

fn value_classes(conflict: &Conflict) -> [&'static str; 2] {
    conflict
        .values
        .each_ref()
        .map(|value| Stance::parse(value).map_or("s-value", class))
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
    plain(if title.is_empty() {
        &source.path
    } else {
        title
    })
    .into_owned()
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
        dispute
            .positions
            .iter()
            .flat_map(|position| &position.examples)
            .for_each(&mut cite);
        for conflict in &dispute.conflicts {
            let (a, b) = digest::sides(conflict);
            cite(a);
            b.into_iter().for_each(&mut cite);
        }
        dispute
            .numbers
            .iter()
            .flat_map(|spread| &spread.points)
            .for_each(|point| cite(&point.example));
    }
    all
}
