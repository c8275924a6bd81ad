//! Sentences that several formats share: what the report was made of, what it found, what it leaves out, who holds
//! a position, how a source is named.

use crate::dispute::{Conflict, Position, Severity, Source};

use super::digest::{self, Digest};
use super::filter::Filtered;
use super::plain::plain;
use super::{Lang, Options, phrases, words};

/// Articles, voices and claims read.
pub(crate) fn made_of(digest: &Digest<'_>, lang: Lang) -> String {
    let report = digest.report;
    match lang {
        Lang::Zh => format!(
            "{} 篇文章，{} 个独立声音（转载算一个），{} 条主张",
            report.sources.len(),
            report.voices,
            report.claims
        ),
        Lang::En => format!(
            "{}, {} (copies count once), {}",
            phrases::count(report.sources.len(), "article"),
            phrases::count(report.voices, "independent voice"),
            phrases::count(report.claims, "claim"),
        ),
    }
}

/// What a reader should know after one sentence.
pub(crate) fn verdict(digest: &Digest<'_>, lang: Lang) -> String {
    let all = digest.report.disputes.len();
    let (contested, hard) = digest.contested();
    let counts = digest.counts();
    match lang {
        _ if all == 0 => lang.t("没有发现争点。", "No dispute was found.").to_owned(),
        Lang::Zh if contested == 0 => format!("{all} 个争点，没有发现互相矛盾的说法。"),
        Lang::En if contested == 0 => format!("{all} questions, no contradiction was found."),
        Lang::Zh => format!(
            "{all} 个争点中 {contested} 个说法相左，其中 {hard} 个不可能都对。硬冲突 {} 处，张力 {} 处；与法规不符 {} 处，自相矛盾 {} 处。",
            counts.hard, counts.tension, counts.law, counts.internal
        ),
        Lang::En => format!(
            "Sources differ on {contested} of {}; on {hard} both sides cannot be right. {}, {}; {} against the law, {} within one article.",
            phrases::count(all, "question"),
            phrases::count(counts.hard, "hard conflict"),
            phrases::count(counts.tension, "tension"),
            counts.law,
            counts.internal
        ),
    }
}

/// What filters and dismissals took away, one line each.
pub(crate) fn left_out(filtered: &Filtered<'_>, options: &Options) -> Vec<String> {
    let lang = options.lang;
    let mut lines = Vec::new();
    if !options.filter.is_empty() {
        let asked = filter_words(options);
        lines.push(match lang {
            Lang::Zh => format!(
                "只看：{asked}。另有 {} 个争点、{} 处冲突未列出。",
                filtered.disputes_out, filtered.conflicts_out
            ),
            Lang::En => format!(
                "Only: {asked}. Left out: {}, {}.",
                phrases::count(filtered.disputes_out, "dispute"),
                phrases::count(filtered.conflicts_out, "conflict"),
            ),
        });
    }
    if filtered.report.dismissed > 0 {
        let dismissed = filtered.report.dismissed;
        lines.push(match lang {
            Lang::Zh => format!("另有 {dismissed} 处冲突已由你标为不算，未列出。"),
            Lang::En => format!("Left out because you dismissed them: {}.", phrases::count(dismissed, "conflict")),
        });
    }
    lines
}

fn filter_words(options: &Options) -> String {
    let (lang, filter) = (options.lang, &options.filter);
    let mut parts: Vec<String> =
        filter.products.iter().map(|&product| words::product(product, lang).to_owned()).collect();
    parts.extend(filter.propositions.iter().map(|asked| plain(asked).into_owned()));
    parts.extend(filter.kinds.iter().map(|&kind| words::kind(kind, lang).to_owned()));
    parts.extend(filter.severity.map(|severity| words::severity(severity, lang).to_owned()));
    parts.join(lang.t("、", ", "))
}

/// Hard conflicts and tensions of a dispute.
pub(crate) fn tally(conflicts: &[Conflict], lang: Lang) -> String {
    let counts = digest::counts(conflicts);
    let mut parts = Vec::new();
    if counts.hard > 0 {
        parts.push(format!("{} {}", words::severity(Severity::Hard, lang), counts.hard));
    }
    if counts.tension > 0 {
        parts.push(format!("{} {}", words::severity(Severity::Tension, lang), counts.tension));
    }
    if parts.is_empty() { lang.t("无冲突", "no conflict").to_owned() } else { parts.join(" · ") }
}

/// Who holds a position: voices, articles, claims.
pub(crate) fn holders(position: &Position, lang: Lang) -> String {
    let (voices, articles, claims) = (position.voices, position.articles.len(), position.claims);
    let mut text = match lang {
        Lang::Zh => format!("{voices} 个声音，{articles} 篇文章，{claims} 条主张"),
        Lang::En => [(voices, "voice"), (articles, "article"), (claims, "claim")]
            .map(|(n, of)| phrases::count(n, of))
            .join(", "),
    };
    if position.testimony > 0 {
        text.push_str(&match lang {
            Lang::Zh => format!("，其中 {} 条是个案", position.testimony),
            Lang::En => format!(", {} of them told as cases", position.testimony),
        });
    }
    text
}

/// Title, site, date and marks of a source, without its path.
pub(crate) fn source_parts(source: &Source, copies: usize, lang: Lang) -> Vec<String> {
    let mut parts = Vec::new();
    let title = plain(source.title.trim());
    if !title.is_empty() {
        parts.push(match lang {
            Lang::Zh => format!("《{title}》"),
            Lang::En => format!("\"{title}\""),
        });
    }
    parts.extend(source.site.as_deref().map(|site| plain(site).into_owned()));
    parts.push(source.published.map_or_else(|| lang.t("未注日期", "undated").to_owned(), |day| day.to_string()));
    if source.fictional {
        parts.push(lang.t("⚠ 文章自称虚构", "⚠ calls itself invented").to_owned());
    }
    if source.confidence < digest::UNCERTAIN_BELOW {
        parts.push(lang.t("⚠ 正文识别把握不大", "⚠ main text uncertain").to_owned());
    }
    if copies > 0 {
        parts.push(match lang {
            Lang::Zh => format!("另有 {copies} 篇转载"),
            Lang::En if copies == 1 => "1 copy".to_owned(),
            Lang::En => format!("{copies} copies"),
        });
    }
    parts
}

/// How an exception goes with what it is an exception to.
pub(crate) fn refinement(general: &str, exception: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("总的说「{general}」，更严重时「{exception}」"),
        Lang::En => format!("in general \"{general}\", in more severe cases \"{exception}\""),
    }
}

/// From when to when a position is held; empty where no article is dated.
pub(crate) fn dates(position: &Position, lang: Lang) -> String {
    match (position.first, position.last) {
        (Some(first), Some(last)) if first != last => {
            format!("{first}{}{last}", lang.t("至", " to "))
        }
        (Some(day), _) | (None, Some(day)) => day.to_string(),
        (None, None) => String::new(),
    }
}

/// Who holds a position, and when.
pub(crate) fn held(position: &Position, lang: Lang) -> String {
    let dates = dates(position, lang);
    let dot = if dates.is_empty() { "" } else { " · " };
    format!("{}{dot}{dates}", holders(position, lang))
}
