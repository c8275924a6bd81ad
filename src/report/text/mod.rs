//! The report for a terminal: fits its width, the most important first, colour and links only when asked.

mod below;

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use crate::claim::Claim;
use crate::dispute::{Conflict, Dispute, Opponent, Severity};

use super::digest::Digest;
use super::filter::{self, Filtered};
use super::layout::{Run, Screen};
use super::marks::{self, Mark};
use super::plain::{plain, uri_path};
use super::summary::{left_out, made_of, source_parts, tally, verdict};
use super::{Lang, Options, phrases, words};

/// Conflicts shown of one dispute; JSON and HTML have the rest.
const CONFLICTS: usize = 5;
/// Narrower than this nothing can be read.
const LEAST_WIDTH: usize = 30;
/// Lines longer than this are hard to read, however wide the terminal is.
const WIDEST: usize = 110;
/// Characters of a quote beside a conflict.
const QUOTE: usize = 90;

/// The whole report; ends with a line feed.
pub fn render(report: &crate::dispute::Report, options: &Options) -> String {
    let filtered = filter::filter(report, &options.filter);
    let digest = Digest::new(&filtered.report);
    let screen = Screen { width: options.width.clamp(LEAST_WIDTH, WIDEST), colour: options.colour };
    let mut page = Page { out: String::new(), screen, digest, options, lang: options.lang };

    page.head(&filtered);
    let disputes = &filtered.report.disputes;
    let shown = options.limit.unwrap_or(disputes.len()).min(disputes.len());
    for (number, dispute) in disputes.iter().take(shown).enumerate() {
        page.dispute(number + 1, dispute);
    }
    page.foot(disputes.len() - shown);
    page.out
}

const STRONG: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();
const HARD: Style = AnsiColor::Red.on_default().bold();
const TENSION: Style = AnsiColor::Yellow.on_default();
const MENTION: Style = Style::new().underline();
const CUE: Style = Style::new().bold().underline();
const LAW: Style = AnsiColor::Cyan.on_default();
const BAR: Style = AnsiColor::Blue.on_default();

struct Page<'a> {
    out: String,
    screen: Screen,
    digest: Digest<'a>,
    options: &'a Options,
    lang: Lang,
}

