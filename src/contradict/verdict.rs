//! 判定: what two sides of one dispute say to each other by their stances (claims.md §7, rules 1 to 7, 12, 13, 15).
//!
//! Numbers are compared by `numeric`, laws by `law`. A verdict holds whichever side is named first.

use crate::claim::{Flag, Product, Role, Stance};
use crate::contradict::numeric;
use crate::contradict::opposition::{Opposition, affirms, denies, opposition};
use crate::contradict::region::{Axis, Overlap, Region};
use crate::contradict::side::{Products, Side, Standing};
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
    // A quota or a rate is its number: how often it is given does not contradict another.
    let figure = matches!(a.proposition.as_str(), "account.quota" | "account.rate");
    if figure
        || a.bare
        || b.bare
        || a.standing == Standing::Testimony
        || b.standing == Standing::Testimony
        || !comparable(a, b)
        || !a.subject.same(b.subject)
    {
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
    if complementary(denial, other) {
        return Verdict::Agree;
    }
    if other_word_alone(denial, other) || class_word(denial, other) || class_word(other, denial) || no_number(other) {
        return Verdict::Agree;
    }
    let found = match opposition(denial.stance, other.stance) {
        Opposition::None => Verdict::Agree,
        Opposition::Polarity => polarity(&denial.region, other),
        Opposition::WeakPolarity => soften(polarity(&denial.region, other)),
        // 从发函到立案一般15天 tells how long, not how often.
        Opposition::Strength | Opposition::WeakStrength if tells_how_long(other) => Verdict::Agree,
        // A word for the whole class against one product: how often it happens may well differ.
        Opposition::Strength | Opposition::WeakStrength if class_only(a, b) || class_only(b, a) => Verdict::Agree,
        Opposition::Strength => strength(&denial.region, other, Severity::Hard),
        Opposition::WeakStrength => strength(&denial.region, other, Severity::Tension),
        Opposition::Rule => rule(denial, other),
        Opposition::Advice if overlap == Overlap::Assumed || denial.region.crosses(&other.region) => Verdict::Agree,
        Opposition::Advice => Verdict::Conflict(ConflictKind::Advice, Severity::Tension),
        Opposition::PracticeAgainstRule if topics().of(&denial.proposition).mixed => Verdict::Agree,
        Opposition::PracticeAgainstRule => Verdict::PracticeAgainstRule,
    };
    let doubtful = overlap == Overlap::Assumed
        || a.subject.shaded(b.subject)
        || only_in_other_words(other)
        || !product_holds(denial, other)
        || topics().of(&denial.proposition).loose;
    match found {
        Verdict::Conflict(ConflictKind::Polarity | ConflictKind::Strength, _) if yields(denial, other) => {
            Verdict::Refined
        }
        found if doubtful => soften(found),
        found => found,
    }
}

/// Whether `class` speaks of online loans at large and `with` of none of them by that name.
fn class_only(class: &Side, with: &Side) -> bool {
    class.products.has(Product::OnlineLoan) && !class.products.meets(with.products)
}

/// 五万以下一般不会, 金额大的会: small no, large yes.
fn complementary(denial: &Side, other: &Side) -> bool {
    let split = |no: Axis, yes: Axis| match (no, yes) {
        (Axis::Between(_, Some(_)), Axis::High) => true,
        (Axis::All | Axis::Between(..) | Axis::Low | Axis::High, _) => false,
    };
    affirms(other.stance)
        && (split(denial.region.amount, other.region.amount) || split(denial.region.overdue, other.region.overdue))
}

/// Whether the two speak of the same matter at all: product, actor, whether the debt is paid.
pub fn comparable(a: &Side, b: &Side) -> bool {
    let settled = |s: &Side| s.region.has(Flag::Settled);
    a.same_dispute(b)
        && a.shares_product(b)
        && !a.other_actor(b)
        && a.subject.comparable(b.subject)
        && !(topics().of(&a.proposition).apart && a.subject.shaded(b.subject))
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
    // Rare speaks of its region as a whole, and leaves room for a part in which it never is.
    if other.stance == Stance::Rare {
        return if there.contains(never) { Verdict::Refined } else { Verdict::Agree };
    }
    if there.contains(never) {
        let firm = match other.stance {
            Stance::Certain => Severity::Hard,
            Stance::Possible
            | Stance::Generally
            | Stance::Rare
            | Stance::Never
            | Stance::GenerallyNot
            | Stance::Forbidden
            | Stance::Permitted
            | Stance::Required
            | Stance::Recommended
            | Stance::Discouraged => Severity::Tension,
        };
        return if never.is_more_severe_part_of(there) {
            Verdict::Conflict(Polarity, Severity::Hard)
        } else if never.narrows_knowingly(there) {
            Verdict::Conflict(Polarity, firm)
        } else {
            // 会上门, 初期不会: the general statement yields to the milder case, or to one stage.
            Verdict::Refined
        };
    }
    if !never.crosses(there) {
        Verdict::Conflict(Polarity, Severity::Hard)
    } else if never.differs_in_flags(there) || never.is_stage() {
        // 积极沟通的不会, 金额大的会; 第一个月不会, 欠几百元的很少会: nobody says that both hold at once.
        Verdict::Agree
    } else {
        Verdict::Conflict(Polarity, Severity::Tension)
    }
}

