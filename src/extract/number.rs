//! Numbers that are the claim: which measure of the clause belongs to a mention, and in which role.

use crate::claim::{Quantity, Range, Role, Unit};
use crate::lexicon::{Hit, Lexicon, Proposition, Row, Wording};
use crate::quantity::{Measure, Noun, Value};

use super::clause::Clause;
use super::condition::{head_chars, tail_chars};
use super::read::Sentence;

/// Wordings that stand for a number (`@hours`, `@times`, `@installments`).
pub(super) fn wordings(lexicon: &Lexicon) -> impl Iterator<Item = (&str, usize, &Wording)> {
    lexicon.numbered.iter().filter_map(|(word, entry)| match &lexicon.entries[*entry].row {
        Row::Wording(w) => Some((word.as_str(), *entry, w)),
        _ => None,
    })
}

/// Whether the row stands for a number that a rule on contact caps: hours or times.
pub(super) fn caps_contact(lexicon: &Lexicon, entry: usize) -> bool {
    lexicon.numbered.iter().any(|(word, e)| *e == entry && matches!(word.as_str(), "@hours" | "@times"))
}

/// Whether `measure` is what the wording `@…` stands for.
pub(super) fn is_kind(word: &str, measure: &Measure) -> bool {
    match (word, &measure.value) {
        ("@hours", Value::Hours { .. }) => true,
        ("@times", Value::Count { noun: Noun::Times, per: Some(_), range }) => range.min.is_none(),
        ("@installments", Value::Count { noun: Noun::Installments, .. }) => true,
        _ => false,
    }
}

/// 早八点前、晚十点后: two open ends, one time of day.
fn join_hours(sentence: &Sentence, clause: &Clause, found: &mut [(&Measure, Quantity)]) {
    let within = || sentence.measures.iter().filter(|m| m.start >= clause.start && m.end <= clause.end);
    let until = within().find_map(|m| match m.value {
        Value::Hours { from: None, to: Some(to) } => Some(to),
        _ => None,
    });
    if let (Some(until), [(_, hours)]) = (until, found)
        && hours.max.is_none()
    {
        hours.max = Some(until);
    }
}

/// The numbers of a mention, and the places of the measures used.
pub(super) fn of_mention(
    lexicon: &Lexicon,
    sentence: &Sentence,
    clause: &Clause,
    hit: &Hit,
    proposition: &Proposition,
) -> (Vec<Quantity>, Vec<usize>) {
    let mut quantities = Vec::new();
    let mut used = Vec::new();
    for role in &proposition.quantity {
        // The clause itself, or the next one where the mention ends its own (花呗: 每天万分之五).
        let own = sentence.measures.iter().filter(|m| m.start >= clause.start && m.end <= clause.end);
        let mut found: Vec<(&Measure, Quantity)> =
            own.filter_map(|m| as_role(sentence, m, *role).map(|q| (m, q))).collect();
        if found.is_empty()
            && matches!(
                role,
                Role::Rate
                    | Role::Retention
                    | Role::Limitation
                    | Role::Grace
                    | Role::Quota
                    | Role::Installments
                    | Role::Fine
            )
            && let Some(next) = sentence.clauses.iter().find(|c| c.start >= clause.end)
            && !sentence.hits.iter().any(|h| {
                h.start >= next.start && h.end <= next.end && matches!(lexicon.entries[h.entry].row, Row::Product(..))
            })
        {
            let ahead = sentence.measures.iter().filter(|m| m.start >= next.start && m.end <= next.end);
            found = ahead.filter_map(|m| as_role(sentence, m, *role).map(|q| (m, q))).collect();
        }
        if *role == Role::Hours {
            join_hours(sentence, clause, &mut found);
        }
        // 一直保留: no end, without a number.
        if found.is_empty()
            && *role == Role::Retention
            && ["一直", "始终", "永远", "不会自动", "持续"]
                .iter()
                .any(|w| sentence.form[clause.start..clause.end].contains(w))
            && !sentence.form[clause.start..hit.start].contains("不会")
        {
            let text = sentence.form[hit.start..hit.end].to_owned();
            quantities.push(Quantity {
                role: *role,
                min: None,
                max: None,
                unit: Unit::Days,
                forever: true,
                none: false,
                text,
            });
        }
        // The nearest on either side; a rate list (3期1.8%, 12期8.8%) gives all.
        found.sort_by_key(|(m, _)| m.start.abs_diff(hit.start));
        let take = if found.iter().all(|(_, q)| q.unit == Unit::Once) && *role == Role::Rate { found.len() } else { 1 };
        for (measure, quantity) in found.into_iter().take(take) {
            used.push(measure.start);
            quantities.push(quantity);
        }
    }
    quantities.sort_by(|a, b| a.min.partial_cmp(&b.min).unwrap_or(std::cmp::Ordering::Equal));
    (quantities, used)
}

