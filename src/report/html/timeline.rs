//! 催收进程: when each act is said to start, a row an act, a dot a statement.

use std::collections::BTreeMap;

use crate::claim::Product;
use crate::dispute::{Dispute, Measure, Spread};
use crate::report::digest::Digest;
use crate::report::{Lang, phrases, words};

use super::charts::{Axis, DAYS, Dot, Tick, WIDTHS, radius};
use super::fill::{Views, anchor};
use super::view::SourceRef;

/// Rows of one timeline.
const MOST_ROWS: usize = 40;

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

pub(super) struct Row {
    pub(super) label: String,
    pub(super) anchor: String,
    pub(super) note: String,
    pub(super) text_y: f64,
    pub(super) track_y: f64,
    pub(super) median: String,
    pub(super) points: Vec<Dot>,
}

impl Timeline {
    pub(super) fn new(digest: &Digest<'_>, views: &Views<'_>) -> Option<Timeline> {
        type Acts<'a> = Vec<(&'a Dispute, &'a Spread)>;
        let mut by_product: BTreeMap<Product, Acts<'_>> = BTreeMap::new();
        for dispute in &digest.report.disputes {
            for spread in dispute.numbers.iter().filter(|spread| spread.measure == Measure::OnsetDays) {
                by_product.entry(dispute.product).or_default().push((dispute, spread));
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
                    drawings: WIDTHS.map(|(width, class)| drawing(width, class, &acts, views)).into(),
                }
            })
            .collect();
        (!products.is_empty()).then_some(Timeline { products })
    }
}

fn drawing(width: f64, class: &'static str, acts: &[(&Dispute, &Spread)], views: &Views<'_>) -> Drawing {
    const ROW: f64 = 46.0;
    const TOP: f64 = 6.0;
    let points = acts.iter().flat_map(|(_, spread)| &spread.points);
    let most = points.filter_map(|point| point.max.or(point.min)).fold(365.0, f64::max);
    let axis = Axis { from: 12.0, to: width - 16.0, least: 1.0, most };
    let row = |(i, (dispute, spread)): (usize, &(&Dispute, &Spread))| {
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
                    class: if point.outlier { "dot outlier".into() } else { "dot".into() },
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
