//! 判定: what two sides of one dispute say to each other by their stances (claims.md §7, rules 1 to 7, 12, 13, 15).
//!
//! Numbers are compared by `numeric`, laws by `law`. A verdict holds whichever side is named first.

use crate::claim::{Product, Stance};
use crate::contradict::numeric;
use crate::contradict::opposition::{Opposition, affirms, denies, opposition};
use crate::contradict::region::{Axis, Overlap, Region};
use crate::contradict::side::{Side, Standing};
use crate::contradict::topics::topics;
use crate::dispute::{ConflictKind, Severity};

/// What two sides say to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Both can be right.
    Agree,
    /// They contradict each other in their stances.
    Conflict(ConflictKind, Severity),
    /// The one says that it happens only so, the other that it happens otherwise: their conditions contradict.
    Outside(Severity),
    /// The one is a general denial, the other an exception in a more severe part of its region, or the one a
    /// general statement and the other a milder part where it does not hold.
    Refined,
    /// It is forbidden, and it is said to happen.
    PracticeAgainstRule,
}

/// Compares two sides by stance.
pub fn verdict(a: &Side, b: &Side) -> Verdict {
    if a.standing == Standing::Testimony || b.standing == Standing::Testimony || !comparable(a, b) {
        return Verdict::Agree;
    }
    let (denial, other) = match (denies(a.stance), denies(b.stance)) {
        (true, false) => (a, b),
        (false, true) => (b, a),
        // Of two denials only never and rare can differ; never is the one that denies.
        (true, true) if b.stance == Stance::Never => (b, a),
        (true, true) => (a, b),
        (false, false) => return outside(a, b),
    };
    if !denial.is_same_or_wider(other) || !numbers_allow(denial, other) {
        return Verdict::Agree;
    }
    let overlap = denial.region.overlap(&other.region);
    if overlap == Overlap::None {
        return Verdict::Agree;
    }
    let found = match opposition(denial.stance, other.stance) {
        Opposition::None => Verdict::Agree,
        Opposition::Polarity => polarity(&denial.region, other),
        Opposition::WeakPolarity => soften(polarity(&denial.region, other)),
        Opposition::Strength => strength(&denial.region, other, Severity::Hard),
        Opposition::WeakStrength => strength(&denial.region, other, Severity::Tension),
        Opposition::Rule => rule(denial, other),
        Opposition::Advice if overlap == Overlap::Assumed || denial.region.crosses(&other.region) => Verdict::Agree,
        Opposition::Advice => Verdict::Conflict(ConflictKind::Advice, Severity::Tension),
        Opposition::PracticeAgainstRule => Verdict::PracticeAgainstRule,
    };
    let doubtful = overlap == Overlap::Assumed
        || a.subject.shaded(b.subject)
        || other.quantities.iter().any(|q| q.none)
        || !product_holds(denial, other)
        || yields(denial, other);
    if doubtful { soften(found) } else { found }
}

/// Whether the two speak of the same matter at all: product, actor, thing named.
pub fn comparable(a: &Side, b: &Side) -> bool {
    let settled = |s: &Side| s.region.has(crate::claim::Flag::Settled);
    a.same_dispute(b)
        && a.shares_product(b)
        && !a.other_actor(b)
        && a.subject.comparable(b.subject)
        // What holds once the debt is paid says nothing of one that is due.
        && settled(a) == settled(b)
}

/// Never holds everywhere in its region. Where the other side is wider, how far that reaches decides.
fn polarity(never: &Region, other: &Side) -> Verdict {
    use ConflictKind::Polarity;
    let there = &other.region;
    if never.contains(there) {
        return Verdict::Conflict(Polarity, Severity::Hard);
    }
    if there.contains(never) {
        let certain = other.stance == Stance::Certain;
        return if never.is_milder_part_of(there) {
            // 一般会上门, 初期不会: the general statement yields to the milder case.
            if certain { Verdict::Conflict(Polarity, Severity::Tension) } else { Verdict::Refined }
        } else if certain || never.is_more_severe_part_of(there) {
            Verdict::Conflict(Polarity, Severity::Hard)
        } else {
            Verdict::Conflict(Polarity, Severity::Tension)
        };
    }
    let severity = if never.crosses(there) { Severity::Tension } else { Severity::Hard };
    Verdict::Conflict(Polarity, severity)
}

/// generally_not, rare and generally speak of their region as a whole.
fn strength(general: &Region, other: &Side, severity: Severity) -> Verdict {
    let there = &other.region;
    let conflict = |severity| Verdict::Conflict(ConflictKind::Strength, severity);
    if general == there {
        return conflict(severity);
    }
    let pointwise = other.stance == Stance::Certain;
    if general.contains(there) {
        return if there.is_more_severe_part_of(general) {
            Verdict::Refined
        } else if pointwise && there.is_milder_part_of(general) {
            conflict(Severity::Tension)
        } else {
            Verdict::Agree
        };
    }
    if there.contains(general) {
        // generally, too, speaks of its region as a whole, and may have this exception.
        return if !pointwise {
            Verdict::Agree
        } else if general.is_milder_part_of(there) {
            conflict(Severity::Tension)
        } else {
            conflict(severity)
        };
    }
    if pointwise { conflict(Severity::Tension) } else { Verdict::Agree }
}

