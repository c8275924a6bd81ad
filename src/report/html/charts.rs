//! What the drawings share: a logarithmic axis, dots and ticks.
//!
//! Only geometry and words; the SVG is a template. Each drawing is laid out twice, for a wide and for a narrow page,
//! so that its letters keep their size on a telephone.

/// Widths of the two layouts.
pub(super) const WIDTHS: [(f64, &str); 2] = [(820.0, "wide"), (340.0, "narrow")];
/// Days that the axis names.
pub(super) const DAYS: [f64; 10] = [1.0, 3.0, 7.0, 15.0, 30.0, 60.0, 90.0, 180.0, 365.0, 1095.0];

pub(super) struct Tick {
    pub(super) at: String,
    pub(super) label: String,
}

pub(super) struct Dot {
    pub(super) x: String,
    pub(super) y: String,
    pub(super) r: String,
    pub(super) class: String,
    pub(super) title: String,
}

/// Area grows with the voices, up to a bound.
pub(super) fn radius(voices: usize) -> String {
    format!("{:.1}", 4.5 + 2.0 * (voices.max(1) as f64).sqrt().min(6.0) - 2.0)
}

/// A logarithmic axis from `least` at `from` to `most` at `to`.
pub(super) struct Axis {
    pub(super) from: f64,
    pub(super) to: f64,
    pub(super) least: f64,
    pub(super) most: f64,
}

impl Axis {
    fn at(&self, n: f64) -> f64 {
        let share = (n.max(self.least) / self.least).ln() / (self.most / self.least).ln();
        self.from + (self.to - self.from) * share.clamp(0.0, 1.0)
    }

    pub(super) fn place(&self, n: f64) -> String {
        format!("{:.1}", self.at(n))
    }

    /// The marks that fit with at least `apart` between them.
    pub(super) fn ticks(&self, marks: &[f64], apart: f64, label: impl Fn(f64) -> String) -> Vec<Tick> {
        let mut last = f64::NEG_INFINITY;
        let mut ticks = Vec::new();
        for &mark in marks.iter().filter(|&&mark| (self.least..=self.most).contains(&mark)) {
            let at = self.at(mark);
            if (at - last).abs() >= apart {
                ticks.push(Tick { at: format!("{at:.1}"), label: label(mark) });
                last = at;
            }
        }
        ticks
    }
}
