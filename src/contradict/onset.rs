//! 起点: from which day overdue, or which amount, one article says that an act starts.
//!
//! Precision goes before recall: only a lower bound in the sentence's own words, or a ladder's later stage, is
//! a start. What two starts say to each other is the business of `numeric`.

use std::collections::BTreeMap;

use crate::claim::{Claim, Conditions, Extent, Range, Role, Stance};
use crate::contradict::corpus::{Corpus, Stages, first_day, first_yuan};
use crate::contradict::opposition::affirms;
use crate::contradict::side::{Products, Standing};

/// Which scale an act starts on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Scale {
    /// Days overdue.
    Days,
    /// Yuan owed.
    Yuan,
}

/// One article's word on when an act starts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Onset<'a> {
    /// The act.
    pub(crate) proposition: &'a str,
    /// Of which products.
    pub(crate) products: Products,
    /// In days or yuan.
    pub(crate) scale: Scale,
    /// From when on.
    pub(crate) value: i64,
    /// The claim that says so.
    pub(crate) claim: u32,
    /// How it is held.
    pub(crate) stance: Stance,
    /// Told as the start: 才, 开始, 起, or flatly.
    pub(crate) firm: bool,
}

/// Words that make a bound a start.
const START: [&str; 12] =
    ["才", "开始", "天起", "日起", "月起", "年起", "方可", "方会", "元起", "万起", "起步", "门槛"];

/// Words that make a day one by which it has long happened (半年的, 征信上早已有记录).
/// Or in which another form of it begins (永久关闭, 改由人工打电话).
const DONE: [&str; 12] =
    ["已", "早就", "变多", "增多", "更频繁", "升级", "永久", "彻底", "改由", "转人工", "改为", "转为"];

/// The onsets that the claims of one article give, at most one an act, product and scale.
pub(crate) fn onsets<'a>(corpus: &Corpus<'a>, claims: &[u32], stages: &Stages<'_>) -> Vec<Onset<'a>> {
    let mut least: BTreeMap<(&str, Products, Scale), Onset<'a>> = BTreeMap::new();
    let mut always: Vec<(&str, Products)> = Vec::new();
    for n in claims {
        let claim = corpus.claim(*n);
        if corpus.standing(*n) != Some(Standing::Position) || !affirms(claim.stance) {
            continue;
        }
        let proposition = claim.proposition.as_str();
        let products = Products::of(&claim.products);
        let found = start(claim, stages);
        if found.is_none() && unconditional(&claim.conditions) && claim.quantities.is_empty() {
            always.push((proposition, products));
        }
        let Some((scale, value)) = found else {
            continue;
        };
        let firm = claim.conditions.only
            || matches!(claim.stance, Stance::Generally | Stance::Certain)
            || (START.iter().any(|word| claim.evidence.quote.contains(word))
                && count_times(&claim.evidence.quote) == 1);
        let onset = Onset { proposition, products, scale, value, claim: *n, stance: claim.stance, firm };
        let known = least.entry((proposition, products, scale)).or_insert(onset);
        if value < known.value {
            *known = onset;
        }
    }
    // What also happens without any condition starts at once.
    least.retain(|(act, products, _), _| !always.iter().any(|(a, p)| a == act && p.meets(*products)));
    least.into_values().collect()
}

/// The onset that a claim gives, if it really gives one.
fn start(claim: &Claim, stages: &Stages<'_>) -> Option<(Scale, i64)> {
    let conditions = &claim.conditions;
    let quote = &claim.evidence.quote;
    if !conditions.flags.is_empty() || told_as_done(quote) {
        return None;
    }
    let threshold = claim.quantities.iter().find(|q| q.role == Role::Threshold).and_then(|q| q.min);
    match (conditions.overdue, conditions.amount) {
        (Some(Extent::Range(range)), None) if opens(range) => {
            let day = first_day(conditions)?;
            let later_stage = stages.is_ladder() && stages.days.first().is_some_and(|first| day > *first);
            (later_stage || names_time(quote)).then_some((Scale::Days, day))
        }
        (None, Some(Extent::Range(range))) if range.max.is_none() && names_money(quote) => {
            Some((Scale::Yuan, first_yuan(conditions)?))
        }
        (None, None) => {
            let yuan = threshold.filter(|yuan| *yuan > 0.0 && yuan.is_finite())?;
            #[expect(clippy::cast_possible_truncation, reason = "whole yuan, and saturating")]
            Some((Scale::Yuan, yuan as i64))
        }
        (Some(Extent::Range(_) | Extent::Low | Extent::High) | None, _) => None,
    }
}

/// Whether the sentence tells that it has happened by then, or grows from then on.
fn told_as_done(quote: &str) -> bool {
    let quote = quote.replace("已逾期", "");
    DONE.iter().any(|word| quote.contains(word))
}

/// A bound that is open above, or a ladder's day.
fn opens(range: Range) -> bool {
    range.max.is_none() || range.min == range.max
}

fn unconditional(conditions: &Conditions) -> bool {
    conditions.overdue.is_none() && conditions.amount.is_none() && conditions.flags.is_empty()
}

/// How often a number stands right before one of `units`.
fn count_units(text: &str, units: &[char]) -> usize {
    let number = |c: char| {
        c.is_ascii_digit()
            || ('\u{ff10}'..='\u{ff19}').contains(&c)
            || "一二两三四五六七八九十百千万半几数个".contains(c)
    };
    let mut found = 0;
    let mut before = ' ';
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        found += usize::from(units.contains(&c) && number(before));
        before = c;
    }
    found
}

/// How many times or spans of time a sentence names.
fn count_times(quote: &str) -> usize {
    count_units(quote, &['天', '日', '月', '年', '周', '星'])
}

fn names_time(quote: &str) -> bool {
    count_times(quote) > 0 || ["M1", "M2", "M3", "M4"].iter().any(|m| quote.contains(m))
}

fn names_money(quote: &str) -> bool {
    count_units(quote, &['元', '万', '块', '千', '百', 'w', 'W', '以']) > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_must_stand_in_the_sentence() {
        assert!(names_time("逾期三个月后可能上门") && names_time("逾期90 天"));
        assert!(!names_time("这个阶段会有电话") && !names_time("每天都有人打来"));
        assert!(names_money("欠款超过5万") && !names_money("金额较大时"));
    }
}
