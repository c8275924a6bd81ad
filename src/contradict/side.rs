//! 一方: what the comparison keeps of a claim. Claims that look the same here are interchangeable.
//!
//! It settles how a claim's attribution counts (claims.md §7.12), which stretch of a ladder it speaks of, and
//! which products two sides share. What two sides say to each other is `verdict`'s business.

use crate::claim::{Actor, Attribution, Claim, Conditions, Product, PropositionId, Quantity, Stance};
use crate::contradict::opposition::denies;
use crate::contradict::region::Region;
use crate::contradict::topics::{Subject, dispute_of, parent_of, topics};

/// A set of [`Product`]s.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Products(u8);

impl Products {
    /// The products of a claim.
    pub fn of(products: &[Product]) -> Products {
        products.iter().fold(Products(0), |set, p| set.with(*p))
    }

    /// The set with `product` in it.
    pub fn with(self, product: Product) -> Products {
        let place = Product::ALL.iter().position(|p| *p == product).unwrap_or(0);
        Products(self.0 | 1 << place)
    }

    /// Whether `product` is in it.
    pub fn has(self, product: Product) -> bool {
        self.0 & Products(0).with(product).0 != 0
    }

    /// Its products, in their order.
    pub fn iter(self) -> impl Iterator<Item = Product> {
        Product::ALL.iter().copied().filter(move |p| self.has(*p))
    }

    /// Both sets together.
    pub fn union(self, with: Products) -> Products {
        Products(self.0 | with.0)
    }

    /// Whether they share a product.
    pub fn meets(self, with: Products) -> bool {
        self.0 & with.0 != 0
    }

    /// Whether one of its products is the umbrella of one in `with`.
    pub fn covers(self, with: Products) -> bool {
        // 小额贷款公司或者高利贷 is a list of others, no umbrella.
        !self.has(Product::Other) && self.iter().any(|a| with.iter().any(|b| a.covers(b)))
    }
}

/// How a claim counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// The source's own position.
    Position,
    /// A case told: it happens; numbers of a case are no thresholds.
    Case,
    /// A case told that bounds nothing: shown as testimony.
    Testimony,
}

/// What the comparison keeps of a claim.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// The proposition.
    pub proposition: PropositionId,
    /// How the stance counts: a case's `certain` is `possible`.
    pub stance: Stance,
    /// How the claim counts.
    pub standing: Standing,
    /// Its own products.
    pub products: Products,
    /// Who acts.
    pub actor: Option<Actor>,
    /// Where it holds.
    pub region: Region,
    /// The conditions as they stand.
    pub conditions: Conditions,
    /// Its numbers.
    pub quantities: Vec<Quantity>,
    /// What exactly it names.
    pub subject: Subject,
    /// No word of the sentence says that it happens: it is only named as if it did; or the sentence takes no position on
    /// how it generally stands. Such a claim stands in no contradiction.
    pub bare: bool,
}

impl Side {
    /// The side that a claim takes, or `None` for a collector's talk. `until` ends an open denial where the
    /// article's next stage begins.
    pub fn of(claim: &Claim, until: Option<i64>) -> Option<Side> {
        let standing = standing(claim)?;
        let stance = match standing {
            Standing::Case => Stance::Possible,
            Standing::Position | Standing::Testimony => claim.stance,
        };
        let onset = standing == Standing::Position && !is_denial(stance);
        Some(Side {
            proposition: claim.proposition.clone(),
            stance,
            standing,
            products: Products::of(&claim.products),
            actor: claim.actor,
            region: Region::of(&claim.conditions, onset).until(until),
            conditions: claim.conditions.clone(),
            quantities: claim.quantities.clone(),
            subject: topics().of(&claim.proposition).subject(claim),
            bare: is_bare(claim),
        })
    }

    /// Whether the two speak of the same product, or one of the other's umbrella.
    pub fn shares_product(&self, with: &Side) -> bool {
        // 小额贷款公司或者高利贷 is a part of 网贷 only.
        let part = |side: &Side| side.products == Products::of(&[Product::OnlineLoan, Product::Other]);
        if part(self) != part(with) {
            return false;
        }
        self.products.meets(with.products) || self.products.covers(with.products) || with.products.covers(self.products)
    }

