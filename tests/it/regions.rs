//! Laws that regions, stances and verdicts obey, on any input.
#![allow(clippy::unwrap_used)]

use duizhi::claim::{Conditions, Extent, Flag, Range, Stance};
use duizhi::contradict::opposition::{Opposition, bounds, opposition};
use duizhi::contradict::region::{Overlap, Region};
use duizhi::contradict::side::Side;
use duizhi::contradict::verdict::{Verdict, verdict};
use duizhi::dispute::{ConflictKind, Severity};
use proptest::prelude::*;

use crate::notation;

fn extent() -> impl Strategy<Value = Option<Extent>> {
    let end = || prop::option::of(prop::sample::select(vec![1i64, 7, 30, 31, 60, 90, 180, 365]));
    prop_oneof![
        3 => Just(None),
        1 => Just(Some(Extent::Low)),
        1 => Just(Some(Extent::High)),
        5 => (end(), end()).prop_map(|(a, b)| match (a, b) {
            (Some(a), Some(b)) => Some(Extent::Range(Range::closed(Some(a.min(b)), Some(a.max(b))))),
            (a, b) => Some(Extent::Range(Range::closed(a, b))),
        }),
    ]
}

fn conditions() -> impl Strategy<Value = Conditions> {
    let flags = prop::collection::btree_set(prop::sample::select(Flag::ALL), 0..3);
    let text = prop::option::of(prop::sample::select(vec!["同城".to_owned(), "外地".to_owned()]));
    (extent(), extent(), flags, text, prop::bool::weighted(0.2)).prop_map(|(overdue, amount, flags, text, only)| {
        Conditions {
            overdue,
            amount,
            text: flags.contains(&Flag::Other).then(|| text.unwrap_or_default()),
            flags,
            only,
        }
    })
}

fn region() -> impl Strategy<Value = Region> {
    conditions().prop_map(|c| Region::of(&c, false))
}

fn side(stance: Stance, conditions: Conditions) -> Side {
    let mut claim = notation::claim("visit.home possible jiebei", "a");
    claim.stance = stance;
    claim.conditions = conditions;
    Side::of(&claim, None).unwrap()
}

proptest! {
    #[test]
    fn regions_obey_the_laws_of_sets(a in region(), b in region(), c in region()) {
        prop_assert_eq!(a.overlap(&b), b.overlap(&a));
        prop_assert_eq!(a.crosses(&b), b.crosses(&a));
        prop_assert!(Region::everywhere().contains(&a) && a.contains(&a));
        prop_assert!(!(a.contains(&b) && b.contains(&c)) || a.contains(&c), "containment is transitive");
        prop_assert!(!(a.contains(&b) && b.contains(&a)) || a == b);
        prop_assert!(!a.is_more_severe_part_of(&a));
        if a.is_more_severe_part_of(&b) {
            prop_assert!(b.contains(&a) && a != b && !b.is_more_severe_part_of(&a));
        }
        // What a region contains it meets wherever its own part is not empty.
        let possible = a.overlap(&a) != Overlap::None;
        prop_assert!(!a.contains(&b) || b.overlap(&b) == Overlap::None || a.overlap(&b) != Overlap::None);
        prop_assert!(possible || a.overlap(&Region::everywhere()) != Overlap::Assumed);
    }

    #[test]
    fn a_verdict_is_the_same_from_both_sides(
        x in prop::sample::select(Stance::ALL), y in prop::sample::select(Stance::ALL),
        a in conditions(), b in conditions(),
    ) {
        let (a, b) = (side(x, a), side(y, b));
        prop_assert_eq!(verdict(&a, &b), verdict(&b, &a));
        if a.region.overlap(&b.region) == Overlap::None {
            let outside = matches!(verdict(&a, &b), Verdict::Agree | Verdict::Outside(_));
            prop_assert!(outside, "what does not meet contradicts only by `only`");
        }
        if a.region.overlap(&b.region) == Overlap::Assumed {
            prop_assert!(!matches!(verdict(&a, &b), Verdict::Conflict(_, Severity::Hard) | Verdict::Outside(Severity::Hard)));
        }
    }
}

#[test]
fn the_table_of_stances_is_symmetric_and_follows_from_the_bounds() {
    for a in Stance::ALL {
        assert_eq!(opposition(*a, *a), Opposition::None, "{a}");
        for b in Stance::ALL {
            let found = opposition(*a, *b);
            assert_eq!(found, opposition(*b, *a), "{a} {b}");
            if let (Some(x), Some(y)) = (bounds(*a), bounds(*b)) {
                let opposed = matches!(
                    found,
                    Opposition::Polarity | Opposition::WeakPolarity | Opposition::Strength | Opposition::WeakStrength
                );
                assert_eq!(opposed, x.disjoint(y), "{a} {b}");
            }
        }
    }
}

#[test]
fn unconditional_stances_contradict_as_the_table_says() {
    for a in Stance::ALL {
        for b in Stance::ALL {
            let expected = match opposition(*a, *b) {
                Opposition::None => Verdict::Agree,
                Opposition::Polarity => Verdict::Conflict(ConflictKind::Polarity, Severity::Hard),
                Opposition::WeakPolarity => Verdict::Conflict(ConflictKind::Polarity, Severity::Tension),
                Opposition::Strength => Verdict::Conflict(ConflictKind::Strength, Severity::Hard),
                Opposition::WeakStrength => Verdict::Conflict(ConflictKind::Strength, Severity::Tension),
                Opposition::Rule => Verdict::Conflict(ConflictKind::Rule, Severity::Hard),
                Opposition::Advice => Verdict::Conflict(ConflictKind::Advice, Severity::Tension),
                Opposition::PracticeAgainstRule => Verdict::PracticeAgainstRule,
            };
            let found = verdict(&side(*a, Conditions::default()), &side(*b, Conditions::default()));
            assert_eq!(found, expected, "{a} {b}");
        }
    }
}
