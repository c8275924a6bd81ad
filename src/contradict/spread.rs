//! 数值分布: how the numbers of one dispute spread over voices.
//!
//! Whether two of them contradict each other is `numeric`'s business.

use std::collections::BTreeMap;

use crate::contradict::corpus::Corpus;
use crate::contradict::numeric::usable;
use crate::contradict::onset::{Onset, Scale};
use crate::contradict::positions::Cell;
use crate::dispute::{Measure, Spread, SpreadPoint};

/// Points shown of one measure, those of most voices first.
const SHOWN: usize = 60;

/// A number before its voices are counted. Ends are kept as bits, so that equal ones meet.
type Key = (Measure, Option<u64>, Option<u64>);

/// The spreads of one dispute: of the numbers of its cells, and of its onsets.
pub(crate) fn spreads(corpus: &Corpus<'_>, cells: &[&Cell], onsets: &[Onset<'_>]) -> Vec<Spread> {
    let mut points: BTreeMap<Key, (Vec<u32>, u32)> = BTreeMap::new();
    let mut add = |key: Key, voices: &mut dyn Iterator<Item = u32>, example: u32| {
        points.entry(key).or_insert((Vec::new(), example)).0.extend(voices);
    };
    for cell in cells.iter().filter(|cell| usable(&cell.side)) {
        for q in cell.side.quantities.iter().filter(|q| !q.forever && !q.none) {
            if q.min.is_some() || q.max.is_some() {
                let key = (Measure::Quantity(q.role, q.unit), q.min.map(f64::to_bits), q.max.map(f64::to_bits));
                add(key, &mut cell.articles.iter().map(|a| corpus.voice(*a)), cell.examples[0]);
            }
        }
    }
    for onset in onsets {
        let measure = match onset.scale {
            Scale::Days => Measure::OnsetDays,
            Scale::Yuan => Measure::OnsetAmount,
        };
        #[expect(clippy::cast_precision_loss, reason = "days and yuan are far below 2^52")]
        let from = (onset.value as f64).to_bits();
        add((measure, Some(from), None), &mut std::iter::once(corpus.voice_of(onset.claim)), onset.claim);
    }

    let mut by_measure: BTreeMap<Measure, Vec<SpreadPoint>> = BTreeMap::new();
    for ((measure, min, max), (mut voices, example)) in points {
        voices.sort_unstable();
        voices.dedup();
        by_measure.entry(measure).or_default().push(SpreadPoint {
            min: min.map(f64::from_bits),
            max: max.map(f64::from_bits),
            voices: voices.len(),
            outlier: false,
            example: corpus.claim(example).clone(),
        });
    }
    by_measure.into_iter().map(|(measure, points)| spread(measure, points)).collect()
}

fn spread(measure: Measure, mut points: Vec<SpreadPoint>) -> Spread {
    points.sort_by(|a, b| b.voices.cmp(&a.voices).then(value(a).total_cmp(&value(b))));
    points.truncate(SHOWN);
    points.sort_by(|a, b| value(a).total_cmp(&value(b)));
    let median = quantile(&points, 0.5);
    let (low, high) = (quantile(&points, 0.25), quantile(&points, 0.75));
    let reach = 1.5 * (high - low);
    let voices: usize = points.iter().map(|p| p.voices).sum();
    for point in &mut points {
        let v = value(point);
        let far = v > median * 3.0 || v < median / 3.0;
        // Hours go round the clock, and of fewer than four voices none is the odd one out.
        let linear = !matches!(measure, Measure::Quantity(crate::claim::Role::Hours, _));
        point.outlier = linear && voices >= 4 && (v < low - reach || v > high + reach || far);
    }
    Spread { measure, points, median }
}

/// The lower end, or the upper where only that is given.
fn value(point: &SpreadPoint) -> f64 {
    point.min.or(point.max).unwrap_or(0.0)
}

/// The value below which this share of the voices lies; points ascending.
fn quantile(points: &[SpreadPoint], share: f64) -> f64 {
    let voices: usize = points.iter().map(|p| p.voices).sum();
    #[expect(clippy::cast_precision_loss, reason = "a count of voices is far below 2^52")]
    let rank = share * voices as f64;
    let mut seen = 0.0;
    for (n, point) in points.iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "a count of voices is far below 2^52")]
        let here = point.voices as f64;
        seen += here;
        if seen > rank {
            return value(point);
        }
        if (seen - rank).abs() < f64::EPSILON {
            let next = points.get(n + 1).map_or_else(|| value(point), value);
            return f64::midpoint(value(point), next);
        }
    }
    points.last().map_or(0.0, value)
}