    /// Whether the two name different actors. A bank is the platform of its own loans.
    pub fn other_actor(&self, with: &Side) -> bool {
        match (self.actor, with.actor) {
            (Some(Actor::Platform), Some(Actor::Bank)) | (Some(Actor::Bank), Some(Actor::Platform)) => false,
            (Some(a), Some(b)) => a != b,
            (None, Some(_) | None) | (Some(_), None) => false,
        }
    }

    /// Whether what is said of `self`'s proposition is said of `kind`'s too.
    pub fn is_same_or_wider(&self, kind: &Side) -> bool {
        self.proposition == kind.proposition || parent_of(kind.proposition.as_str()) == Some(self.proposition.as_str())
    }

    /// Whether both belong to one dispute.
    pub fn same_dispute(&self, with: &Side) -> bool {
        dispute_of(&self.proposition) == dispute_of(&with.proposition)
    }
}

/// How a claim counts, or `None` where it never takes part (a collector's talk).
pub fn standing(claim: &Claim) -> Option<Standing> {
    match claim.attribution {
        Attribution::Collector => None,
        Attribution::Users => match claim.stance {
            Stance::Never | Stance::GenerallyNot | Stance::Rare => Some(Standing::Testimony),
            Stance::Possible | Stance::Generally | Stance::Certain => Some(Standing::Case),
            Stance::Forbidden | Stance::Permitted | Stance::Required => Some(Standing::Position),
            Stance::Recommended | Stance::Discouraged => Some(Standing::Position),
        },
        Attribution::Author
        | Attribution::Official
        | Attribution::Industry
        | Attribution::Law
        | Attribution::Lawyer => Some(Standing::Position),
    }
}

/// Whether a claim stands in no contradiction: it is only named, or takes no position.
pub(crate) fn is_bare(claim: &Claim) -> bool {
    is_only_named(claim) || is_aside(claim)
}

/// Whether nothing but the wording stands behind a plain statement. A claim without a trace was not read by our
/// reader and is taken at its word.
fn is_only_named(claim: &Claim) -> bool {
    if claim.trace.rows.is_empty() && claim.trace.cues.is_empty() {
        return false;
    }
    // 会的。 answers a question that may not be the one the reader bound it to.
    if claim.trace.mention.is_empty() && !claim.evidence.quote.contains(['|', '｜']) {
        return true;
    }
    let firm = |cue: &String| {
        ["会", "将", "一定", "肯定", "必", "确实", "跑不掉", "百分", "直接"].iter().any(|w| cue.contains(w))
    };
    match claim.stance {
        Stance::Certain => claim.quantities.is_empty() && !claim.trace.cues.iter().any(firm),
        Stance::Recommended => claim.quantities.is_empty() && claim.trace.cues.is_empty(),
        _ => false,
    }
}

/// Whether the sentence takes no position on how it generally stands: it tells where things go, what one lender does, an
/// exception whose circumstance follows, or an example of something else.
fn is_aside(claim: &Claim) -> bool {
    let quote = claim.evidence.quote.as_str();
    let holds = |words: &[&str]| words.iter().any(|word| quote.contains(word));
    let begins = |words: &[&str]| words.iter().any(|word| quote.starts_with(word));
    // 会逐渐淡出, 以后会越来越少: where it goes, not how it stands.
    let trend = matches!(claim.stance, Stance::Rare | Stance::GenerallyNot | Stance::Generally)
        && holds(&["逐渐", "逐步", "越来越", "日益", "淡出"]);
    // 我们组里…, 该公司对十万元以下的不安排上门: what one lender or agency does.
    let one_lender = holds(&["我们组", "我们机构", "该公司", "该平台", "该机构"]);
    // 可以寻求专业机构的帮助,例如申请延期还款: named as an example of something else.
    let example = claim.proposition.group() == "remedy"
        && claim.stance == Stance::Possible
        && quote.contains("专业机构")
        && holds(&["例如", "比如"]);
    // 但有两种例外,一是…; 也不会上门。 goes on from a sentence whose case it shares.
    let case_elsewhere =
        claim.conditions.is_empty() && (quote.contains("例外") || begins(&["也不会", "也会", "也不可能"]));
    // 别因为没人敲门就当没这回事: the denial is only what somebody goes by.
    let presupposed = claim.stance == Stance::Never && holds(&["别因为", "不要因为", "不能因为"]);
    trend || one_lender || example || case_elsewhere || presupposed
}

/// Whether the stance denies an act rather than tells when one starts.
pub fn is_denial(stance: Stance) -> bool {
    denies(stance) && stance != Stance::Rare
}
