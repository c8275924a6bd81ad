//! What a command prints for people: lines set to the terminal's width, colour and links only where they are wanted.
//!
//! Words from pages come in through `plain`; the only escapes that go out are those of our own styles.

use std::io::{self, IsTerminal, Write};

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use crate::article::Article;
use crate::claim::Claim;
use crate::report::layout::{Run, Screen};
use crate::report::marks::{self, Mark};
use crate::report::plain::{plain, uri_path};
use crate::report::{Lang, Names, phrases, words};

use super::flags::{Colour, Common};

/// Headings and names.
pub(super) const STRONG: Style = Style::new().bold();
/// What may be passed over.
pub(super) const FAINT: Style = Style::new().dimmed();
/// Nothing.
pub(super) const PLAIN: Style = Style::new();
/// Hard conflicts, wrong lines.
pub(super) const HARD: Style = AnsiColor::Red.on_default().bold();
/// Tensions, warnings.
pub(super) const TENSION: Style = AnsiColor::Yellow.on_default();
/// Words that name the proposition.
pub(super) const MENTION: Style = AnsiColor::Cyan.on_default().underline();
/// Words that set stance or conditions.
pub(super) const CUE: Style = AnsiColor::Green.on_default().bold();
/// Words that were searched for.
pub(super) const SOUGHT: Style = Style::new().bold().invert();

/// Lines longer than this are hard to read, however wide the terminal is.
const WIDEST: usize = 110;
/// Narrower than this nothing can be read.
const NARROWEST: usize = 30;

/// What is known of the reader's terminal.
#[derive(Debug, Clone)]
pub(super) struct Terminal {
    /// Language.
    pub(super) lang: Lang,
    /// Columns.
    pub(super) width: usize,
    /// Whether to colour.
    pub(super) colour: bool,
    /// What goes before a path to make it a link, if the terminal knows links.
    pub(super) link_base: Option<String>,
}

impl Terminal {
    /// By flags, environment and what standard output is.
    pub(super) fn of(common: &Common) -> Terminal {
        let is_terminal = io::stdout().is_terminal();
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let colour = match common.color {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => {
                is_terminal && !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
            }
        };
        let columns = || std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let measured =
            || is_terminal.then(|| terminal_size::terminal_size().map(|(width, _)| usize::from(width.0))).flatten();
        let links = colour && is_terminal && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout);
        let here = links.then(std::env::current_dir).and_then(Result::ok);
        Terminal {
            lang: common.lang.into(),
            width: measured().or_else(columns).unwrap_or(80).clamp(NARROWEST, WIDEST),
            colour,
            link_base: here.map(|folder| format!("file://{}/", uri_path(&folder.to_string_lossy()))),
        }
    }
}

/// The lines of one answer.
#[derive(Debug)]
pub(super) struct Sheet<'t> {
    terminal: &'t Terminal,
    out: String,
}

impl<'t> Sheet<'t> {
    /// An empty one.
    pub(super) fn new(terminal: &'t Terminal) -> Sheet<'t> {
        Sheet { terminal, out: String::new() }
    }

    /// Its language.
    pub(super) fn lang(&self) -> Lang {
        self.terminal.lang
    }

    /// Runs of text, later lines indented by two more than the first.
    pub(super) fn say(&mut self, indent: usize, runs: &[Run]) {
        self.hang(indent, indent + 2, runs);
    }

    /// Runs of text with the indents of the first and of the later lines.
    pub(super) fn hang(&mut self, first: usize, rest: usize, runs: &[Run]) {
        let screen = Screen { width: self.terminal.width, colour: self.terminal.colour };
        screen.paragraph(&mut self.out, first, rest, runs);
    }

    /// One style of text.
    pub(super) fn line(&mut self, indent: usize, style: Style, text: impl Into<String>) {
        self.say(indent, &[Run::new(text, style)]);
    }

    /// A heading with an empty line before it.
    pub(super) fn heading(&mut self, text: impl Into<String>) {
        self.gap();
        self.line(0, STRONG, text);
    }

    /// An empty line, but none at the top.
    pub(super) fn gap(&mut self) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
    }