impl Page<'_> {
    fn say(&mut self, indent: usize, runs: &[Run]) {
        self.screen.paragraph(&mut self.out, indent, indent + 2, runs);
    }

    fn line(&mut self, indent: usize, style: Style, text: impl Into<String>) {
        self.say(indent, &[Run::new(text, style)]);
    }

    fn gap(&mut self) {
        self.out.push('\n');
    }

    fn head(&mut self, filtered: &Filtered<'_>) {
        let (lang, report) = (self.lang, self.digest.report);
        self.line(0, STRONG, format!("{} · {}", lang.t("对质报告", "Contradiction report"), report.as_of));
        self.line(0, Style::new(), made_of(&self.digest, lang));
        self.line(0, Style::new(), verdict(&self.digest, lang));
        for note in left_out(filtered, self.options) {
            self.line(0, FAINT, note);
        }
        self.line(0, FAINT, words::no_legal_advice(lang));
    }

    fn foot(&mut self, hidden: usize) {
        if hidden > 0 {
            self.gap();
            self.line(
                0,
                FAINT,
                match self.lang {
                    Lang::Zh => format!("另有 {hidden} 个争点未列出。"),
                    Lang::En => format!("Not shown: {}.", phrases::count(hidden, "more dispute")),
                },
            );
        }
    }

    fn dispute(&mut self, number: usize, dispute: &Dispute) {
        let lang = self.lang;
        self.gap();
        let question = phrases::question(dispute, lang, &self.options.names);
        self.say(
            0,
            &[
                Run::new(format!("{number}. "), FAINT),
                Run::new(question, STRONG),
                Run::new(format!("  {}", tally(&dispute.conflicts, lang)), Style::new()),
                Run::new(format!("  #{}", plain(&dispute.id)), FAINT),
            ],
        );
        self.shares(dispute);
        for conflict in dispute.conflicts.iter().take(CONFLICTS) {
            self.conflict(conflict);
        }
        let more = dispute.conflicts.len().saturating_sub(CONFLICTS) + dispute.unlisted;
        if more > 0 {
            self.line(
                3,
                FAINT,
                match lang {
                    Lang::Zh => format!("另有 {more} 处冲突未在此列出。"),
                    Lang::En => format!("{more} more are not shown here."),
                },
            );
        }
        self.positions(dispute);
        self.law(dispute);
        for spread in &dispute.numbers {
            self.numbers(spread);
        }
        self.notes(dispute);
        let silent = dispute.silent.len() + dispute.silent_more;
        if silent > 0 {
            self.line(
                3,
                FAINT,
                match lang {
                    Lang::Zh => format!("沉默：{silent} 篇谈到{}的文章没有提这个问题", dispute.product.zh()),
                    Lang::En => format!("silent on it: {}", phrases::count(silent, "article")),
                },
            );
        }
    }

    /// One bar a stance, a block a voice.
    fn shares(&mut self, dispute: &Dispute) {
        let shares = self.digest.shares(dispute);
        let most = shares.iter().map(|&(_, voices)| voices).max().unwrap_or(0).max(1);
        let room = (self.screen.width / 2).clamp(8, 36);
        let widest = shares.iter().map(|&(stance, _)| words::stance(stance, self.lang).width()).max().unwrap_or(0);
        for (stance, voices) in shares {
            let label = words::stance(stance, self.lang);
            let pad = " ".repeat(widest - label.width() + 1);
            let blocks = if most > room { (voices * room).div_ceil(most) } else { voices };
            self.say(
                3,
                &[
                    Run::new(format!("{label}{pad}"), Style::new()),
                    Run::new("█".repeat(blocks), BAR),
                    Run::new(format!(" {voices}"), Style::new()),
                ],
            );
        }
    }

    fn conflict(&mut self, conflict: &Conflict) {
        let lang = self.lang;
        let [a, b] = phrases::values(conflict, lang);
        let style = if conflict.severity == Severity::Hard { HARD } else { TENSION };
        let inside = if conflict.internal { lang.t(" · 自相矛盾", " · within one article") } else { "" };
        let voices = match (&conflict.b, lang) {
            (Opponent::Rule(_), _) => String::new(),
            (_, Lang::Zh) => format!("  声音 {} 比 {}", conflict.voices[0], conflict.voices[1]),
            (_, Lang::En) => format!("  voices {} to {}", conflict.voices[0], conflict.voices[1]),
        };
        self.gap();
        self.say(
            3,
            &[
                Run::new(words::severity(conflict.severity, lang), style),
                Run::new(format!(" · {}{inside}  ", words::kind(conflict.kind, lang)), style),
                Run::new(format!("{} ⟷ {}", a, b), STRONG),
                Run::new(voices, Style::new()),
                Run::new(format!("  {}", plain(&conflict.id)), FAINT),
            ],
        );
        self.line(5, Style::new(), phrases::because(conflict, lang));
        self.quote(5, "A ", &conflict.a);
        match &conflict.b {
            Opponent::Claim(claim) => self.quote(5, "B ", claim),
            Opponent::Rule(rule) => {
                self.say(
                    5,
                    &[
                        Run::new("§ ", LAW),
                        Run::new(phrases::citation(rule), LAW),
                        Run::new(phrases::standing(rule, lang), FAINT),
                        Run::new(format!(" {}", plain(&rule.provides_zh)), Style::new()),
                    ],
                );
            }
        }
    }

    /// A quote with its deciding words marked, and the source on a line of its own.
    fn quote(&mut self, indent: usize, label: &str, claim: &Claim) {
        let open = |mark| match (mark, self.screen.colour) {
            // Without colour the words are set in brackets of their own.
            (Mark::None, _) | (_, true) => ("", ""),
            (Mark::Mention | Mark::Cue, false) => ("[", "]"),
        };
        let mut runs = vec![Run::new(format!("{label}「"), FAINT)];
        for piece in marks::quote(claim, QUOTE) {
            let (before, after) = open(piece.mark);
            let style = match piece.mark {
                Mark::None => Style::new(),
                Mark::Mention => MENTION,
                Mark::Cue => CUE,
            };
            runs.push(Run::new(format!("{before}{}{after}", piece.text), style));
        }
        runs.push(Run::new("」", FAINT));
        self.say(indent, &runs);
        let mut whence = vec![Run::new("— ", FAINT)];
        whence.extend(self.source(claim));
        self.say(indent + 2, &whence);
    }

    fn source(&self, claim: &Claim) -> Vec<Run> {
        let Some(source) = self.digest.source(claim.article) else {
            return vec![Run::new(claim.article.to_string(), FAINT)];
        };
        let path = Run { text: plain(&source.path).into_owned(), style: FAINT, link: self.link(&source.path) };
        let copies = self.digest.copies(source).len();
        let mut rest = String::new();
        for part in source_parts(source, copies, self.lang) {
            rest.push_str(" · ");
            rest.push_str(&part);
        }
        vec![Run::new(format!("{} ", phrases::says(claim, self.lang)), FAINT), path, Run::new(rest, FAINT)]
    }

    fn link(&self, path: &str) -> Option<String> {
        let base = self.options.link_base.as_deref()?;
        Some(match path.starts_with('/') {
            true => format!("file://{}", uri_path(path)),
            false => format!("{base}{}", uri_path(path)),
        })
    }
}
