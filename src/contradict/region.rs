//! 情形范围: the region of circumstances that a claim speaks of, a box over days overdue, amount and flags.
//!
//! Small pure functions on boxes: overlap, containment, "strictly more severe". What follows from them for
//! two claims is the business of `verdict`.

use crate::claim::{Conditions, Extent, Flag, Range};

/// Flags that make a case worse.
const SEVERE: [Flag; 6] =
    [Flag::Unreachable, Flag::Unwilling, Flag::RemindersFailed, Flag::Severe, Flag::Unsettled, Flag::Judgment];
/// Flags that make a case better.
const MILD: [Flag; 2] = [Flag::Cooperative, Flag::Settled];
/// Flags that cannot hold together.
const EXCLUSIVE: [(Flag, Flag); 2] = [(Flag::Unreachable, Flag::Cooperative), (Flag::Settled, Flag::Unsettled)];

/// How far two regions meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Overlap {
    /// They have no case in common.
    None,
    /// They may have cases in common: a vague word against a number, two other conditions in different words.
    Assumed,
    /// They have cases in common.
    Certain,
}

/// One axis of the box. Ends are days or yuan; a missing end is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Axis {
    /// Everything.
    All,
    /// Numbers; `min == max` is one point.
    Between(Option<i64>, Option<i64>),
    /// 初期、小额: the low end, of unknown size.
    Low,
    /// 长期、大额: the high end, of unknown size.
    High,
}

/// Where vague words stop to make sense: (the low end is surely below, the high end surely above).
#[derive(Debug, Clone, Copy)]
struct Vague {
    low_below: i64,
    high_above: i64,
}

/// Nobody calls the third month early, or the first month long.
const DAYS: Vague = Vague { low_below: 60, high_above: 30 };
/// Nobody calls 50,000 yuan small, or 5,000 large.
const YUAN: Vague = Vague { low_below: 50_000, high_above: 5_000 };

/// Whether the words of a circumstance say that nothing is overdue yet.
fn is_before_due(words: &str) -> bool {
    const BEFORE_DUE: [&str; 9] =
        ["还没有逾期", "还没逾期", "还未逾期", "尚未逾期", "未逾期", "没有逾期", "没逾期", "逾期之前", "逾期以前"];
    let at = BEFORE_DUE.iter().find_map(|word| words.find(word).map(|at| &words[at + word.len()..]));
    at.is_some_and(|rest| !rest.starts_with(['过', '记']))
}

/// The box.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Region {
    /// Days overdue.
    pub overdue: Axis,
    /// Amount owed.
    pub amount: Axis,
    /// Bits by [`Flag`]; a set bit means that the flag holds.
    flags: u16,
    /// The words of [`Flag::Other`].
    other: Option<String>,
}

impl Region {
    /// Everywhere.
    pub fn everywhere() -> Region {
        Region { overdue: Axis::All, amount: Axis::All, flags: 0, other: None }
    }

    /// The region that conditions name. With `from_point_on`, one day overdue stands for that day and all
    /// later ones: a ladder's day says when an act starts.
    pub fn of(conditions: &Conditions, from_point_on: bool) -> Region {
        let mut overdue = Axis::of(conditions.overdue);
        if let (true, Axis::Between(Some(min), Some(max))) = (from_point_on, overdue)
            && min == max
        {
            overdue = Axis::Between(Some(min), None);
        }
        let mut flags = 0;
        for flag in &conditions.flags {
            flags |= bit(*flag);
        }
        let mut other = if flags & bit(Flag::Other) == 0 { None } else { conditions.text.clone() };
        // 还没有逾期的: a number of days, if one will.
        if overdue == Axis::All && other.as_deref().is_some_and(is_before_due) {
            overdue = Axis::Between(None, Some(0));
            flags &= !bit(Flag::Other);
            other = None;
        }
        Region { overdue, amount: Axis::of(conditions.amount), flags, other }
    }

    /// The same region, ended at `day` where it was open: a stage of a ladder ends where the next begins.
    pub fn until(mut self, day: Option<i64>) -> Region {
        if let (Some(day), Axis::Between(min, None)) = (day, self.overdue) {
            self.overdue = Axis::Between(min, Some(day));
        }
        self
    }

    /// Whether nothing is overdue in it; what is said without a day is said of a debt that is.
    fn is_before_due(&self) -> bool {
        matches!(self.overdue, Axis::Between(_, Some(max)) if max <= 0)
    }