/// Forbidden against permitted or required.
fn rule(forbidden: &Side, allowed: &Side) -> Verdict {
    let conduct = forbidden.proposition.group() == "rule";
    let mixed = topics().of(&forbidden.proposition).mixed;
    // 应当文明催收 and 不得恐吓 stand under one proposition and mean the same.
    if (conduct && allowed.stance == Stance::Required) || (mixed && allowed.stance != Stance::Permitted) {
        return Verdict::Agree;
    }
    let (no, yes) = (&forbidden.region, &allowed.region);
    let conflict = |severity| Verdict::Conflict(ConflictKind::Rule, severity);
    if no.contains(yes) {
        let exception = yes.is_more_severe_part_of(no) && yes.differs_by_flags_only(no);
        conflict(if exception { Severity::Tension } else { Severity::Hard })
    } else if yes.contains(no) {
        // A limit on a right is no contradiction of the right.
        Verdict::Agree
    } else {
        conflict(if no.crosses(yes) { Severity::Tension } else { Severity::Hard })
    }
}

/// Two affirmations: `only` denies the thing outside its region.
fn outside(a: &Side, b: &Side) -> Verdict {
    if !affirms(a.stance) || !affirms(b.stance) {
        return Verdict::Agree;
    }
    let harder = |x: Option<Severity>, y: Option<Severity>| match (x, y) {
        (Some(x), Some(y)) => Some(x.min(y)),
        (x, y) => x.or(y),
    };
    let found = harder(reaches_outside(a, b), reaches_outside(b, a));
    let product = product_holds(a, b) && product_holds(b, a);
    match found {
        None => Verdict::Agree,
        Some(Severity::Hard) if product && !a.subject.shaded(b.subject) => Verdict::Outside(Severity::Hard),
        Some(Severity::Hard | Severity::Tension) => Verdict::Outside(Severity::Tension),
    }
}

/// How hard `other` says that the thing happens outside the region of `only`.
fn reaches_outside(only: &Side, other: &Side) -> Option<Severity> {
    if !only.conditions.only || !only.is_same_or_wider(other) || only.region.contains(&other.region) {
        return None;
    }
    match only.region.overlap(&other.region) {
        Overlap::None => return Some(Severity::Hard),
        Overlap::Assumed => return None,
        Overlap::Certain => {}
    }
    let earlier = |a: Axis, b: Axis| matches!((a, b), (Axis::Between(Some(a), _), Axis::Between(Some(b), _)) if b < a);
    let starts_before =
        earlier(only.region.overdue, other.region.overdue) || earlier(only.region.amount, other.region.amount);
    match other.stance {
        _ if starts_before => Some(Severity::Hard),
        Stance::Certain | Stance::Generally => Some(Severity::Tension),
        // That it is possible at all says nothing of the cases outside.
        Stance::Possible
        | Stance::Never
        | Stance::GenerallyNot
        | Stance::Rare
        | Stance::Forbidden
        | Stance::Permitted
        | Stance::Required
        | Stance::Recommended
        | Stance::Discouraged => None,
    }
}

/// Whether numbers leave room for a contradiction of stances: a denied number denies that number only.
fn numbers_allow(denial: &Side, other: &Side) -> bool {
    let number = |s: &Side| s.quantities.iter().any(|q| !q.none);
    match (number(denial), number(other)) {
        (false, false) => true,
        (false, true) => !topics().of(&denial.proposition).measured,
        (true, false) => false,
        (true, true) => !denies_rule(denial) && numeric::meet(&denial.quantities, &other.quantities),
    }
}

/// A cap on conduct (每天不得超过3次) is forbidden beyond its number, so its number is not what it denies.
fn denies_rule(side: &Side) -> bool {
    side.stance == Stance::Forbidden
}

/// A word on the whole class (网贷可能上门) does not decide a member (借呗不会上门); a denial of the class does.
fn product_holds(denial: &Side, other: &Side) -> bool {
    denial.products.meets(other.products) || denial.products.covers(other.products)
}

/// Whether the proposition's flat denials are commonly meant to yield under the other's flags.
fn yields(denial: &Side, other: &Side) -> bool {
    let topic = topics().of(&denial.proposition);
    topic.exception.iter().any(|flag| other.region.has(*flag) && !denial.region.has(*flag))
}

fn soften(verdict: Verdict) -> Verdict {
    match verdict {
        Verdict::Conflict(kind, Severity::Hard) => Verdict::Conflict(kind, Severity::Tension),
        Verdict::Outside(Severity::Hard) => Verdict::Outside(Severity::Tension),
        Verdict::Agree
        | Verdict::Conflict(_, Severity::Tension)
        | Verdict::Outside(Severity::Tension)
        | Verdict::Refined
        | Verdict::PracticeAgainstRule => verdict,
    }
}

/// Products that two sides have in common, or that one covers of the other: where their conflict is shown.
pub fn names_product(a: &Side, b: &Side, product: Product) -> bool {
    a.products.has(product) || b.products.has(product)
}
