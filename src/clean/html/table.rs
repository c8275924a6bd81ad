//! Which rows of a page's tables are data, read as one line each, and which only place things on the page.

use scraper::{ElementRef, Node};

/// A row of data, not of layout: two or more short cells, no tables or lists in them, and in a table of such rows.
pub(super) fn is_data_row(row: ElementRef<'_>) -> bool {
    const LONGEST_CELL: usize = 160;
    let mut cells = 0;
    let mut filled = 0;
    for cell in row.child_elements() {
        if !matches!(cell.value().name(), "td" | "th") {
            continue;
        }
        cells += 1;
        let mut length = 0;
        // The scan ends at the first sign of layout, so rows in rows are not read again and again.
        for node in cell.descendants() {
            match node.value() {
                Node::Element(inner) if matches!(inner.name(), "table" | "ul" | "ol" | "h1" | "h2" | "form" | "a") => {
                    return false;
                }
                Node::Text(text) => length += text.trim().chars().count(),
                _ => {}
            }
            if length > LONGEST_CELL {
                return false;
            }
        }
        filled += usize::from(length > 0);
    }
    let width =
        |row: ElementRef<'_>| row.child_elements().filter(|cell| matches!(cell.value().name(), "td" | "th")).count();
    let beside = [row.prev_siblings().find_map(ElementRef::wrap), row.next_siblings().find_map(ElementRef::wrap)];
    let in_head = row.parent().and_then(ElementRef::wrap).is_some_and(|parent| parent.value().name() == "thead");
    let in_table =
        in_head || beside.into_iter().flatten().any(|other| other.value().name() == "tr" && width(other) == cells);
    cells >= 2 && filled >= 2 && in_table
}
