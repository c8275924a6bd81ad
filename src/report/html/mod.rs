//! The report as one self-contained page that opens offline.
//!
//! Templates escape everything; the page's own style and script are the only ones that the browser lets in (their
//! hashes stand in the content security policy), so nothing that an article wrote can run. Readable without script.

mod charts;
mod fill;
mod fill_dispute;
mod matrix;
mod scatter;
mod timeline;
mod view;

use askama::Template;
use base64::Engine;
use sha2::{Digest as _, Sha256};

use crate::dispute::{Report, Severity};

use super::digest::Digest;
use super::summary::{left_out, made_of};
use super::{Lang, Options, filter, words};
use fill::Views;
use matrix::Matrix;
use scatter::Scatter;
use timeline::Timeline;
use view::{Choice, DisputeView, SharpView, SourceView};

const CSS: &str = include_str!("report.css");
const JS: &str = include_str!("report.js");

/// How many of the sharpest conflicts the summary names.
const SHARPEST: usize = 5;

#[derive(Template)]
#[template(path = "page.html")]
struct Page {
    l: Lang,
    as_of: String,
    css: &'static str,
    js: &'static str,
    policy: String,
    headline: String,
    made_of: String,
    left_out: Vec<String>,
    notice: &'static str,
    tiles: [Tile; 4],
    sharpest: Vec<SharpView>,
    legend: Vec<(&'static str, &'static str)>,
    products: Vec<Choice>,
    groups: Vec<Choice>,
    kinds: Vec<Choice>,
    severities: Vec<Choice>,
    disputes: Vec<DisputeView>,
    timeline: Option<Timeline>,
    scatter: Option<Scatter>,
    matrix: Option<Matrix>,
    sources: Vec<SourceView>,
    sources_out: usize,
}

/// A number of the summary.
struct Tile {
    number: usize,
    label: &'static str,
    class: &'static str,
}

/// The whole page.
pub fn render(report: &Report, options: &Options) -> String {
    let lang = options.lang;
    let filtered = filter::filter(report, &options.filter);
    let digest = Digest::new(&filtered.report);
    let views = Views::new(&digest, options);
    let counts = digest.counts();
    let tile = |number, class, label| Tile { number, label, class };
    let disputes = views.disputes();
    let (sources, sources_out) = views.sources();

    let page = Page {
        l: lang,
        as_of: report.as_of.to_string(),
        css: CSS,
        js: JS,
        policy: policy(),
        headline: headline(&digest, lang),
        made_of: made_of(&digest, lang),
        left_out: left_out(&filtered, options),
        notice: words::no_legal_advice(lang),
        tiles: [
            tile(counts.hard, "hard", lang.t("硬冲突，不可能都对", "hard: both cannot be right")),
            tile(counts.tension, "tension", lang.t("张力，说法拉扯", "tensions: they pull apart")),
            tile(counts.law, "law", lang.t("其中与法规不符", "of these, against the law")),
            tile(counts.internal, "internal", lang.t("其中一篇之内自相矛盾", "of these, within one article")),
        ],
        sharpest: views.sharpest(SHARPEST),
        legend: views.legend(),
        products: views.products(),
        groups: views.groups(),
        kinds: views.kinds(),
        severities: [Severity::Hard, Severity::Tension]
            .map(|severity| Choice::new(words::severity_id(severity), words::severity(severity, lang)))
            .into(),
        timeline: Timeline::new(&digest, &views),
        scatter: Scatter::new(&digest, &views),
        matrix: Matrix::new(&digest, &views),
        disputes,
        sources,
        sources_out,
    };
    page.render().expect("the templates write to memory and hold no filter that fails")
}

/// Only our own style and script, by hash; nothing is loaded, sent or framed.
fn policy() -> String {
    let hash = |text: &str| base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; img-src data:; base-uri 'none'; form-action 'none'",
        hash(CSS),
        hash(JS),
    )
}

/// The one sentence for a reader in a hurry.
fn headline(digest: &Digest<'_>, lang: Lang) -> String {
    let all = digest.report.disputes.len();
    let (contested, hard) = digest.contested();
    match lang {
        _ if all == 0 => lang.t("没有发现争点", "No dispute was found").to_owned(),
        Lang::Zh if contested == 0 => format!("{all} 个问题，没有发现互相矛盾的说法"),
        Lang::En if contested == 0 => format!("{all} questions and no contradiction"),
        Lang::Zh => format!("{all} 个问题里，{contested} 个说法相左，其中 {hard} 个不可能都对"),
        Lang::En => format!("On {contested} of {all} questions sources differ; on {hard} both sides cannot be right"),
    }
}
