//! The drawings over all disputes: when each act is said to start, and from which amount and day.
//!
//! Only geometry and words here; the SVG is a template. Each drawing is laid out twice, for a wide and for a narrow
//! page, so that its letters keep their size on a telephone.

use std::collections::BTreeMap;

use crate::claim::{Claim, ClaimId, Extent, Product, Range};
use crate::dispute::{Measure, Spread};
use crate::report::digest::Digest;
use crate::report::{Lang, phrases, words};

use super::fill::{Views, anchor};
use super::view::SourceRef;

/// Widths of the two layouts.
const WIDTHS: [(f64, &str); 2] = [(820.0, "wide"), (340.0, "narrow")];
/// Days that the axis names.
const DAYS: [f64; 10] = [1.0, 3.0, 7.0, 15.0, 30.0, 60.0, 90.0, 180.0, 365.0, 1095.0];
/// Yuan that the axis names.
const YUAN: [f64; 9] = [100.0, 500.0, 1e3, 5e3, 1e4, 5e4, 1e5, 5e5, 1e6];
/// Rows of one timeline.
const MOST_ROWS: usize = 40;
/// Points of the scatter.
const MOST_POINTS: usize = 400;

/// When each act is said to start, one drawing a product.
pub(super) struct Timeline {
    pub(super) products: Vec<TimelineOf>,
}

pub(super) struct TimelineOf {
    pub(super) id: &'static str,
    pub(super) product: &'static str,
    pub(super) drawings: Vec<Drawing>,
    /// The table behind the drawing.
    pub(super) table: Vec<TimelineEntry>,
}

pub(super) struct TimelineEntry {
    pub(super) act: String,
    pub(super) day: String,
    pub(super) voices: usize,
    pub(super) outlier: bool,
    pub(super) source: SourceRef,
}

/// One layout.
pub(super) struct Drawing {
    pub(super) class: &'static str,
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) ticks: Vec<Tick>,
    pub(super) rows: Vec<Row>,
    pub(super) bottom: f64,
}

pub(super) struct Tick {
    pub(super) at: String,
    pub(super) label: String,
}

pub(super) struct Row {
    pub(super) label: String,
    pub(super) anchor: String,
    pub(super) note: String,
    pub(super) text_y: f64,
    pub(super) track_y: f64,
    pub(super) median: String,
    pub(super) points: Vec<Dot>,
}

pub(super) struct Dot {
    pub(super) x: String,
    pub(super) y: String,
    pub(super) r: String,
    pub(super) class: String,
    pub(super) title: String,
}

impl Timeline {
    pub(super) fn new(digest: &Digest<'_>, views: &Views<'_>) -> Option<Timeline> {
        type Acts<'a> = Vec<(&'a crate::dispute::Dispute, &'a Spread)>;
        let mut by_product: BTreeMap<Product, Acts<'_>> = BTreeMap::new();
        for dispute in &digest.report.disputes {
            for spread in dispute
                .numbers
                .iter()
                .filter(|spread| spread.measure == Measure::OnsetDays)
            {
                by_product
                    .entry(dispute.product)
                    .or_default()
                    .push((dispute, spread));
            }
        }
        let products: Vec<_> = by_product
            .into_iter()
            .map(|(product, mut acts)| {
                acts.sort_by(|a, b| a.1.median.total_cmp(&b.1.median));
                acts.truncate(MOST_ROWS);
                let table = acts.iter().flat_map(|(dispute, spread)| {
                    spread.points.iter().map(|point| TimelineEntry {
                        act: views.name_of(dispute),
                        day: phrases::point(spread.measure, point, views.lang),
                        voices: point.voices,
                        outlier: point.outlier,
                        source: views.source_ref(point.example.article),
                    })
                });
                TimelineOf {
                    id: product.id(),
                    product: words::product(product, views.lang),
                    table: table.collect(),
                    drawings: WIDTHS
                        .map(|(width, class)| drawing(width, class, &acts, views))
                        .into(),
                }
            })
            .collect();
        (!products.is_empty()).then_some(Timeline { products })
    }
}