    /// Rows in columns; the first is set to the left, numbers to the right.
    pub(super) fn table(&mut self, indent: usize, rows: &[Vec<String>]) {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let width =
            |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..columns).map(width).collect();
        let numeric = |column: usize| {
            rows.iter()
                .skip(1)
                .filter_map(|row| row.get(column))
                .all(|cell| !cell.is_empty() && cell.bytes().all(|b| b.is_ascii_digit() || b".-%".contains(&b)))
        };
        let right: Vec<bool> = (0..columns).map(|column| column > 0 && rows.len() > 1 && numeric(column)).collect();
        for row in rows {
            let mut line = " ".repeat(indent);
            for (column, cell) in row.iter().enumerate() {
                let pad = " ".repeat(widths[column] - cell.width());
                let (before, after) = if right[column] { (pad.as_str(), "") } else { ("", pad.as_str()) };
                line.push_str(before);
                line.push_str(&plain(cell));
                line.push_str(after);
                line.push_str("  ");
            }
            self.out.push_str(line.trim_end());
            self.out.push('\n');
        }
    }

    /// Text that is laid out already.
    pub(super) fn raw(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// Writes it to standard output.
    pub(super) fn print(&self) -> io::Result<()> {
        print(&self.out)
    }

    /// `path` as a link where the terminal knows links.
    pub(super) fn path(&self, path: &str) -> Run {
        let mut run = Run::new(plain(path), FAINT);
        run.link = self.terminal.link_base.as_deref().map(|base| match path.starts_with('/') {
            true => format!("file://{}", uri_path(path)),
            false => format!("{base}{}", uri_path(path)),
        });
        run
    }

    /// Title, date and path of an article on one line.
    pub(super) fn source(&mut self, indent: usize, article: &Article) {
        let lang = self.lang();
        let title = plain(article.title.trim()).into_owned();
        let mut text = match lang {
            _ if title.is_empty() => lang.t("（无题）", "(untitled)").to_owned(),
            Lang::Zh => format!("《{title}》"),
            Lang::En => format!("“{title}”"),
        };
        text.push_str(
            &article
                .published
                .map_or_else(|| format!(" · {}", lang.t("未注日期", "undated")), |day| format!(" · {day}")),
        );
        if article.fictional {
            text.push_str(lang.t(" · ⚠ 文章自称虚构", " · ⚠ calls itself invented"));
        }
        self.whence(indent, &text, &article.path, "");
    }

    /// Where something stands: a line of words, and the path behind them, or below them where it would be broken: a
    /// broken path cannot be copied.
    pub(super) fn whence(&mut self, indent: usize, words: &str, path: &str, after: &str) {
        let path = self.path(path);
        let fits = indent + 2 + words.width() + 3 + path.text.width() + after.width() <= self.terminal.width;
        if fits {
            self.say(indent, &[Run::new(format!("— {words} · "), FAINT), path, Run::new(after, FAINT)]);
            return;
        }
        self.say(indent, &[Run::new(format!("— {words}"), FAINT)]);
        let wide = Screen { width: usize::MAX, colour: self.terminal.colour };
        wide.paragraph(&mut self.out, indent + 2, 0, &[path, Run::new(after, FAINT)]);
    }
}

/// Writes `text` to standard output.
pub(super) fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// The quote of a claim, its deciding words marked, in about `most` characters; `sought` are ranges of characters of the
/// quote that were searched for.
pub(super) fn quote(claim: &Claim, sought: &[std::ops::Range<usize>], most: usize) -> Vec<Run> {
    let pieces = marks::quote(claim, most);
    let shown: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
    // Where the cut begins in the quote, so that what was searched for is found again in it.
    let start = claim.evidence.quote.find(shown.trim_matches('…')).map(|at| claim.evidence.quote[..at].chars().count());
    let lead = usize::from(shown.starts_with('…') && !claim.evidence.quote.starts_with('…'));
    let is_sought = |at: usize| {
        start.is_some_and(|start| at >= lead && sought.iter().any(|range| range.contains(&(at - lead + start))))
    };
    let mut runs = vec![Run::new("「", FAINT)];
    let mut at = 0;
    for piece in pieces {
        let style = match piece.mark {
            Mark::None => PLAIN,
            Mark::Mention => MENTION,
            Mark::Cue => CUE,
        };
        let characters: Vec<char> = piece.text.chars().collect();
        let places: Vec<bool> = (0..characters.len()).map(|n| is_sought(at + n)).collect();
        let mut from = 0;
        for same in places.chunk_by(|a, b| a == b) {
            let text: String = characters[from..from + same.len()].iter().collect();
            runs.push(Run::new(text, if same[0] { style | SOUGHT.get_effects() } else { style }));
            from += same.len();
        }
        at += characters.len();
    }
    runs.push(Run::new("」", FAINT));
    runs
}

/// What a claim says in one line: products, proposition, stance, conditions, numbers, whose word.
pub(super) fn says(claim: &Claim, names: &Names, lang: Lang) -> Vec<Run> {
    let products: Vec<&str> = claim.products.iter().map(|&product| words::product(product, lang)).collect();
    vec![
        Run::new(format!("{} · {}", products.join(lang.t("、", ", ")), names.of(&claim.proposition, lang)), STRONG),
        Run::new(format!("  {}", phrases::says(claim, lang)), CUE),
    ]
}
