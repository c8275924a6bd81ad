//! 说理: the one Chinese sentence that says why two claims are shown together.

use jiff::civil::Date;

use crate::claim::{Attribution, Claim, Conditions, Extent, Flag, Product, Quantity, Range, Stance, Unit};
use crate::contradict::topics::topics;
use crate::dispute::Source;

/// 《标题》(2024-03-11): how a source is named in a sentence.
pub(crate) fn source(source: Option<&Source>) -> String {
    let Some(source) = source else {
        return "一篇来源不明的文章".to_owned();
    };
    let name = if source.title.is_empty() { &source.path } else { &source.title };
    match source.published {
        Some(date) => format!("《{}》({date})", short(name, 24)),
        None => format!("《{}》(日期不详)", short(name, 24)),
    }
}

/// The day that a law is held against, in words.
pub(crate) fn reckoned(published: Option<Date>, as_of: Date) -> String {
    match published {
        Some(date) => format!("文章发布时({date})"),
        None => format!("文章未注明日期,按{as_of}计"),
    }
}

/// What a claim says, as a clause: 借呗逾期90天以上、失联时可能上门催收.
pub(crate) fn statement(claim: &Claim) -> String {
    let products: Vec<_> = claim.products.iter().map(|p| product(*p)).collect();
    let act = &topics().of(&claim.proposition).act;
    let when = conditions(&claim.conditions);
    let verb = match claim.stance {
        Stance::Never => "不会",
        Stance::GenerallyNot => "一般不会",
        Stance::Rare => "很少会",
        Stance::Possible => "可能",
        Stance::Generally => "一般会",
        Stance::Certain => "会",
        Stance::Forbidden => "不得",
        Stance::Permitted => "有权",
        Stance::Required => "必须",
        Stance::Recommended => "建议",
        Stance::Discouraged => "不建议",
    };
    let only = if claim.conditions.only { "只有" } else { "" };
    let then = if claim.conditions.only { "才" } else { "" };
    let numbers: Vec<_> = claim.quantities.iter().map(quantity).collect();
    let numbers = if numbers.is_empty() { String::new() } else { format!("({})", numbers.join("、")) };
    let told = if claim.attribution == Attribution::Users { "有用户称" } else { "" };
    format!("{told}{}{only}{when}{then}{verb}{act}{numbers}", products.join("、"))
}

fn product(product: Product) -> &'static str {
    product.zh()
}

/// Conditions in words: 逾期90天以上、金额较大时; nothing where there are none.
pub(crate) fn conditions(conditions: &Conditions) -> String {
    let mut parts = Vec::new();
    match conditions.overdue {
        None => {}
        Some(Extent::Low) => parts.push("逾期初期".to_owned()),
        Some(Extent::High) => parts.push("长期逾期".to_owned()),
        Some(Extent::Range(range)) => parts.push(format!("逾期{}", ends(range, "天"))),
    }
    match conditions.amount {
        None => {}
        Some(Extent::Low) => parts.push("金额较小".to_owned()),
        Some(Extent::High) => parts.push("金额较大".to_owned()),
        Some(Extent::Range(range)) => parts.push(format!("欠款{}", ends(range, "元"))),
    }
    for flag in &conditions.flags {
        match (flag, &conditions.text) {
            (Flag::Other, Some(text)) => parts.push(format!("“{}”", short(text, 20))),
            (_, _) => parts.push(flag.zh().to_owned()),
        }
    }
    if parts.is_empty() { String::new() } else { format!("在{}时", parts.join("、")) }
}

fn ends(range: Range, unit: &str) -> String {
    match (range.min, range.max) {
        (Some(min), Some(max)) if min == max => format!("{min}{unit}"),
        (Some(min), Some(max)) => format!("{min}至{max}{unit}"),
        (Some(min), None) => format!("{min}{unit}以上"),
        (None, Some(max)) => format!("{max}{unit}以内"),
        (None, None) => "若干".to_owned(),
    }
}

/// A number in words: 罚息每日0.05%.
pub(crate) fn quantity(q: &Quantity) -> String {
    let role = q.role.zh();
    if q.forever {
        return format!("{role}永久");
    }
    if q.none {
        return format!("{role}无固定标准");
    }
    let (percent, unit) = match q.unit {
        Unit::PerDay | Unit::PerYear | Unit::PerMonth if q.role == crate::claim::Role::Rate => (true, q.unit.zh()),
        Unit::Once => (true, q.unit.zh()),
        Unit::PerDay | Unit::PerWeek | Unit::PerMonth | Unit::PerYear => (false, q.unit.zh()),
        Unit::Days | Unit::TimesContract | Unit::Cny | Unit::Hour | Unit::Count => (false, ""),
    };
    let after = match q.unit {
        Unit::Days | Unit::TimesContract | Unit::Cny | Unit::Hour | Unit::Count => q.unit.zh(),
        Unit::PerDay | Unit::PerWeek | Unit::PerMonth if !percent => "次",
        Unit::PerDay | Unit::PerWeek | Unit::PerMonth | Unit::PerYear | Unit::Once => "",
    };
    let number = |v: f64| {
        if percent { format!("{}%", tidy(v * 100.0)) } else { tidy(v) }
    };
    let range = match (q.min, q.max) {
        (Some(min), Some(max)) if min == max => number(min),
        (Some(min), Some(max)) => format!("{}至{}", number(min), number(max)),
        (Some(min), None) => format!("不低于{}", number(min)),
        (None, Some(max)) => format!("不超过{}", number(max)),
        (None, None) => "若干".to_owned(),
    };
    format!("{role}{unit}{range}{after}")
}

/// A number without the dust of binary fractions.
fn tidy(v: f64) -> String {
    let rounded = (v * 1e6).round() / 1e6;
    format!("{rounded}")
}

/// The first `most` characters, with an ellipsis where more follow.
pub(crate) fn short(text: &str, most: usize) -> String {
    let mut chars = text.chars();
    let head: String = chars.by_ref().take(most).collect();
    if chars.next().is_some() { format!("{head}…") } else { head }
}
