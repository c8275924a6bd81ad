//! Sets pieces of styled text into lines of a terminal: Chinese counts two columns and may break anywhere, but
//! not before a closing mark nor after an opening one.
//!
//! Text comes in without control characters (`plain`); the only escapes that go out are ours.

use anstyle::Style;
use unicode_width::UnicodeWidthChar;

/// A run of text with one look.
#[derive(Debug, Clone, Default)]
pub(crate) struct Run {
    pub(crate) text: String,
    pub(crate) style: Style,
    /// Where it leads, as a URI.
    pub(crate) link: Option<String>,
}

impl Run {
    pub(crate) fn new(text: impl Into<String>, style: Style) -> Run {
        Run { text: text.into(), style, link: None }
    }
}

/// The terminal that is written to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Screen {
    pub(crate) width: usize,
    pub(crate) colour: bool,
}

impl Screen {
    /// Adds `runs` to `out`: the first line indented by `first`, the others by `rest`; ends with a line feed.
    pub(crate) fn paragraph(self, out: &mut String, first: usize, rest: usize, runs: &[Run]) {
        let units = units(runs);
        let mut line: Vec<&Unit<'_>> = Vec::new();
        let (mut indent, mut used) = (first, first);
        for (i, unit) in units.iter().enumerate() {
            // A closing mark stays with what it closes, so room for the marks that follow is taken as well.
            let tail: usize =
                units[i + 1..].iter().take(3).take_while(|next| next.closes()).map(|next| next.width).sum();
            let fits = used + unit.width + tail <= self.width;
            if !fits && !unit.closes() && !line.is_empty() {
                let kept = line.iter().rposition(|unit| !unit.opens()).map_or(0, |at| at + 1);
                let carried = if kept == 0 { Vec::new() } else { line.split_off(kept) };
                self.line(out, indent, &line);
                line = carried;
                indent = rest;
                used = rest + line.iter().map(|unit| unit.width).sum::<usize>();
            }
            if line.is_empty() && unit.text == " " {
                continue;
            }
            line.push(unit);
            used += unit.width;
        }
        self.line(out, indent, &line);
    }

    fn line(self, out: &mut String, indent: usize, units: &[&Unit<'_>]) {
        let end = units.iter().rposition(|unit| unit.text != " ").map_or(0, |at| at + 1);
        if end > 0 {
            out.extend(std::iter::repeat_n(' ', indent));
        }
        for same in units[..end].chunk_by(|a, b| a.run == b.run) {
            let run = same[0].look;
            let text: String = same.iter().map(|unit| unit.text).collect();
            let text = match &run.link {
                Some(link) => format!("\x1b]8;;{link}\x1b\\{text}\x1b]8;;\x1b\\"),
                None => text,
            };
            if self.colour && !run.style.is_plain() {
                out.push_str(&format!("{}{text}{}", run.style.render(), run.style.render_reset()));
            } else {
                out.push_str(&text);
            }
        }
        out.push('\n');
    }
}

/// What is never broken: a wide character, a Latin word, a space.
struct Unit<'a> {
    text: &'a str,
    width: usize,
    run: usize,
    look: &'a Run,
}

impl Unit<'_> {
    fn closes(&self) -> bool {
        self.text.chars().all(|c| ",.;:!?)]}%、，。；：！？）】》〉」』”’…·％".contains(c))
    }

    fn opens(&self) -> bool {
        self.text.chars().all(|c| "([{（【《〈「『“‘#".contains(c))
    }
}

/// Words longer than this are cut, so that a path or an address never leaves the screen.
const LONGEST_WORD: usize = 24;

fn units(runs: &[Run]) -> Vec<Unit<'_>> {
    let mut units = Vec::new();
    for (number, run) in runs.iter().enumerate() {
        // Where each unit starts and how wide it is; characters of no width belong to the one before them.
        let mut starts: Vec<(usize, usize)> = Vec::new();
        let mut after_word = false;
        for (at, c) in run.text.char_indices() {
            let columns = c.width().unwrap_or(0);
            let in_word = columns == 1 && (c.is_alphanumeric() || "._-/+~'".contains(c));
            match starts.last_mut() {
                Some((_, width)) if columns == 0 => *width += columns,
                Some((_, width)) if in_word && after_word && *width < LONGEST_WORD => *width += columns,
                _ => starts.push((at, columns)),
            }
            after_word = in_word || (columns == 0 && after_word);
        }
        let ends = starts.iter().skip(1).map(|&(at, _)| at).chain([run.text.len()]);
        units.extend(starts.iter().zip(ends).map(|(&(from, width), to)| Unit {
            text: &run.text[from..to],
            width,
            run: number,
            look: run,
        }));
    }
    units
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;

    fn lines(width: usize, text: &str) -> Vec<String> {
        let mut out = String::new();
        Screen { width, colour: false }.paragraph(&mut out, 0, 2, &[Run::new(text, Style::new())]);
        out.lines().map(str::to_owned).collect()
    }

    #[test]
    fn wide_characters_count_two_columns() {
        assert_eq!(lines(10, "一二三四五六七八九"), ["一二三四五", "  六七八九"]);
    }

    #[test]
    fn no_line_starts_with_a_closing_mark_or_ends_with_an_opening_one() {
        assert_eq!(lines(10, "一二三四五,六"), ["一二三四", "  五,六"]);
        assert_eq!(lines(10, "一二三四「五"), ["一二三四", "  「五"]);
    }

    #[test]
    fn latin_words_stay_whole_unless_they_are_too_long() {
        assert_eq!(lines(12, "花呗 overdue days"), ["花呗 overdue", "  days"]);
        assert!(lines(30, &"x".repeat(100)).iter().all(|line| line.len() <= 30));
    }

    #[test]
    fn every_line_fits() {
        for width in 20..60 {
            for line in lines(width, &"逾期90天以上,「可能」上门(corpus/a/1.html)催收。".repeat(9)) {
                assert!(line.width() <= width, "{width}: {line}");
            }
        }
    }
}