/// `measure` in `role`, if it can be read so.
fn as_role(sentence: &Sentence, measure: &Measure, role: Role) -> Option<Quantity> {
    let text = sentence.form[measure.start..measure.end].to_owned();
    let before = tail_chars(&sentence.form[..measure.start], 8);
    let after = head_chars(&sentence.form[measure.end..], 8);
    let number = |min: Option<f64>, max: Option<f64>, unit: Unit| Quantity {
        role,
        min,
        max,
        unit,
        forever: false,
        none: false,
        text: text.clone(),
    };
    let whole = |range: &Range, unit: Unit| number(range.min.map(|n| n as f64), range.max.map(|n| n as f64), unit);
    match (role, &measure.value) {
        (Role::Retention, Value::Forever) => Some(Quantity { forever: true, ..number(None, None, Unit::Days) }),
        // A number beside 逾期 is a circumstance; what is kept, lasts years.
        (Role::Retention, Value::Days { range, .. })
            if !tail_chars(before, 3).contains("逾期") && range.min.or(range.max).is_some_and(|d| d >= 365) =>
        {
            let mut point = *range;
            // 五年后, 五年以后消除: the term itself.
            if point.max.is_none() {
                point.max = point.min;
            }
            Some(whole(&point, Unit::Days))
        }
        (Role::Limitation, Value::Days { range, .. }) if range.min.or(range.max).is_some_and(|d| d >= 365) => {
            Some(whole(range, Unit::Days))
        }
        (Role::Rate, Value::Rate { min, max, unit }) => Some(number(*min, *max, *unit)),
        (Role::Grace, Value::Days { range, .. }) if range.min.or(range.max).is_some_and(|d| d <= 90) => {
            Some(whole(range, Unit::Days))
        }
        (Role::Quota, Value::Money { range, .. }) => Some(whole(range, Unit::Cny)),
        (Role::Hours, Value::Hours { from: Some(from), to: Some(to) }) => {
            Some(number(Some(*from), Some(*to), Unit::Hour))
        }
        // 晚上10点后: until the morning, whatever hour that is.
        (Role::Hours, Value::Hours { from: Some(from), to: None }) => Some(number(Some(*from), None, Unit::Hour)),
        (Role::Frequency, Value::Count { range, noun: Noun::Times, per: Some(unit) }) => {
            // 超过3次…不得: the number itself is the cap.
            let max = range.max.or(range.min);
            Some(number(None, max.map(|n| n as f64), *unit))
        }
        (Role::Installments, Value::Count { range, noun: Noun::Installments, .. }) => {
            // 最长五年60期: the most that can be had.
            let most = ["最长", "最多", "最高", "至多"].iter().any(|w| before.contains(w)) && range.min == range.max;
            let range = if most { Range { min: None, ..*range } } else { *range };
            Some(whole(&range, Unit::Count))
        }
        (Role::Fine, Value::Money { range, .. }) if after.contains("罚款") || before.contains("罚款") => {
            Some(whole(range, Unit::Cny))
        }
        (Role::Term, Value::Days { range, .. })
            if after.contains("徒刑")
                || after.contains("拘留")
                || before.contains("判")
                || text.contains('判')
                || before.contains("延期")
                || after.starts_with("的延期")
                || before.contains("内") =>
        {
            Some(whole(range, Unit::Days))
        }
        (Role::Delay, Value::Days { range, .. } | Value::OrdinalDays { range, .. })
            if !before.contains("逾期")
                && (after.contains("恢复")
                    || before.contains("还清后")
                    || before.contains("还清")
                    || before.contains("结清")
                    || before.contains("短则")
                    || before.contains("快的")
                    || sentence.form.contains("恢复") && !sentence.form.contains("起诉")) =>
        {
            Some(whole(range, Unit::Days))
        }
        _ => None,
    }
}