    /// Whether `flag` restricts it.
    pub fn has(&self, flag: Flag) -> bool {
        self.flags & bit(flag) != 0
    }

    /// Whether it has any flag at all.
    pub fn has_flags(&self) -> bool {
        self.flags != 0
    }

    /// Whether nothing restricts it.
    pub fn is_everywhere(&self) -> bool {
        *self == Region::everywhere()
    }

    /// Whether the two have cases in common.
    pub fn overlap(&self, with: &Region) -> Overlap {
        for (one, other) in EXCLUSIVE {
            if (self.has(one) && with.has(other)) || (self.has(other) && with.has(one)) {
                return Overlap::None;
            }
        }
        if self.is_before_due() != with.is_before_due() {
            return Overlap::None;
        }
        let words = match (&self.other, &with.other) {
            (Some(a), Some(b)) if a != b => Overlap::Assumed,
            (Some(_) | None, Some(_) | None) => Overlap::Certain,
        };
        let axes = self.overdue.overlap(with.overdue, DAYS).min(self.amount.overlap(with.amount, YUAN));
        words.min(axes)
    }

    /// Whether every case of `inner` is surely one of it.
    pub fn contains(&self, inner: &Region) -> bool {
        self.is_before_due() == inner.is_before_due()
            && self.overdue.contains(inner.overdue)
            && self.amount.contains(inner.amount)
            && self.flags & !inner.flags == 0
            && (self.other.is_none() || self.other == inner.other)
    }

    /// Whether it lies strictly within `general` at its severe side: later, larger, or with more of the flags
    /// that make a case worse.
    pub fn is_more_severe_part_of(&self, general: &Region) -> bool {
        let (severe, mild) = self.lean(general);
        general.contains(self) && self != general && severe && !mild
    }

    /// Whether each is restricted where the other is free (欠款五千以下 against 逾期三个月): then that they
    /// meet is a guess about the same debt, though the boxes do overlap.
    pub fn crosses(&self, with: &Region) -> bool {
        let free = |a: &Region, b: &Region| {
            (a.overdue == Axis::All && b.overdue != Axis::All)
                || (a.amount == Axis::All && b.amount != Axis::All)
                || (b.flags & !a.flags != 0)
        };
        free(self, with) && free(with, self)
    }

    /// Whether either is restricted by a flag that the other lacks.
    pub fn differs_in_flags(&self, with: &Region) -> bool {
        self.flags != with.flags
    }

    /// Whether it ends at some day overdue: a stage, not the whole time.
    pub fn is_stage(&self) -> bool {
        matches!(self.overdue, Axis::Low | Axis::Between(_, Some(_)))
    }

    /// Whether it is narrower than `general` only along axes that `general` restricts as well: then the wider
    /// one speaks of the narrower knowingly.
    pub fn narrows_knowingly(&self, general: &Region) -> bool {
        let unspoken = |wide: Axis, narrow: Axis| wide == Axis::All && narrow != Axis::All;
        !unspoken(general.overdue, self.overdue)
            && !unspoken(general.amount, self.amount)
            && self.flags & !general.flags == 0
    }

    /// Whether it speaks of a large sum or a long time, in words, where `general` says nothing of that.
    pub fn is_extreme_beside(&self, general: &Region) -> bool {
        let beside = |own: Axis, there: Axis| own == Axis::High && there == Axis::All;
        beside(self.amount, general.amount) || beside(self.overdue, general.overdue)
    }

    /// Whether it differs from `general` by flags alone.
    pub fn differs_by_flags_only(&self, general: &Region) -> bool {
        self.overdue == general.overdue && self.amount == general.amount && self.flags != general.flags
    }

    /// Towards which sides it is narrower than `general`: (severe, mild).
    fn lean(&self, general: &Region) -> (bool, bool) {
        let added = self.flags & !general.flags;
        let any = |flags: &[Flag]| flags.iter().any(|f| added & bit(*f) != 0);
        let (later, earlier) = self.overdue.lean(general.overdue);
        let (larger, smaller) = self.amount.lean(general.amount);
        (later || larger || any(&SEVERE), earlier || smaller || any(&MILD))
    }
}

impl Axis {
    fn of(extent: Option<Extent>) -> Axis {
        match extent {
            None => Axis::All,
            Some(Extent::Low) => Axis::Low,
            Some(Extent::High) => Axis::High,
            Some(Extent::Range(Range { min, max, .. })) => match (min.filter(|m| *m > 0), max) {
                (None, None) => Axis::All,
                (min, max) => Axis::Between(min, max),
            },
        }
    }

