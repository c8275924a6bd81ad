//! Floors under the score: what was reached once is kept, or lowered on purpose.

use serde::Deserialize;

use super::score::{Measure, Score};

/// What a score must reach on one gold set.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Floors {
    /// Of the gold set, see [`fingerprint`].
    pub gold: String,
    /// Same proposition on overlapping evidence.
    pub detect: Floor,
    /// And the same stance.
    pub stance: Floor,
    /// And all else.
    pub full: Floor,
}

/// The floor of one measure, in whole thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Floor {
    /// Precision.
    pub precision: u32,
    /// Recall.
    pub recall: u32,
    /// F1.
    pub f1: u32,
}

impl Floor {
    fn of(measure: Measure) -> Floor {
        // A thousandth that is begun counts as reached only when it is reached.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "shares lie between 0 and 1")]
        let thousandths = |share: f64| (share * 1000.0 + 1e-9).floor() as u32;
        Floor {
            precision: thousandths(measure.precision),
            recall: thousandths(measure.recall),
            f1: thousandths(measure.f1),
        }
    }

    fn max(self, other: Floor) -> Floor {
        Floor {
            precision: self.precision.max(other.precision),
            recall: self.recall.max(other.recall),
            f1: self.f1.max(other.f1),
        }
    }
}

impl Floors {
    /// The floors that `score` reaches.
    pub fn of(score: &Score, gold: &str) -> Floors {
        Floors {
            gold: gold.to_owned(),
            detect: Floor::of(score.all.detect()),
            stance: Floor::of(score.all.stance()),
            full: Floor::of(score.all.full()),
        }
    }

    /// What of `reached` lies below: `stance recall 0.812, floor 0.820`.
    pub fn broken_by(&self, reached: &Floors) -> Vec<String> {
        self.rows()
            .into_iter()
            .zip(reached.rows())
            .filter(|((.., floor), (.., now))| now < floor)
            .map(|((name, measure, floor), (.., now))| {
                format!("{name} {measure} {}, floor {}", thousandths(now), thousandths(floor))
            })
            .collect()
    }

    /// Each floor at the higher of the two.
    pub fn raised_to(&self, reached: &Floors) -> Floors {
        Floors {
            gold: reached.gold.clone(),
            detect: self.detect.max(reached.detect),
            stance: self.stance.max(reached.stance),
            full: self.full.max(reached.full),
        }
    }

    /// As a TOML file.
    pub fn toml(&self) -> String {
        let mut text = "# The least that the reader must reach on this gold set, in thousandths.\n".to_owned();
        text.push_str("# DUIZHI_UPDATE=1 cargo test --test it gold  raises them; DUIZHI_LOWER_FLOORS=1 sets them anew, lower ones too.\n");
        text.push_str(&format!("gold = \"{}\"\n", self.gold));
        for (name, floor) in [("detect", self.detect), ("stance", self.stance), ("full", self.full)] {
            let Floor { precision, recall, f1 } = floor;
            text.push_str(&format!("{name} = {{ precision = {precision}, recall = {recall}, f1 = {f1} }}\n"));
        }
        text
    }

    fn rows(&self) -> Vec<(&'static str, &'static str, u32)> {
        let all = [("detect", self.detect), ("stance", self.stance), ("full", self.full)];
        let row = |(name, floor): (&'static str, Floor)| {
            [(name, "precision", floor.precision), (name, "recall", floor.recall), (name, "F1", floor.f1)]
        };
        all.into_iter().flat_map(row).collect()
    }
}

fn thousandths(n: u32) -> String {
    format!("{}.{:03}", n / 1000, n % 1000)
}

/// A hash of a gold set's files: floors are floors of one set.
pub fn fingerprint<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> String {
    let mut hasher = xxhash_rust::xxh3::Xxh3::new();
    for (name, bytes) in files {
        for part in [name.as_bytes(), bytes] {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
    }
    format!("{:016x}", hasher.digest())
}
