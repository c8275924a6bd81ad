//! 数量: reads the numbers of a Chinese sentence into one form. Money, durations, places in the course of
//! a debt, rates, shares, counts and hours follow the conventions of the claim guideline (§4, §5); dates, articles of
//! law and phone numbers are recognised so that their digits are never taken for anything else.
//!
//! Where two readings stay open, it reads nothing: a flipped bound or a tenfold error costs more than a miss.
//! Vague words without a number (金额较大, 长期) are the lexicon's; what a number means for a claim is `extract`'s.

mod bound;
mod calendar;
mod clock;
mod count;
mod days;
mod forms;
mod hanzi;
mod idiom;
mod money;
mod notation;
mod numeral;
mod ordinal;
mod period;
mod rate;
mod scan;
mod settle;
mod spread;
mod statute;
mod term;
mod text;
mod unit;

use crate::claim::{Range, Unit};

/// All quantities of one sentence or line, left to right, without overlap, each with the words that bound it
/// (`不超过8万`, `三个月以上`).
///
/// ```
/// use duizhi::quantity::scan;
/// let found = scan("欠款超过五万、逾期三个月以上的才会上门");
/// let read: Vec<_> = found.iter().map(|m| m.value.to_string()).collect();
/// assert_eq!(read, ["money (50000~ bare", "days 90~"]);
/// ```
pub fn scan(text: &str) -> Vec<Measure> {
    scan::scan(text)
}

/// A quantity and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// First byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// What it says.
    pub value: Value,
}

/// What a quantity says. Its `Display` is the notation of the tests' tables.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// 金额, in yuan.
    Money {
        /// How much.
        range: Range,
        /// No unit stands with it (欠1w, 五万以上的): the words around made it money.
        bare: bool,
    },
    /// 时长, in days (a month 30, half a year 180, a year 365).
    Days {
        /// How long.
        range: Range,
        /// 三天后, 90天以后: after that time. `min` is the time; as a delay it is exactly that.
        after: bool,
    },
    /// 第N天, M2: a place in the course of the debt, in days since it fell due.
    OrdinalDays {
        /// The stretch meant; 第四个月 is 90 to 120.
        range: Range,
        /// 第35天起: from then on.
        onset: bool,
    },
    /// 利率: a ratio by the period, one-off, or a multiple of the contract rate.
    Rate {
        /// Least.
        min: Option<f64>,
        /// Greatest.
        max: Option<f64>,
        /// By what: [`Unit::PerDay`], [`Unit::PerMonth`], [`Unit::PerYear`], [`Unit::Once`] or [`Unit::TimesContract`].
        unit: Unit,
    },
    /// A share that is no rate, or a rate whose period nothing tells.
    Percent {
        /// Least, as a ratio.
        min: Option<f64>,
        /// Greatest, as a ratio.
        max: Option<f64>,
    },
    /// A count of things.
    Count {
        /// How many.
        range: Range,
        /// Of what.
        noun: Noun,
        /// 每天: the period of a frequency.
        per: Option<Unit>,
    },
    /// 时段, in hours of the day from 0 to 24; a single time has both ends alike, 24点前 only the second.
    Hours {
        /// From.
        from: Option<f64>,
        /// To; less than `from` where the window runs over midnight.
        to: Option<f64>,
    },
    /// A date or year.
    Date,
    /// 法条: an article of law.
    Article {
        /// The law, without 《》; the one cited before where only 第N条 stands.
        law: Option<String>,
        /// 第N条.
        article: u32,
        /// 之N.
        under: Option<u32>,
        /// 第N款.
        paragraph: Option<u32>,
    },
    /// A phone number.
    Phone,
    /// 永久, 终身: without end.
    Forever,
}

/// What a [`Value::Count`] counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Noun {
    /// 期.
    Installments,
    /// 次, 通, and 个 or 条 of calls and messages.
    Times,
    /// 人, 名, 位.
    People,
    /// Anything else; only from ten on, and vague numbers.
    Other,
}