fn drawing(
    width: f64,
    class: &'static str,
    acts: &[(&crate::dispute::Dispute, &Spread)],
    views: &Views<'_>,
) -> Drawing {
    const ROW: f64 = 46.0;
    const TOP: f64 = 6.0;
    let points = acts.iter().flat_map(|(_, spread)| &spread.points);
    let most = points
        .filter_map(|point| point.max.or(point.min))
        .fold(365.0, f64::max);
    let axis = Axis {
        from: 12.0,
        to: width - 16.0,
        least: 1.0,
        most,
    };
    let row = |(i, (dispute, spread)): (usize, &(&crate::dispute::Dispute, &Spread))| {
        let top = TOP + ROW * i as f64;
        let track = top + 31.0;
        let voices: usize = spread.points.iter().map(|point| point.voices).sum();
        let median = phrases::days(spread.median, views.lang);
        Row {
            label: views.name_of(dispute),
            anchor: anchor(dispute),
            note: match views.lang {
                Lang::Zh => format!("中位 {median} · {voices} 个声音"),
                Lang::En => format!("median {median} · {}", phrases::count(voices, "voice")),
            },
            text_y: top + 16.0,
            track_y: track,
            median: axis.place(spread.median),
            points: spread
                .points
                .iter()
                .filter_map(|point| Some((point, point.min.or(point.max)?)))
                .map(|(point, day)| Dot {
                    x: axis.place(day),
                    y: format!("{track:.1}"),
                    r: radius(point.voices),
                    class: if point.outlier {
                        "dot outlier".into()
                    } else {
                        "dot".into()
                    },
                    title: format!(
                        "{} · {}",
                        phrases::point(spread.measure, point, views.lang),
                        views.source_ref(point.example.article).name
                    ),
                })
                .collect(),
        }
    };
    let rows: Vec<_> = acts.iter().enumerate().map(row).collect();
    let bottom = TOP + ROW * rows.len() as f64;
    Drawing {
        class,
        width,
        height: bottom + 26.0,
        ticks: axis.ticks(&DAYS, 44.0, |n| phrases::days(n, views.lang)),
        rows,
        bottom,
    }
}

/// Amount against day, of every claim that gives at least one of them as a threshold.
pub(super) struct Scatter {
    pub(super) drawings: Vec<ScatterDrawing>,
    pub(super) groups: Vec<(String, String)>,
    pub(super) table: Vec<ScatterEntry>,
}

pub(super) struct ScatterDrawing {
    pub(super) class: &'static str,
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) left: f64,
    pub(super) bottom: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) x_ticks: Vec<Tick>,
    pub(super) y_ticks: Vec<Tick>,
    pub(super) dots: Vec<Dot>,
}

pub(super) struct ScatterEntry {
    pub(super) act: String,
    pub(super) day: String,
    pub(super) amount: String,
    pub(super) source: SourceRef,
}

struct Threshold<'a> {
    dispute: &'a crate::dispute::Dispute,
    day: Option<f64>,
    amount: Option<f64>,
    voices: usize,
    claim: &'a Claim,
}

impl Scatter {
    pub(super) fn new(digest: &Digest<'_>, views: &Views<'_>) -> Option<Scatter> {
        let thresholds = thresholds(digest);
        if thresholds.is_empty() {
            return None;
        }
        let mut groups: Vec<(String, String)> = Vec::new();
        for threshold in &thresholds {
            let group = threshold.dispute.proposition.group();
            let entry = (
                group_class(group).to_owned(),
                words::group(group, views.lang).to_owned(),
            );
            if !groups.contains(&entry) {
                groups.push(entry);
            }
        }
        let none = views.lang.t("没提", "not said");
        let table = thresholds.iter().map(|threshold| ScatterEntry {
            act: views.question(threshold.dispute),
            day: threshold
                .day
                .map_or(none.to_owned(), |n| phrases::days(n, views.lang)),
            amount: threshold
                .amount
                .map_or(none.to_owned(), |n| phrases::money(n, views.lang)),
            source: views.source_ref(threshold.claim.article),
        });
        Some(Scatter {
            groups,
            table: table.collect(),
            drawings: WIDTHS
                .map(|(width, class)| scatter(width, class, &thresholds, views))
                .into(),
        })
    }
}

/// One threshold a claim: from both spreads, what the claim says of the other dimension from its conditions.
fn thresholds<'a>(digest: &Digest<'a>) -> Vec<Threshold<'a>> {
    let least = |extent: Option<Extent>| match extent {
        Some(Extent::Range(Range { min: Some(min), .. })) => Some(min as f64),
        _ => None,
    };
    let mut seen: std::collections::BTreeSet<(ClaimId, &str)> = Default::default();
    let mut all = Vec::new();
    for dispute in &digest.report.disputes {
        for spread in &dispute.numbers {
            let of_days = match spread.measure {
                Measure::OnsetDays => true,
                Measure::OnsetAmount => false,
                Measure::Quantity(..) => continue,
            };
            for point in &spread.points {
                let claim = &point.example;
                if all.len() >= MOST_POINTS || !seen.insert((claim.id, &dispute.id)) {
                    continue;
                }
                let own = point.min.or(point.max);
                let (day, amount) = match of_days {
                    true => (own, least(claim.conditions.amount)),
                    false => (least(claim.conditions.overdue), own),
                };
                all.push(Threshold {
                    dispute,
                    day,
                    amount,
                    voices: point.voices,
                    claim,
                });
            }
        }
    }
    all
}

