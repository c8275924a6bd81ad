//! 数值: when two numbers of one role exclude each other (claims.md §7.8).
//!
//! Compares the quantities of two sides, and the onsets of an act. Which sides meet is decided by `positions`;
//! how numbers spread over voices by `spread`.

use crate::claim::{Flag, Quantity, Role, Stance, Unit};
use crate::contradict::opposition::{affirms, denies};
use crate::contradict::region::{Overlap, Region};
use crate::contradict::side::{Side, Standing};
use crate::contradict::topics::topics;
use crate::contradict::verdict::comparable;
use crate::dispute::Severity;

/// Numbers this near are equal: three years and 36 months.
const SAME: f64 = 0.02;
/// Windows of the day that differ by no more are the same.
const SAME_HOURS: f64 = 0.25;
/// 民法典 188: the longest limitation, which does not compete with the ordinary one.
const LONGEST_LIMITATION_DAYS: f64 = 7300.0;

/// Two numbers that exclude each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Clash {
    /// What they measure.
    pub role: Role,
    /// As the claims' notation shows them.
    pub values: [String; 2],
    /// How hard.
    pub severity: Severity,
}

/// The first role in which no number of `a` can stand beside any of `b`.
pub fn clash(a: &Side, b: &Side) -> Option<Clash> {
    if !usable(a)
        || !usable(b)
        || !a.subject.comparable(b.subject)
        || !comparable(&unsettled(a), &unsettled(b))
        || a.proposition != b.proposition
    {
        return None;
    }
    if !a.products.meets(b.products) {
        // 不同产品的数字不同: an umbrella's number is no member's.
        return None;
    }
    a.quantities.iter().find_map(|q| clash_in(q.role, a, b))
}

fn clash_in(role: Role, a: &Side, b: &Side) -> Option<Clash> {
    // 一到两个月内恢复 may be tomorrow.
    let within = |q: &Quantity| Quantity { min: q.min.filter(|_| !q.text.ends_with('内')), ..q.clone() };
    let of = |s: &Side| s.quantities.iter().filter(|q| q.role == role).map(within).collect::<Vec<_>>();
    let (xs, ys) = (of(a), of(b));
    let mut pairs = xs
        .iter()
        .flat_map(|x| ys.iter().map(move |y| (x, y)))
        .filter(|(x, y)| x.unit == y.unit || x.forever || y.forever || x.none || y.none);
    let first = pairs.next()?;
    if ![first].into_iter().chain(pairs).all(|(x, y)| exclude(x, y, a, b)) || !stances_meet(role, a.stance, b.stance) {
        return None;
    }
    let severity = severity(role, first, a, b)?;
    Some(Clash { role, values: [first.0.to_string(), first.1.to_string()], severity })
}

/// Whether a number of the one can be a number of the other.
pub fn meet(a: &[Quantity], b: &[Quantity]) -> bool {
    let near = |x: &Quantity, y: &Quantity| {
        x.role == y.role && x.forever == y.forever && x.none == y.none && x.unit == y.unit && !apart(x, y)
    };
    a.iter().any(|x| b.iter().any(|y| near(x, y)))
}

/// Two onsets of one act, in days or yuan: nothing where they are the same, hard where each is told as a
/// start and they differ by a factor of two or more.
pub fn onsets(a: f64, b: f64, both_firm: bool) -> Option<Severity> {
    let (low, high) = (a.min(b).max(1.0), a.max(b).max(1.0));
    // 第3天 and 第4天 are as good as one.
    if high <= low * (1.0 + SAME) || high - low <= 1.0 && low > 2.0 {
        None
    } else if high >= low * 2.0 && both_firm {
        Some(Severity::Hard)
    } else {
        Some(Severity::Tension)
    }
}

/// A case's numbers are its own, and a denied number is none.
pub fn usable(side: &Side) -> bool {
    side.standing == Standing::Position && (!denies(side.stance) || side.stance == Stance::Forbidden)
}

/// A range of hours may be given by its ban or by its permission; of other numbers, a ban and a statement of
/// fact are practice against rule.
fn stances_meet(role: Role, a: Stance, b: Stance) -> bool {
    match role {
        Role::Frequency | Role::Hours => affirms(a) == affirms(b),
        // 不得收2倍罚息 caps what 罚息1.5倍 states; it denies nothing of it.
        Role::Retention
        | Role::Limitation
        | Role::Rate
        | Role::Grace
        | Role::Quota
        | Role::Installments
        | Role::Delay
        | Role::Threshold
        | Role::Fine
        | Role::Term => a != Stance::Forbidden && b != Stance::Forbidden,
    }
}