    /// Whether the two ranges of numbers, or all, surely have cases in common.
    pub fn surely_meets(self, with: Axis) -> bool {
        self.overlap(with, DAYS) == Overlap::Certain
    }

    fn overlap(self, with: Axis, vague: Vague) -> Overlap {
        match (self, with) {
            (Axis::All, Axis::All | Axis::Between(..) | Axis::Low | Axis::High)
            | (Axis::Between(..) | Axis::Low | Axis::High, Axis::All)
            | (Axis::Low, Axis::Low)
            | (Axis::High, Axis::High) => Overlap::Certain,
            (Axis::Low, Axis::High) | (Axis::High, Axis::Low) => Overlap::None,
            (Axis::Low, Axis::Between(min, _)) | (Axis::Between(min, _), Axis::Low) => {
                if min.is_none_or(|m| m < vague.low_below) { Overlap::Assumed } else { Overlap::None }
            }
            (Axis::High, Axis::Between(_, max)) | (Axis::Between(_, max), Axis::High) => {
                if max.is_none_or(|m| m > vague.high_above) { Overlap::Assumed } else { Overlap::None }
            }
            (Axis::Between(a, b), Axis::Between(c, d)) => {
                let same = (a, b) == (c, d);
                let low = a.max(c);
                let high = match (b, d) {
                    (Some(b), Some(d)) => Some(b.min(d)),
                    (b, d) => b.or(d),
                };
                let meets = match (low, high) {
                    (Some(low), Some(high)) if is_point(a, b) || is_point(c, d) => {
                        // The point must lie within the other, not at its end: at an end they only touch.
                        let (point, (min, max)) = if is_point(a, b) { (a, (c, d)) } else { (c, (a, b)) };
                        low == high && min < point && max.is_none_or(|max| point < Some(max))
                    }
                    (Some(low), Some(high)) => low < high,
                    (Some(_) | None, None) | (None, Some(_)) => true,
                };
                if same || meets { Overlap::Certain } else { Overlap::None }
            }
        }
    }

    fn contains(self, inner: Axis) -> bool {
        match (self, inner) {
            (Axis::All, Axis::All | Axis::Between(..) | Axis::Low | Axis::High)
            | (Axis::Low, Axis::Low)
            | (Axis::High, Axis::High) => true,
            // A point at an end of a range only touches it: see `overlap`.
            (Axis::Between(a, b), Axis::Between(c, d)) if is_point(c, d) && !is_point(a, b) => {
                (a.is_none() || a < c) && (b.is_none() || d < b)
            }
            (Axis::Between(a, b), Axis::Between(c, d)) => {
                (a.is_none() || a <= c) && (b.is_none() || (d.is_some() && d <= b))
            }
            (Axis::Between(..) | Axis::Low | Axis::High, Axis::All)
            | (Axis::Between(..), Axis::Low | Axis::High)
            | (Axis::Low, Axis::Between(..) | Axis::High)
            | (Axis::High, Axis::Between(..) | Axis::Low) => false,
        }
    }

    /// Whether it is narrower than `general` towards the severe end (later, larger), or towards the mild one.
    fn lean(self, general: Axis) -> (bool, bool) {
        let (low, high) = match general {
            Axis::Between(low, high) => (low, high),
            Axis::All | Axis::Low | Axis::High => (None, None),
        };
        match self {
            Axis::All => (false, false),
            Axis::Low => (false, general != Axis::Low),
            Axis::High => (general != Axis::High, false),
            Axis::Between(min, max) => {
                let raised = min.is_some() && (low.is_none() || min > low);
                let lowered = max.is_some() && (high.is_none() || max < high);
                // A part from the middle leans to neither side.
                (raised && !lowered, lowered && !raised)
            }
        }
    }
}

fn is_point(min: Option<i64>, max: Option<i64>) -> bool {
    min.is_some() && min == max
}

fn bit(flag: Flag) -> u16 {
    match flag {
        Flag::Unreachable => 1,
        Flag::Unwilling => 1 << 1,
        Flag::Cooperative => 1 << 2,
        Flag::RemindersFailed => 1 << 3,
        Flag::Severe => 1 << 4,
        Flag::Settled => 1 << 5,
        Flag::Unsettled => 1 << 6,
        Flag::Judgment => 1 << 7,
        Flag::Other => 1 << 8,
    }
}