fn scatter(
    width: f64,
    class: &'static str,
    thresholds: &[Threshold<'_>],
    views: &Views<'_>,
) -> ScatterDrawing {
    // The first steps of both axes are for claims that do not say.
    const STRIP: f64 = 40.0;
    let narrow = width < 500.0;
    let height = if narrow { 330.0 } else { 420.0 };
    let left = if narrow { 50.0 } else { 70.0 };
    let (top, right, bottom) = (14.0, width - 14.0, height - 34.0);
    let most = |of: fn(&Threshold<'_>) -> Option<f64>, least: f64| {
        thresholds.iter().filter_map(of).fold(least, f64::max)
    };
    let lowest = thresholds
        .iter()
        .filter_map(|t| t.amount)
        .fold(1000.0, f64::min);
    let lowest = YUAN
        .into_iter()
        .rev()
        .find(|&mark| mark <= lowest)
        .unwrap_or(YUAN[0]);
    let x = Axis {
        from: left + STRIP + 18.0,
        to: right - 8.0,
        least: 1.0,
        most: most(|t| t.day, 365.0),
    };
    let y = Axis {
        from: bottom - STRIP - 14.0,
        to: top + 8.0,
        least: lowest,
        most: most(|t| t.amount, 100_000.0),
    };
    let none = views.lang.t("没提", "none");
    let ticks_with_none = |mut ticks: Vec<Tick>, at: f64| {
        ticks.insert(
            0,
            Tick {
                at: format!("{at:.1}"),
                label: none.to_owned(),
            },
        );
        ticks
    };
    // Claims that do not say lie in a strip; those at the same place are set side by side.
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    let mut aside = |place: &str| {
        let count = taken.entry(place.to_owned()).or_default();
        *count += 1;
        [0.0, -11.0, 11.0, -5.5, 5.5][(*count - 1) % 5]
    };
    let dots = thresholds.iter().map(|threshold| {
        let (day, amount) = match (
            threshold.day.map(|n| x.place(n)),
            threshold.amount.map(|n| y.place(n)),
        ) {
            (Some(day), Some(amount)) => (day, amount),
            (Some(day), None) => {
                let amount = bottom - STRIP / 2.0 + aside(&day);
                (day, format!("{amount:.1}"))
            }
            (None, amount) => {
                let amount = amount.unwrap_or_else(|| format!("{:.1}", bottom - STRIP / 2.0));
                let day = left + STRIP / 2.0 + aside(&amount);
                (format!("{day:.1}"), amount)
            }
        };
        let says = [
            threshold.day.map(|n| phrases::days(n, views.lang)),
            threshold.amount.map(|n| phrases::money(n, views.lang)),
        ];
        Dot {
            x: day,
            y: amount,
            r: radius(threshold.voices),
            class: format!("dot {}", group_class(threshold.dispute.proposition.group())),
            title: format!(
                "{} {} · {}",
                views.question(threshold.dispute),
                says.into_iter().flatten().collect::<Vec<_>>().join(" · "),
                views.source_ref(threshold.claim.article).name
            ),
        }
    });
    ScatterDrawing {
        class,
        width,
        height,
        left,
        bottom,
        right,
        top,
        x_ticks: ticks_with_none(
            x.ticks(&DAYS, 44.0, |n| phrases::days(n, views.lang)),
            left + STRIP / 2.0,
        ),
        y_ticks: ticks_with_none(
            y.ticks(&YUAN, 26.0, |n| short_money(n, views.lang)),
            bottom - STRIP / 2.0,
        ),
        dots: dots.collect(),
    }
}

fn short_money(n: f64, lang: Lang) -> String {
    match lang {
        Lang::Zh => phrases::money(n, lang),
        Lang::En if n >= 1000.0 => format!("{}k", n / 1000.0),
        Lang::En => format!("{n}"),
    }
}

fn group_class(group: &str) -> &'static str {
    match group {
        "contact" => "g-contact",
        "visit" => "g-visit",
        "legal" => "g-legal",
        "credit" => "g-credit",
        _ => "g-other",
    }
}

fn radius(voices: usize) -> String {
    format!(
        "{:.1}",
        4.5 + 2.0 * (voices.max(1) as f64).sqrt().min(6.0) - 2.0
    )
}

/// A logarithmic axis from `least` at `from` to `most` at `to`.
struct Axis {
    from: f64,
    to: f64,
    least: f64,
    most: f64,
}

impl Axis {
    fn at(&self, n: f64) -> f64 {
        let share = (n.max(self.least) / self.least).ln() / (self.most / self.least).ln();
        self.from + (self.to - self.from) * share.clamp(0.0, 1.0)
    }

    fn place(&self, n: f64) -> String {
        format!("{:.1}", self.at(n))
    }

    /// The marks that fit with at least `apart` between them.
    fn ticks(&self, marks: &[f64], apart: f64, label: impl Fn(f64) -> String) -> Vec<Tick> {
        let mut last = f64::NEG_INFINITY;
        let mut ticks = Vec::new();
        for &mark in marks
            .iter()
            .filter(|&&mark| (self.least..=self.most).contains(&mark))
        {
            let at = self.at(mark);
            if (at - last).abs() >= apart {
                ticks.push(Tick {
                    at: format!("{at:.1}"),
                    label: label(mark),
                });
                last = at;
            }
        }
        ticks
    }
}
