//! Puts conditions, numbers and conflicts into a few words, in both languages.
//!
//! Words from pages (the verbatim text of `other`, values of unknown slots) pass through `plain` here.

use crate::claim::{Claim, Conditions, Extent, Flag, Quantity, Range, Role, Stance, Unit};
use crate::dispute::{Conflict, Dispute, LawRule, Measure, Opponent, SpreadPoint};

use super::digest::sides;
use super::plain::plain;
use super::{Lang, Names, words};

/// The circumstances of a claim; empty where there are none.
pub fn conditions(conditions: &Conditions, lang: Lang) -> String {
    let mut parts = Vec::new();
    match conditions.overdue {
        None => {}
        Some(Extent::Low) => parts.push(lang.t("逾期初期", "early").to_owned()),
        Some(Extent::High) => parts.push(lang.t("长期逾期", "long overdue").to_owned()),
        Some(Extent::Range(range)) => {
            let text = bounds(range, |n| days(n as f64, lang), lang);
            parts.push(match lang {
                Lang::Zh => format!("逾期{text}"),
                Lang::En => format!("{text} overdue"),
            });
        }
    }
    match conditions.amount {
        None => {}
        Some(Extent::Low) => parts.push(lang.t("小额", "small amount").to_owned()),
        Some(Extent::High) => parts.push(lang.t("大额", "large amount").to_owned()),
        Some(Extent::Range(range)) => {
            let text = bounds(range, |n| money(n as f64, lang), lang);
            parts.push(match lang {
                Lang::Zh => format!("欠款{text}"),
                Lang::En => format!("owing {text}"),
            });
        }
    }
    for &flag in &conditions.flags {
        match (flag, &conditions.text) {
            (Flag::Other, Some(text)) => parts.push(format!("「{}」", plain(text.trim()))),
            _ => parts.push(words::flag(flag, lang).to_owned()),
        }
    }
    let all = parts.join(lang.t("、", ", "));
    match (conditions.only, all.is_empty()) {
        (false, _) => all,
        (true, true) => lang.t("仅限特定情形", "only then").to_owned(),
        (true, false) => format!("{}{all}", lang.t("仅当", "only if ")),
    }
}

fn bounds(range: Range, unit: impl Fn(i64) -> String, lang: Lang) -> String {
    let about = if range.approx { lang.t("约", "about ") } else { "" };
    let text = match (range.min, range.max) {
        (Some(min), Some(max)) if min == max => unit(min),
        (Some(min), Some(max)) => format!("{}{}{}", unit(min), lang.t("至", " to "), unit(max)),
        (Some(min), None) if range.min_incl => {
            format!("{}{}", unit(min), lang.t("以上", " or more"))
        }
        (Some(min), None) => format!("{}{}", lang.t("超过", "over "), unit(min)),
        (None, Some(max)) if range.max_incl => {
            format!("{}{}", unit(max), lang.t("以内", " at most"))
        }
        (None, Some(max)) => format!("{}{}", lang.t("不到", "under "), unit(max)),
        (None, None) => lang.t("不限", "any").to_owned(),
    };
    format!("{about}{text}")
}

/// The numbers that a claim gives; empty where it gives none.
pub fn quantities(quantities: &[Quantity], lang: Lang) -> String {
    let all: Vec<_> = quantities.iter().map(|quantity| self::quantity(quantity, lang)).collect();
    all.join(lang.t("、", ", "))
}

fn quantity(quantity: &Quantity, lang: Lang) -> String {
    format!("{} {}", words::role(quantity.role, lang), amount(quantity, lang))
}

fn amount(quantity: &Quantity, lang: Lang) -> String {
    if quantity.forever {
        lang.t("永久", "for ever").to_owned()
    } else if quantity.none {
        lang.t("没有固定数", "no fixed number").to_owned()
    } else {
        ends(quantity.min, quantity.max, lang, |n| number(quantity.role, quantity.unit, n, lang))
    }
}

/// One number of a spread.
pub fn point(measure: Measure, point: &SpreadPoint, lang: Lang) -> String {
    match measure {
        Measure::OnsetDays => ends(point.min, point.max, lang, |n| days(n, lang)),
        Measure::OnsetAmount => ends(point.min, point.max, lang, |n| money(n, lang)),
        Measure::Quantity(role, unit) => ends(point.min, point.max, lang, |n| number(role, unit, n, lang)),
    }
}

/// A number in the unit of a measure.
pub fn value(measure: Measure, n: f64, lang: Lang) -> String {
    match measure {
        Measure::OnsetDays => days(n, lang),
        Measure::OnsetAmount => money(n, lang),
        Measure::Quantity(role, unit) => number(role, unit, n, lang),
    }
}