fn exclude(x: &Quantity, y: &Quantity, a: &Side, b: &Side) -> bool {
    match x.role {
        // 征得同意后22点到8点可以: an exception to the ban, told by the same hours.
        Role::Hours if denies(a.stance) != denies(b.stance) && !apart_hours(x, y) => false,
        Role::Hours => {
            let (x, y) = (allowed(x, a.stance), allowed(y, b.stance));
            let differ =
                |p: Option<f64>, q: Option<f64>| matches!((p, q), (Some(p), Some(q)) if (p - q).abs() > SAME_HOURS);
            differ(x.0, y.0) || differ(x.1, y.1)
        }
        Role::Threshold if x.none != y.none => true,
        Role::Retention if x.forever != y.forever => {
            // While the debt is unpaid the years have not begun: for ever then, and five years after.
            a.region.has(Flag::Unsettled) == b.region.has(Flag::Unsettled)
        }
        Role::Limitation => {
            let longest = |q: &Quantity| q.max.or(q.min).is_some_and(|v| v >= LONGEST_LIMITATION_DAYS * (1.0 - SAME));
            !longest(x) && !longest(y) && apart(x, y)
        }
        // That twelve are offered does not deny that twenty-four are: only the greatest number competes.
        Role::Installments => is_cap(x) && is_cap(y) && apart(x, y),
        Role::Retention
        | Role::Rate
        | Role::Grace
        | Role::Quota
        | Role::Frequency
        | Role::Delay
        | Role::Threshold
        | Role::Fine
        | Role::Term => x.forever == y.forever && apart(x, y),
    }
}

/// Whether two ranges have no number in common; two caps or two floors compare by their bound.
fn apart(x: &Quantity, y: &Quantity) -> bool {
    let beyond = |low: f64, high: f64| high - low > SAME * low.abs().max(high.abs());
    match ((x.min, x.max), (y.min, y.max)) {
        ((None, Some(a)), (None, Some(b))) | ((Some(a), None), (Some(b), None)) => beyond(a.min(b), a.max(b)),
        ((a, b), (c, d)) => {
            let below = |top: Option<f64>, bottom: Option<f64>| matches!((top, bottom), (Some(t), Some(m)) if m > t && beyond(t, m));
            below(b, c) || below(d, a)
        }
    }
}

fn apart_hours(x: &Quantity, y: &Quantity) -> bool {
    let differ = |p: Option<f64>, q: Option<f64>| matches!((p, q), (Some(p), Some(q)) if (p - q).abs() > SAME_HOURS);
    differ(x.min, y.min) || differ(x.max, y.max)
}

fn is_cap(q: &Quantity) -> bool {
    q.min.is_none() && q.max.is_some()
}

/// The allowed window of the day: a banned one turned round.
fn allowed(q: &Quantity, stance: Stance) -> (Option<f64>, Option<f64>) {
    if denies(stance) { (q.max, q.min) } else { (q.min, q.max) }
}

/// How hard, or `None` where the circumstances differ too much to compare.
fn severity(role: Role, first: (&Quantity, &Quantity), a: &Side, b: &Side) -> Option<Severity> {
    let (here, there) = (bare(role, a), bare(role, b));
    let same = here == there;
    let overlap = here.overlap(&there);
    // 接通的3次, 未接通的6次: numbers for different circumstances.
    if overlap == Overlap::None || (!same && (here.crosses(&there) || here.differs_in_flags(&there))) {
        return None;
    }
    let certain = if same { Severity::Hard } else { Severity::Tension };
    match role {
        // What is waited for, fined or set as a term differs from claim to claim of one proposition.
        Role::Delay | Role::Fine => same.then_some(Severity::Tension),
        Role::Term => (same && TERMS.contains(&a.proposition.as_str())).then_some(Severity::Tension),
        Role::Threshold if first.0.none != first.1.none => Some(Severity::Tension),
        Role::Rate if first.0.unit == Unit::Once => same.then_some(Severity::Tension),
        Role::Hours | Role::Frequency => {
            let rules = |s: Stance| !affirms(s);
            if rules(a.stance) && rules(b.stance) { Some(certain) } else { Some(Severity::Tension) }
        }
        Role::Retention
        | Role::Limitation
        | Role::Rate
        | Role::Grace
        | Role::Quota
        | Role::Installments
        | Role::Threshold => {
            Some(if topics().of(&a.proposition).measured || same { certain } else { Severity::Tension })
        }
    }
}

/// Propositions with one term only.
const TERMS: [&str; 2] = ["legal.payment_order", "remedy.complain"];

/// The region without what every claim of the role implies: a record is kept from the day of repayment.
fn bare(role: Role, side: &Side) -> Region {
    if role != Role::Retention {
        return side.region.clone();
    }
    let mut conditions = side.conditions.clone();
    conditions.flags.remove(&Flag::Settled);
    Region::of(&conditions, true)
}

fn unsettled(side: &Side) -> Side {
    let mut side = side.clone();
    if side.quantities.iter().any(|q| q.role == Role::Retention) {
        side.region = bare(Role::Retention, &side);
    }
    side
}
