//! What the templates show: plain strings without control characters, grouped as the page groups them.
//!
//! `fill` makes them of a report; how they look is the business of the templates and of `report.css`.

/// A choice of a filter.
pub(super) struct Choice {
    pub(super) id: String,
    pub(super) label: String,
}

impl Choice {
    pub(super) fn new(id: &str, label: &str) -> Choice {
        Choice { id: id.to_owned(), label: label.to_owned() }
    }
}

/// A stance bar with its legend.
pub(super) struct Bar {
    pub(super) label: String,
    pub(super) parts: Vec<BarPart>,
}

pub(super) struct BarPart {
    pub(super) x: String,
    pub(super) width: String,
    pub(super) class: &'static str,
    pub(super) label: &'static str,
    pub(super) voices: usize,
}

/// A line of the summary.
pub(super) struct SharpView {
    pub(super) anchor: String,
    pub(super) question: String,
    pub(super) values: [String; 2],
    pub(super) classes: [&'static str; 2],
    pub(super) severity: &'static str,
    pub(super) severity_class: &'static str,
    pub(super) because: String,
}

pub(super) struct DisputeView {
    pub(super) number: usize,
    pub(super) anchor: String,
    pub(super) question: String,
    pub(super) product: &'static str,
    pub(super) product_id: &'static str,
    pub(super) group: String,
    pub(super) group_id: String,
    pub(super) kinds: String,
    pub(super) severities: String,
    pub(super) hardest: &'static str,
    pub(super) hard: usize,
    pub(super) tension: usize,
    pub(super) tally: String,
    pub(super) bar: Bar,
    pub(super) columns: Vec<Column>,
    pub(super) conflicts: Vec<ConflictView>,
    pub(super) more_conflicts: Vec<ConflictView>,
    pub(super) conflicts_out: usize,
    pub(super) law: Vec<LawView>,
    pub(super) numbers: Vec<NumbersView>,
    pub(super) refined: Vec<RefinedView>,
    pub(super) superseded: Vec<SupersededView>,
    pub(super) remarks: Vec<RemarkView>,
    pub(super) silent: Vec<SourceRef>,
    pub(super) silent_all: usize,
}

/// All positions of one stance.
pub(super) struct Column {
    pub(super) stance: &'static str,
    pub(super) class: &'static str,
    pub(super) voices: usize,
    pub(super) positions: Vec<PositionView>,
    pub(super) more: Vec<PositionView>,
}

pub(super) struct PositionView {
    pub(super) conditions: String,
    pub(super) who: String,
    pub(super) dates: String,
    pub(super) first: Option<Quote>,
    pub(super) rest: Vec<Quote>,
}

pub(super) struct ConflictView {
    pub(super) id: String,
    pub(super) kind_id: &'static str,
    pub(super) kind: &'static str,
    pub(super) severity_id: &'static str,
    pub(super) severity: &'static str,
    pub(super) internal: bool,
    pub(super) slot: String,
    pub(super) values: [String; 2],
    pub(super) classes: [&'static str; 2],
    pub(super) voices: Option<String>,
    pub(super) because: String,
    pub(super) because_zh: Option<String>,
    pub(super) a: Quote,
    pub(super) b: Option<Quote>,
    pub(super) rule: Option<RuleView>,
}

/// A quote with its source.
pub(super) struct Quote {
    pub(super) pieces: Vec<(&'static str, String)>,
    pub(super) says: String,
    pub(super) class: &'static str,
    pub(super) section: Option<String>,
    pub(super) source: SourceRef,
    pub(super) copies: Vec<SourceRef>,
}

/// A source as it is named beside a quote.
pub(super) struct SourceRef {
    pub(super) anchor: Option<String>,
    pub(super) name: String,
    pub(super) site: Option<String>,
    pub(super) day: String,
    pub(super) warnings: Vec<&'static str>,
}

/// A source in the list at the end.
pub(super) struct SourceView {
    pub(super) anchor: String,
    pub(super) name: String,
    pub(super) site: Option<String>,
    pub(super) day: String,
    pub(super) path: String,
    pub(super) url: Option<String>,
    pub(super) warnings: Vec<&'static str>,
    pub(super) copies: Vec<SourceRef>,
}

pub(super) struct RuleView {
    pub(super) citation: String,
    pub(super) kind: String,
    pub(super) in_force: String,
    pub(super) provides: String,
}

pub(super) struct LawView {
    pub(super) rule: RuleView,
    pub(super) against: usize,
    pub(super) remarks: Vec<String>,
}

/// The numbers given for one measure, as rows with a bar each.
pub(super) struct NumbersView {
    pub(super) measure: String,
    pub(super) median: String,
    pub(super) median_x: String,
    pub(super) rows: Vec<NumberRow>,
}

pub(super) struct NumberRow {
    pub(super) value: String,
    pub(super) x: String,
    pub(super) voices: usize,
    pub(super) outlier: bool,
    pub(super) source: SourceRef,
}

pub(super) struct RefinedView {
    pub(super) text: String,
    pub(super) general: Quote,
    pub(super) exception: Quote,
}

pub(super) struct SupersededView {
    pub(super) older: Quote,
    pub(super) newer: Quote,
    pub(super) rule: RuleView,
}

pub(super) struct RemarkView {
    pub(super) kind: &'static str,
    pub(super) text: String,
    pub(super) quotes: Vec<Quote>,
}