fn ends(min: Option<f64>, max: Option<f64>, lang: Lang, unit: impl Fn(f64) -> String) -> String {
    match (min, max) {
        (Some(min), Some(max)) if min == max => unit(min),
        (Some(min), Some(max)) => format!("{}{}{}", unit(min), lang.t("至", " to "), unit(max)),
        (Some(min), None) => format!("{}{}", unit(min), lang.t("起", " and up")),
        (None, Some(max)) => format!("{}{}", lang.t("至多", "at most "), unit(max)),
        (None, None) => lang.t("不限", "any").to_owned(),
    }
}

fn number(role: Role, unit: Unit, n: f64, lang: Lang) -> String {
    match unit {
        Unit::Days => days(n, lang),
        Unit::Cny => money(n, lang),
        Unit::Hour => format!("{}{}", short(n), lang.t("时", ":00")),
        Unit::Count => format!("{}{}", short(n), lang.t("期", " instalments")),
        Unit::TimesContract => format!("{}{}", short(n), lang.t("倍", "×")),
        Unit::Once => percent(n),
        Unit::PerYear => format!("{}{}", lang.t("年", ""), percent(n)) + lang.t("", " a year"),
        Unit::PerDay if role == Role::Rate => format!("{}{}", lang.t("日", ""), percent(n)) + lang.t("", " a day"),
        Unit::PerMonth if role == Role::Rate => format!("{}{}", lang.t("月", ""), percent(n)) + lang.t("", " a month"),
        Unit::PerDay => format!("{}{}{}", lang.t("每天", ""), short(n), lang.t("次", " a day")),
        Unit::PerWeek => format!("{}{}{}", lang.t("每周", ""), short(n), lang.t("次", " a week")),
        Unit::PerMonth => format!("{}{}{}", lang.t("每月", ""), short(n), lang.t("次", " a month")),
    }
}

/// Days; whole years as years.
pub fn days(n: f64, lang: Lang) -> String {
    if n >= 365.0 && n % 365.0 == 0.0 {
        let years = n / 365.0;
        return format!("{}{}", short(years), lang.t("年", if years == 1.0 { " year" } else { " years" }));
    }
    format!("{}{}", short(n), lang.t("天", if n == 1.0 { " day" } else { " days" }))
}

/// So many of a thing, in English.
pub fn count(n: usize, of: &str) -> String {
    format!("{n} {of}{}", if n == 1 { "" } else { "s" })
}

/// Yuan; from ten thousand on in 万 in Chinese.
pub fn money(n: f64, lang: Lang) -> String {
    match lang {
        Lang::Zh if n >= 10_000.0 => format!("{}万元", short(n / 10_000.0)),
        Lang::Zh => format!("{}元", short(n)),
        Lang::En => format!("CNY {}", thousands(n)),
    }
}

fn percent(n: f64) -> String {
    format!("{}%", short(n * 100.0))
}

