//! The page's tree as lines in reading order, with what each line's place in the tree tells of it.
//!
//! In the same walk the page is written out again, lean and with a mark before every line, for the extractor that
//! wants HTML of its own: a mark that comes back tells that the line was taken.

use std::collections::HashMap;

use ego_tree::iter::Edge;
use scraper::{ElementRef, Html, Node};

use super::prune::BOLD;
use super::table::is_data_row;
use super::{Tree, hints, marks};
use crate::article::BlockKind;
use crate::clean::fold::is_invisible;

/// A line of a web page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PageLine {
    /// Its text, white space of HTML collapsed.
    pub(super) text: String,
    /// What its element says it is.
    pub(super) kind: BlockKind,
    /// Number of characters.
    pub(super) chars: usize,
    /// Of these, in links.
    pub(super) linked: usize,
    /// Whether all of it is bold.
    pub(super) bold: bool,
    /// The innermost block that holds it, as an index into [`Lines::blocks`].
    pub(super) block: usize,
}

impl PageLine {
    /// Share of its characters in links.
    pub(super) fn link_share(&self) -> f32 {
        self.linked as f32 / self.chars.max(1) as f32
    }
}

/// A block element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Element {
    /// The block around it; the first block is its own.
    pub(super) parent: usize,
    /// Its tag.
    pub(super) tag: &'static str,
    /// Hash of tag, class and depth: blocks made from one template share it. 0 without a class.
    pub(super) template: u64,
    /// What its names say: below 0 for what stands around articles, above for articles.
    pub(super) hint: i8,
    /// Whether its names call it a title.
    pub(super) title: bool,
}

/// All lines of a page.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// In reading order.
    pub(super) lines: Vec<PageLine>,
    /// The block elements, parents before children.
    pub(super) blocks: Vec<Element>,
    /// The page written out again with marks.
    pub(super) lean: String,
    /// Sum of the elements' depths: what a reader that looks down from every element has to do.
    pub(super) burden: usize,
}

/// Text of a hidden element as long as this waits for a button that shows it.
const HIDDEN_TEXT: usize = 200;

/// Whether a hidden element holds an article that a button shows: long, and in sentences. Words without a full stop are
/// there for search engines.
fn waits(element: ElementRef<'_>) -> bool {
    element.text().map(|text| text.trim().chars().count()).sum::<usize>() >= HIDDEN_TEXT
        && element.text().any(|text| text.contains('。'))
}

/// Reads the lines of a parsed page.
pub(super) fn read(page: &Html) -> Lines {
    let mut walk = Walk { out: Lines::default(), ..Walk::default() };
    walk.out.blocks.push(Element { parent: 0, tag: "html", template: 0, hint: 0, title: false });
    walk.stack.push(0);
    let mut skip = None;
    for edge in page.tree.root().traverse() {
        match edge {
            Edge::Open(node) => {
                if skip.is_some() {
                    continue;
                }
                match node.value() {
                    Node::Text(text) => walk.text(text),
                    Node::Element(_) => {
                        let Some(element) = ElementRef::wrap(node) else { continue };
                        if walk.open(element) == Tree::Skip {
                            skip = Some(node.id());
                        }
                    }
                    _ => {}
                }
            }
            Edge::Close(node) => {
                if skip == Some(node.id()) {
                    skip = None;
                } else if skip.is_none()
                    && let Some(element) = ElementRef::wrap(node)
                {
                    walk.close(element);
                }
            }
        }
    }
    walk.flush();
    hints::clear(&mut walk.out);
    walk.out
}

#[derive(Default)]
struct Walk {
    out: Lines,
    /// Open blocks.
    stack: Vec<usize>,
    /// The line being gathered.
    text: String,
    chars: usize,
    linked: usize,
    bolded: usize,
    /// White space seen since the last character: 0 none, 1 blanks, 2 with a line feed.
    blank: u8,
    links: usize,
    bolds: usize,
    /// Kind that the innermost heading, item or row gives.
    kinds: Vec<BlockKind>,
    pre: usize,
    /// Inside a table row that is one line: cells seen.
    row: Option<usize>,
    /// Hints of classes met.
    hints: HashMap<String, i8>,
}

