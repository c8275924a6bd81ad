//! 对立表: the one table that says which stances oppose each other, and the bounds it rests on.
//!
//! Whether two opposed claims contradict depends on their regions too: that is `verdict`'s business.

use crate::claim::Stance;

/// How often a stance says that something happens, from 0 (never) to 1 (always).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// Least frequency.
    pub min: f64,
    /// Greatest frequency.
    pub max: f64,
    /// Whether 0 itself is excluded (`possible` and `rare` say that it does happen).
    pub excludes_zero: bool,
}

impl Bounds {
    /// Whether no frequency satisfies both.
    pub fn disjoint(self, other: Bounds) -> bool {
        let zero = |a: Bounds, b: Bounds| a.max == 0.0 && b.excludes_zero;
        self.max < other.min || other.max < self.min || zero(self, other) || zero(other, self)
    }
}

/// The bounds of the six stances of the frequency scale; rules and advice say nothing of frequency.
pub fn bounds(stance: Stance) -> Option<Bounds> {
    let some = |min, max, excludes_zero| Some(Bounds { min, max, excludes_zero });
    match stance {
        Stance::Never => some(0.0, 0.0, false),
        Stance::GenerallyNot => some(0.0, 0.4, false),
        Stance::Rare => some(0.0, 0.2, true),
        Stance::Possible => some(0.0, 1.0, true),
        Stance::Generally => some(0.6, 1.0, true),
        Stance::Certain => some(0.8, 1.0, true),
        Stance::Forbidden | Stance::Permitted | Stance::Required | Stance::Recommended | Stance::Discouraged => None,
    }
}

/// How two stances on the same thing under the same circumstances oppose each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Opposition {
    /// Both can be right.
    None,
    /// Never, and it does happen.
    Polarity,
    /// Never, and it happens once in a while.
    WeakPolarity,
    /// Rare, and usual.
    Strength,
    /// Usually not, and usual.
    WeakStrength,
    /// Forbidden, and allowed or demanded.
    Rule,
    /// Advised, and advised against.
    Advice,
    /// Forbidden, and it happens all the same.
    PracticeAgainstRule,
}

/// The table. Symmetric; a test walks all pairs.
pub fn opposition(a: Stance, b: Stance) -> Opposition {
    use Opposition as O;
    use Stance as S;
    match a {
        S::Never => match b {
            S::Possible | S::Generally | S::Certain => O::Polarity,
            S::Rare => O::WeakPolarity,
            S::Never | S::GenerallyNot => O::None,
            S::Forbidden | S::Permitted | S::Required | S::Recommended | S::Discouraged => O::None,
        },
        S::GenerallyNot => match b {
            S::Generally | S::Certain => O::WeakStrength,
            S::Never | S::GenerallyNot | S::Rare | S::Possible => O::None,
            S::Forbidden | S::Permitted | S::Required | S::Recommended | S::Discouraged => O::None,
        },
        S::Rare => match b {
            S::Never => O::WeakPolarity,
            S::Generally | S::Certain => O::Strength,
            S::GenerallyNot | S::Rare | S::Possible => O::None,
            S::Forbidden | S::Permitted | S::Required | S::Recommended | S::Discouraged => O::None,
        },
        S::Possible => match b {
            S::Never => O::Polarity,
            S::Forbidden => O::PracticeAgainstRule,
            S::GenerallyNot | S::Rare | S::Possible | S::Generally | S::Certain => O::None,
            S::Permitted | S::Required | S::Recommended | S::Discouraged => O::None,
        },
        S::Generally | S::Certain => match b {
            S::Never => O::Polarity,
            S::GenerallyNot => O::WeakStrength,
            S::Rare => O::Strength,
            S::Forbidden => O::PracticeAgainstRule,
            S::Possible | S::Generally | S::Certain => O::None,
            S::Permitted | S::Required | S::Recommended | S::Discouraged => O::None,
        },
        S::Forbidden => match b {
            S::Permitted | S::Required => O::Rule,
            S::Possible | S::Generally | S::Certain => O::PracticeAgainstRule,
            S::Never | S::GenerallyNot | S::Rare => O::None,
            S::Forbidden | S::Recommended | S::Discouraged => O::None,
        },
        S::Permitted | S::Required => match b {
            S::Forbidden => O::Rule,
            S::Never | S::GenerallyNot | S::Rare | S::Possible | S::Generally | S::Certain => O::None,
            S::Permitted | S::Required | S::Recommended | S::Discouraged => O::None,
        },
        S::Recommended => match b {
            S::Discouraged => O::Advice,
            S::Never | S::GenerallyNot | S::Rare | S::Possible | S::Generally | S::Certain => O::None,
            S::Forbidden | S::Permitted | S::Required | S::Recommended => O::None,
        },
        S::Discouraged => match b {
            S::Recommended => O::Advice,
            S::Never | S::GenerallyNot | S::Rare | S::Possible | S::Generally | S::Certain => O::None,
            S::Forbidden | S::Permitted | S::Required | S::Discouraged => O::None,
        },
    }
}

/// The stance that says less of the thing: its region must cover, and its proposition be the wider one.
pub fn denies(stance: Stance) -> bool {
    match stance {
        Stance::Never | Stance::GenerallyNot | Stance::Rare | Stance::Forbidden | Stance::Discouraged => true,
        Stance::Possible
        | Stance::Generally
        | Stance::Certain
        | Stance::Permitted
        | Stance::Required
        | Stance::Recommended => false,
    }
}

/// Whether the stance says that the thing does happen.
pub fn affirms(stance: Stance) -> bool {
    match stance {
        Stance::Possible | Stance::Generally | Stance::Certain => true,
        Stance::Never | Stance::GenerallyNot | Stance::Rare => false,
        Stance::Forbidden | Stance::Permitted | Stance::Required => false,
        Stance::Recommended | Stance::Discouraged => false,
    }
}