/// At most four decimals, none that are zero.
fn short(n: f64) -> String {
    let text = format!("{n:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn thousands(n: f64) -> String {
    let text = short(n);
    let (whole, rest) = text.split_once('.').map_or((text.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let mut out = String::new();
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 && c.is_ascii_digit() {
            out.push(',');
        }
        out.push(c);
    }
    rest.map_or(out.clone(), |rest| format!("{out}.{rest}"))
}

/// What a claim says, in one line: stance, conditions, numbers, whose word.
pub fn says(claim: &Claim, lang: Lang) -> String {
    let mut text = words::stance(claim.stance, lang).to_owned();
    let mut add = |part: &str| {
        if !part.is_empty() {
            text.push_str(lang.t("·", " · "));
            text.push_str(part);
        }
    };
    add(&conditions(&claim.conditions, lang));
    add(&quantities(&claim.quantities, lang));
    if let Some(whose) = words::attribution(claim.attribution, lang) {
        add(&match lang {
            Lang::Zh => format!("{whose}说法"),
            Lang::En => format!("according to: {whose}"),
        });
    }
    text
}

/// The question of a dispute.
pub fn question(dispute: &Dispute, lang: Lang, names: &Names) -> String {
    match lang {
        Lang::Zh => plain(&dispute.question_zh).into_owned(),
        Lang::En => {
            let name = names.of(&dispute.proposition, lang);
            format!("{}: {}?", words::product(dispute.product, lang), plain(name))
        }
    }
}

/// The two values of a conflict in words: where a side is a claim, what the claim itself says in that slot.
pub fn values(conflict: &Conflict, lang: Lang) -> [String; 2] {
    let (a, b) = sides(conflict);
    let [of_a, of_b] = &conflict.values;
    [value_of(Some(a), &conflict.slot, of_a, lang), value_of(b, &conflict.slot, of_b, lang)]
}

fn value_of(claim: Option<&Claim>, slot: &str, value: &str, lang: Lang) -> String {
    if let Some(stance) = Stance::parse(value) {
        return words::stance(stance, lang).to_owned();
    }
    let number = |unit: char| value.strip_suffix(unit).and_then(|number| number.parse::<f64>().ok());
    let said = match (slot, claim) {
        ("onset.overdue_days", _) if number('天').is_some() => number('天').map(|n| days(n, lang)),
        ("onset.amount_cny", _) if number('元').is_some() => number('元').map(|n| money(n, lang)),
        ("conditions", Some(claim)) if claim.conditions.is_empty() => {
            Some(lang.t("没有限定条件", "no condition").to_owned())
        }
        ("conditions" | "onset.overdue_days" | "onset.amount_cny", Some(claim)) => {
            Some(conditions(&claim.conditions, lang)).filter(|text| !text.is_empty())
        }
        (slot, Some(claim)) => slot.strip_prefix("quantity.").and_then(Role::parse).and_then(|role| {
            let of_role = || claim.quantities.iter().filter(|quantity| quantity.role == role);
            let meant = of_role().find(|quantity| quantity.to_string() == value).or_else(|| of_role().next())?;
            Some(amount(meant, lang))
        }),
        (_, None) => None,
    };
    said.unwrap_or_else(|| plain(value).into_owned())
}

/// Why it is a conflict. English is put together from slot and values, with the Chinese sentence left to the reader.
pub fn because(conflict: &Conflict, lang: Lang) -> String {
    match lang {
        Lang::Zh => plain(&conflict.because_zh).into_owned(),
        Lang::En => {
            let [a, b] = values(conflict, lang);
            let other = match &conflict.b {
                Opponent::Claim(_) if conflict.internal => "the same article also says",
                Opponent::Claim(_) => "the other says",
                Opponent::Rule(_) => "the rule in force provides",
            };
            format!("On {}: one says \"{a}\", {other} \"{b}\".", words::slot(&conflict.slot, lang))
        }
    }
}

/// A rule with its article, as it is cited.
pub fn citation(rule: &LawRule) -> String {
    let (instrument, article) = (plain(&rule.instrument), plain(&rule.article));
    match article.trim() {
        "" | "—" => format!("《{instrument}》"),
        article => format!("《{instrument}》{article}"),
    }
}

/// In brackets: what kind of instrument a rule stands in, and since when it is in force.
pub fn standing(rule: &LawRule, lang: Lang) -> String {
    let kind = plain(words::instrument_kind(&rule.kind, lang));
    let in_force = in_force(rule, lang);
    match lang {
        Lang::Zh => format!("（{kind}，{in_force}）"),
        Lang::En => format!(" ({kind}, {in_force})"),
    }
}

/// From when, and until when, a rule is in force.
pub fn in_force(rule: &LawRule, lang: Lang) -> String {
    match (rule.in_force_until, lang) {
        (None, Lang::Zh) => format!("{}起施行", rule.in_force_from),
        (None, Lang::En) => format!("in force since {}", rule.in_force_from),
        (Some(until), Lang::Zh) => format!("{}至{until}施行，现已失效", rule.in_force_from),
        (Some(until), Lang::En) => {
            format!("in force from {} to {until}, now over", rule.in_force_from)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_read_like_chinese() {
        let all = Conditions {
            overdue: Some(Extent::Range(Range::at_least(90))),
            amount: Some(Extent::Range(Range { min_incl: false, ..Range::at_least(50_000) })),
            flags: [Flag::Unreachable].into(),
            only: true,
            text: None,
        };
        assert_eq!(conditions(&all, Lang::Zh), "仅当逾期90天以上、欠款超过5万元、失联");
        assert_eq!(conditions(&all, Lang::En), "only if 90 days or more overdue, owing over CNY 50,000, unreachable");
        assert_eq!(conditions(&Conditions::default(), Lang::Zh), "");
    }

    #[test]
    fn numbers_carry_their_unit() {
        assert_eq!(number(Role::Rate, Unit::PerDay, 0.0005, Lang::Zh), "日0.05%");
        assert_eq!(number(Role::Rate, Unit::TimesContract, 1.5, Lang::Zh), "1.5倍");
        assert_eq!(number(Role::Frequency, Unit::PerDay, 3.0, Lang::Zh), "每天3次");
        assert_eq!(days(1825.0, Lang::Zh), "5年");
        assert_eq!(days(180.0, Lang::Zh), "180天");
        assert_eq!(money(1234567.0, Lang::En), "CNY 1,234,567");
        assert_eq!(money(15_000.0, Lang::Zh), "1.5万元");
    }
}