impl Walk {
    fn open(&mut self, element: ElementRef<'_>) -> Tree {
        let name = element.value().name();
        if matches!(name, "head" | "title") {
            return Tree::Skip;
        }
        if element.value().attr("hidden").is_some() && !waits(element) {
            return Tree::Skip;
        }
        match name {
            "br" | "hr" => {
                if self.row.is_none() {
                    self.flush();
                } else {
                    self.blank = self.blank.max(1);
                }
                self.out.lean.push_str("<br>");
            }
            // An anchor without address is a mark in the text, often never closed.
            "a" if element.value().attr("href").is_some() => {
                self.links += 1;
                self.out.lean.push_str("<a href=\"#\">");
            }
            BOLD => self.bolds += 1,
            // A time stands by itself, whatever touches it.
            "time" => self.blank = self.blank.max(1),
            "span" | "em" | "a" => {}
            _ => {
                if let Some(tag) = block_tag(name) {
                    self.open_block(element, tag);
                }
            }
        }
        Tree::Enter
    }

    fn open_block(&mut self, element: ElementRef<'_>, tag: &'static str) {
        let cell = matches!(tag, "td" | "th");
        if self.row.is_none() {
            self.flush();
        } else if cell {
            self.cell();
        } else {
            self.blank = self.blank.max(1);
        }
        let class = element.value().attr("class").unwrap_or("");
        let id = element.value().id().unwrap_or("");
        let parent = self.stack.last().copied().unwrap_or(0);
        let template = if class.trim().is_empty() { 0 } else { template(tag, class, self.stack.len()) };
        // A page has few classes and many elements of each.
        let own = if id.is_empty() && self.hints.contains_key(class) {
            self.hints[class]
        } else {
            let own = hints::hint(tag, id, class);
            if id.is_empty() && !matches!(tag, "nav" | "footer" | "aside" | "body") {
                self.hints.insert(class.to_owned(), own);
            }
            own
        };
        let title =
            ["title", "Title", "headline", "biaoti"].iter().any(|name| class.contains(name) || id.contains(name));
        self.out.blocks.push(Element { parent, tag, template, hint: own, title });
        self.stack.push(self.out.blocks.len() - 1);
        self.out.burden += self.stack.len();
        self.lean_tag(tag, id, class);
        match tag {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.kinds.push(BlockKind::Heading(tag.as_bytes()[1] - b'0'));
            }
            "li" => self.kinds.push(BlockKind::ListItem),
            "pre" => self.pre += 1,
            "table" if self.row.is_none() => {}
            "tr" if self.row.is_none() && is_data_row(element) => {
                self.kinds.push(BlockKind::TableRow);
                self.row = Some(0);
            }
            _ => {}
        }
    }

    fn close(&mut self, element: ElementRef<'_>) {
        match element.value().name() {
            "a" if element.value().attr("href").is_some() => {
                self.links = self.links.saturating_sub(1);
                self.out.lean.push_str("</a>");
            }
            BOLD => self.bolds = self.bolds.saturating_sub(1),
            "time" => self.blank = self.blank.max(1),
            name => {
                let Some(tag) = block_tag(name) else { return };
                let ends_row = tag == "tr" && self.kinds.last() == Some(&BlockKind::TableRow) && self.row.is_some();
                if self.row.is_none() || ends_row {
                    self.flush();
                }
                if ends_row {
                    self.row = None;
                    self.kinds.pop();
                }
                match tag {
                    "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "li" => {
                        self.kinds.pop();
                    }
                    "pre" => self.pre -= 1,
                    _ => {}
                }
                self.stack.pop();
                self.out.lean.push_str("</");
                self.out.lean.push_str(tag);
                self.out.lean.push('>');
            }
        }
    }

    /// The border between two cells of a row that is one line.
    fn cell(&mut self) {
        if let Some(cells) = &mut self.row {
            *cells += 1;
            if *cells > 1 {
                self.text.push_str(" | ");
            }
            self.blank = 0;
        }
    }

    fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\n' if self.pre > 0 && self.row.is_none() => {
                    self.flush();
                    self.out.lean.push_str("<br>");
                }
                ' ' | '\t' | '\n' | '\r' | '\u{c}' => {
                    self.blank = self.blank.max(if c == '\n' || c == '\r' { 2 } else { 1 });
                }
                c if is_invisible(c) => {}
                c => self.push(c),
            }
        }
        if self.blank > 0 {
            self.out.lean.push(' ');
        }
    }

    fn push(&mut self, c: char) {
        // A line begins with its first character that shows; a wide blank is kept inside only.
        if self.text.is_empty() {
            if c.is_whitespace() {
                return;
            }
            self.out.lean.extend(marks::mark(self.out.lines.len()));
        }
        if self.blank > 0 && !self.text.is_empty() && !self.text.ends_with(" | ") {
            // A line feed between two Chinese characters is how the source was wrapped, not a blank.
            let wrapped = self.blank == 2 && is_wide(c) && self.text.chars().next_back().is_some_and(is_wide);
            if !wrapped {
                self.text.push(' ');
            }
        }
        self.blank = 0;
        self.text.push(c);
        match c {
            '<' => self.out.lean.push_str("&lt;"),
            '&' => self.out.lean.push_str("&amp;"),
            c if marks::is_mark(c) => {}
            c => self.out.lean.push(c),
        }
        if !c.is_whitespace() {
            self.chars += 1;
            self.linked += usize::from(self.links > 0);
            self.bolded += usize::from(self.bolds > 0);
        }
    }

    fn flush(&mut self) {
        self.blank = 0;
        let length = self.text.trim_end().len();
        self.text.truncate(length);
        if !self.text.is_empty() {
            let line = PageLine {
                text: std::mem::take(&mut self.text),
                kind: self.kinds.last().copied().unwrap_or(BlockKind::Paragraph),
                chars: self.chars,
                linked: self.linked,
                bold: self.bolded == self.chars,
                block: self.stack.last().copied().unwrap_or(0),
            };
            self.out.lines.push(line);
        }
        (self.chars, self.linked, self.bolded) = (0, 0, 0);
    }

    fn lean_tag(&mut self, tag: &str, id: &str, class: &str) {
        let lean = &mut self.out.lean;
        lean.push('<');
        lean.push_str(tag);
        for (key, value) in [("id", id), ("class", class)] {
            if !value.is_empty() && !value.contains(['"', '&', '<']) {
                for piece in [" ", key, "=\"", value, "\""] {
                    lean.push_str(piece);
                }
            }
        }
        lean.push('>');
    }
}

/// The tags that begin and end lines.
fn block_tag(name: &str) -> Option<&'static str> {
    const TAGS: &[&str] = &[
        "body",
        "div",
        "p",
        "table",
        "tbody",
        "thead",
        "tfoot",
        "tr",
        "td",
        "th",
        "caption",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "nav",
        "aside",
        "blockquote",
        "pre",
        "center",
        "figure",
        "figcaption",
        "form",
        "fieldset",
        "details",
        "summary",
        "address",
        "dir",
        "menu",
    ];
    TAGS.iter().copied().find(|tag| *tag == name)
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}' | '“' | '”' | '…' | '—')
}

fn template(tag: &str, class: &str, depth: usize) -> u64 {
    let place = xxhash_rust::xxh3::xxh3_64_with_seed(tag.as_bytes(), depth as u64);
    xxhash_rust::xxh3::xxh3_64_with_seed(class.trim().as_bytes(), place)
}
