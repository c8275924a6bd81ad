//! The words around a number that make it a bound: 超过, 不超过, 最多可分到, 以上, 三个月内, 不到, 左右.
//! What they do to the two ends is decided here too. A negation that is not understood makes no
//! bound but silence: a flipped sign is the worst that can happen.

mod left;
mod right;

pub(super) use left::{left, opens_range};
pub(super) use right::right;

use super::numeral::Dec;

/// What a bound word says of the number beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    /// At least; with the number itself or not.
    Least(bool),
    /// At most; with the number itself or not.
    Most(bool),
    /// N天后.
    After,
    /// N天前, 以前.
    Before,
    /// 出头: up to one step more.
    Surplus,
    /// 左右, 约.
    About,
    /// 之间, 不等: closes a range and changes nothing.
    Span,
}

/// The bounds found on one side, and where they begin or end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Side {
    pub(super) bound: Option<Bound>,
    pub(super) about: bool,
    pub(super) at: usize,
}

/// The ends of a quantity after its bounds were applied.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ends {
    pub(super) min: Option<Dec>,
    pub(super) max: Option<Dec>,
    pub(super) min_incl: bool,
    pub(super) max_incl: bool,
    pub(super) approx: bool,
    pub(super) after: bool,
}

/// Applies the bounds to `lo..hi`; `written` says that the range was given by two numbers. `None` where the words
/// contradict one another or leave two readings.
pub(super) fn apply(lo: Dec, hi: Option<Dec>, step: Dec, written: bool, left: Side, right: Side) -> Option<Ends> {
    let approx = left.about || right.about;
    let mut ends = Ends { min: Some(lo), max: hi, min_incl: true, max_incl: true, approx, after: false };
    let (mut least, mut most) = (false, false);
    for (bound, prefix) in [(right.bound, false), (left.bound, true)] {
        match bound {
            None | Some(Bound::About | Bound::Span) => {}
            Some(Bound::Least(incl)) => {
                if written && !incl {
                    return None;
                }
                least = true;
                (ends.min, ends.min_incl, ends.max) = (Some(lo), incl, None);
            }
            // 3到5天内 keeps both ends: the number is still 3 to 5.
            Some(Bound::Most(_)) if written && !prefix => {}
            Some(Bound::Most(incl)) => {
                if written && !incl {
                    return None;
                }
                most = true;
                (ends.max, ends.max_incl, ends.min) = (Some(hi?), incl, None);
            }
            Some(Bound::After) => {
                ends.after = true;
                if !written && hi.is_some_and(|hi| hi.value() == lo.value()) {
                    (ends.max, ends.min_incl) = (None, false);
                    least = true;
                }
            }
            Some(Bound::Before) => {
                most = true;
                (ends.max, ends.max_incl, ends.min) = (Some(hi?), false, None);
            }
            Some(Bound::Surplus) => ends.max = Some(lo.plus(step)?),
        }
    }
    (!(least && most)).then_some(ends)
}
