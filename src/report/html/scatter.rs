//! 门槛: amount against day, of every claim that gives at least one of them as a threshold.

use std::collections::{BTreeMap, BTreeSet};

use crate::claim::{Claim, ClaimId, Extent, Range};
use crate::dispute::{Dispute, Measure};
use crate::report::digest::Digest;
use crate::report::{Lang, phrases, words};

use super::charts::{Axis, DAYS, Dot, Tick, WIDTHS, radius};
use super::fill::Views;
use super::view::SourceRef;

/// Yuan that the axis names.
const YUAN: [f64; 9] = [100.0, 500.0, 1e3, 5e3, 1e4, 5e4, 1e5, 5e5, 1e6];
/// Points of the scatter.
const MOST_POINTS: usize = 400;

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
    dispute: &'a Dispute,
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
            let entry = (group_class(group).to_owned(), words::group(group, views.lang).to_owned());
            if !groups.contains(&entry) {
                groups.push(entry);
            }
        }
        let none = views.lang.t("没提", "not said");
        let table = thresholds.iter().map(|threshold| ScatterEntry {
            act: views.question(threshold.dispute),
            day: threshold.day.map_or(none.to_owned(), |n| phrases::days(n, views.lang)),
            amount: threshold.amount.map_or(none.to_owned(), |n| phrases::money(n, views.lang)),
            source: views.source_ref(threshold.claim.article),
        });
        Some(Scatter {
            groups,
            table: table.collect(),
            drawings: WIDTHS.map(|(width, class)| scatter(width, class, &thresholds, views)).into(),
        })
    }
}

/// One threshold a claim: from both spreads, what the claim says of the other dimension from its conditions.
fn thresholds<'a>(digest: &Digest<'a>) -> Vec<Threshold<'a>> {
    let least = |extent: Option<Extent>| match extent {
        Some(Extent::Range(Range { min: Some(min), .. })) => Some(min as f64),
        _ => None,
    };
    let mut seen: BTreeSet<(ClaimId, &str)> = Default::default();
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
                all.push(Threshold { dispute, day, amount, voices: point.voices, claim });
            }
        }
    }
    all
}

fn scatter(width: f64, class: &'static str, thresholds: &[Threshold<'_>], views: &Views<'_>) -> ScatterDrawing {
    // The first steps of both axes are for claims that do not say.
    const STRIP: f64 = 40.0;
    let narrow = width < 500.0;
    let height = if narrow { 330.0 } else { 420.0 };
    let left = if narrow { 50.0 } else { 70.0 };
    let (top, right, bottom) = (14.0, width - 14.0, height - 34.0);
    let most =
        |of: fn(&Threshold<'_>) -> Option<f64>, least: f64| thresholds.iter().filter_map(of).fold(least, f64::max);
    let lowest = thresholds.iter().filter_map(|t| t.amount).fold(1000.0, f64::min);
    let lowest = YUAN.into_iter().rev().find(|&mark| mark <= lowest).unwrap_or(YUAN[0]);
    let x = Axis { from: left + STRIP + 18.0, to: right - 8.0, least: 1.0, most: most(|t| t.day, 365.0) };
    let y = Axis { from: bottom - STRIP - 14.0, to: top + 8.0, least: lowest, most: most(|t| t.amount, 100_000.0) };
    let none = views.lang.t("没提", "none");
    let ticks_with_none = |mut ticks: Vec<Tick>, at: f64| {
        ticks.insert(0, Tick { at: format!("{at:.1}"), label: none.to_owned() });
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
        let (day, amount) = match (threshold.day.map(|n| x.place(n)), threshold.amount.map(|n| y.place(n))) {
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
        x_ticks: ticks_with_none(x.ticks(&DAYS, 44.0, |n| phrases::days(n, views.lang)), left + STRIP / 2.0),
        y_ticks: ticks_with_none(y.ticks(&YUAN, 26.0, |n| short_money(n, views.lang)), bottom - STRIP / 2.0),
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