/// generally_not, rare and generally speak of their region as a whole.
fn strength(general: &Region, other: &Side, severity: Severity) -> Verdict {
    let there = &other.region;
    let conflict = |severity| Verdict::Conflict(ConflictKind::Strength, severity);
    if general == there {
        return conflict(severity);
    }
    // 失联的才会上门 says under what it happens, not that it then does each time.
    let pointwise = other.stance == Stance::Certain && !other.conditions.only;
    if general.contains(there) {
        // Nor does a mere part of its region contradict it.
        return if there.is_more_severe_part_of(general) { Verdict::Refined } else { Verdict::Agree };
    }
    if there.contains(general) {
        // generally, too, speaks of its region as a whole, and may have this exception; and a plain statement
        // without conditions yields to a milder case.
        return if !pointwise {
            Verdict::Agree
        } else if general.is_more_severe_part_of(there) {
            conflict(severity)
        } else if general.narrows_knowingly(there) {
            conflict(Severity::Tension)
        } else {
            Verdict::Refined
        };
    }
    // 逾期三个月起诉的仍属少数; 时间过长且金额较大的会起诉: the one case is the more severe, though nobody says how much.
    let vaguer = there.is_extreme_beside(general);
    let doubtful = vaguer || general.crosses(there) && general.differs_in_flags(there);
    if pointwise && !doubtful { conflict(Severity::Tension) } else { Verdict::Agree }
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
    if no.contains(yes) && allowed.conditions.only {
        // 只有失联时才可以联系亲友 bans the rest, as the other does.
        Verdict::Agree
    } else if no.contains(yes) {
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
    if !affirms(a.stance) || !affirms(b.stance) || class_word(a, b) || class_word(b, a) {
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
    if !only.conditions.only || !only.is_same_or_wider(other) {
        return None;
    }
    // 欠款几千的,除非失联,否则不上门: a range bounded above is the case spoken of, and `only` governs the rest.
    let mut governed = only.region.clone();
    for (axis, there) in [(&mut governed.overdue, other.region.overdue), (&mut governed.amount, other.region.amount)] {
        if matches!(*axis, Axis::Between(Some(min), Some(max)) if min < max) {
            if there == Axis::All || !axis.surely_meets(there) {
                return None;
            }
            *axis = there;
        }
    }
    if governed.contains(&other.region) {
        return None;
    }
    match governed.overlap(&other.region) {
        Overlap::None => return Some(Severity::Hard),
        Overlap::Assumed => return None,
        Overlap::Certain => {}
    }
    let earlier = |a: Axis, b: Axis| matches!((a, b), (Axis::Between(Some(a), _), Axis::Between(Some(b), _)) if b < a);
    let starts_before =
        earlier(governed.overdue, other.region.overdue) || earlier(governed.amount, other.region.amount);
    // 一般要半年后才 is a generic word, and leaves room for earlier cases.
    let hard = if only.stance == Stance::Generally { Severity::Tension } else { Severity::Hard };
    let words = only.region.has(Flag::Other);
    match other.stance {
        _ if starts_before => Some(hard),
        // What holds under other flags may well hold under these too.
        _ if other.region.has_flags() => None,
        Stance::Generally if words => None,
        _ if only.stance == Stance::Generally => None,
        // That it is possible at all says nothing of the cases outside, and a word on the class nothing of them.
        Stance::Certain | Stance::Generally if other.products.meets(only.products) => Some(Severity::Tension),
        Stance::Certain
        | Stance::Generally
        | Stance::Possible
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

/// A denial for a circumstance of its own (当地没有外访公司的,不会有人来) leaves all other cases alone.
fn other_word_alone(denial: &Side, other: &Side) -> bool {
    denial.region.has(Flag::Other) && !denial.region.contains(&other.region)
}

/// 网贷可能上门, 某公司对十万以下的网贷不上门: such a word on the class says what some lender does, and one on a
/// single product does not touch it. Only a flat word on all of them does.
fn class_word(one: &Side, class: &Side) -> bool {
    let wide = Products::of(&[Product::OnlineLoan]);
    let flat = class.region.is_everywhere()
        && class.standing == Standing::Position
        && matches!(
            class.stance,
            // 大平台大多能 counts platforms, and leaves room for one that does not.
            Stance::Never | Stance::Certain | Stance::Forbidden | Stance::Permitted
        );
    class.products.meets(wide) && !one.products.meets(class.products) && !flat
}

fn tells_how_long(side: &Side) -> bool {
    side.quantities.iter().any(|q| matches!(q.role, Role::Delay | Role::Term))
}

/// 没有固定标准 is no word on whether it happens.
fn no_number(side: &Side) -> bool {
    side.quantities.iter().any(|q| q.none)
}

/// 只有…才 under a condition of its own words: nearly a denial itself.
fn only_in_other_words(side: &Side) -> bool {
    side.conditions.only && side.region.has(Flag::Other)
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

/// A word on the whole class does not decide a member (花呗、借呗 of 支付宝); a denial of both does. 网贷 are so
/// many lenders that no word on them decides any.
fn product_holds(denial: &Side, other: &Side) -> bool {
    let narrow = Products::of(&[Product::Alipay]);
    denial.products.meets(other.products) || (denial.products == narrow && narrow.covers(other.products))
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
