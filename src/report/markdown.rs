//! The report as CommonMark, for notes, issues and wikis. Everything a page wrote is escaped.

use std::fmt::Write;

use crate::claim::Claim;
use crate::dispute::{Conflict, Dispute, Opponent, Report};

use super::digest::{Digest, law_words};
use super::marks::{self, Mark};
use super::plain::{plain, uri_path, web_address};
use super::summary::{held, left_out, made_of, refinement, source_parts, tally, verdict};
use super::{Lang, Options, filter, phrases, words};

/// Characters of a quote.
const QUOTE: usize = 240;

/// The whole report; ends with a line feed.
pub fn render(report: &Report, options: &Options) -> String {
    let filtered = filter::filter(report, &options.filter);
    let page = Page { digest: Digest::new(&filtered.report), options, lang: options.lang };
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = page.write(&mut out, &left_out(&filtered, options));
    out
}

/// `text` so that Markdown shows it as it is: control characters made visible, every mark escaped.
///
/// ```
/// use duizhi::report::markdown::escape;
/// assert_eq!(escape("<b>*1*</b>\n# x"), r"&lt;b&gt;\*1\*&lt;/b&gt; \# x");
/// ```
pub fn escape(text: &str) -> String {
    let text = plain(text);
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '#' | '+' | '!' | '|' | '~' | '$' | '=' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    // A list item or a heading rule is one only at the start of a line.
    let starts_block = |c: char| c == '-' || c == ':';
    if out.starts_with(starts_block) {
        out.insert(0, '\\');
    }
    let digits = out.chars().take_while(char::is_ascii_digit).count();
    if digits > 0 && (out[digits..].starts_with(". ") || &out[digits..] == ".") {
        out.insert(digits, '\\');
    }
    // Bare addresses are made links by some readers of Markdown.
    out.replace("://", ":\u{2f}&#47;").replace("www.", "www&#46;").replace('@', "&#64;")
}

struct Page<'a> {
    digest: Digest<'a>,
    options: &'a Options,
    lang: Lang,
}

impl Page<'_> {
    fn write(&self, out: &mut String, left_out: &[String]) -> std::fmt::Result {
        let (lang, report) = (self.lang, self.digest.report);
        writeln!(out, "# {} · {}\n", lang.t("对质报告", "Contradiction report"), report.as_of)?;
        writeln!(out, "{}\n", verdict(&self.digest, lang))?;
        writeln!(out, "{}\n", made_of(&self.digest, lang))?;
        for note in left_out {
            writeln!(out, "{}\n", escape(note))?;
        }
        writeln!(out, "> {}", words::no_legal_advice(lang))?;

        let shown = self.options.limit.unwrap_or(usize::MAX);
        for (number, dispute) in report.disputes.iter().take(shown).enumerate() {
            self.dispute(out, number + 1, dispute)?;
        }
        let hidden = report.disputes.len().saturating_sub(shown);
        match lang {
            _ if hidden == 0 => Ok(()),
            Lang::Zh => writeln!(out, "\n另有 {hidden} 个争点未列出。"),
            Lang::En => writeln!(out, "\nNot shown: {}.", phrases::count(hidden, "more dispute")),
        }
    }

    fn dispute(&self, out: &mut String, number: usize, dispute: &Dispute) -> std::fmt::Result {
        let lang = self.lang;
        let question = phrases::question(dispute, lang, &self.options.names);
        writeln!(out, "\n## {number}. {}\n", escape(&question))?;
        writeln!(out, "{} · {}\n", tally(&dispute.conflicts, lang), code(&dispute.id))?;

        let heads = lang.t("说法 | 条件 | 谁在说", "Position | Conditions | Who");
        writeln!(out, "| {heads} |\n|---|---|---|")?;
        for position in &dispute.positions {
            let mut conditions = phrases::conditions(&position.conditions, lang);
            if position.proposition != dispute.proposition {
                let name = self.options.names.of(&position.proposition, lang);
                conditions =
                    [name, &conditions].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("·");
            }
            let stance = words::stance(position.stance, lang);
            writeln!(out, "| {stance} | {} | {} |", escape(&conditions), held(position, lang))?;
        }
        for conflict in &dispute.conflicts {
            self.conflict(out, conflict)?;
        }
        if dispute.unlisted > 0 {
            let more = dispute.unlisted;
            match lang {
                Lang::Zh => writeln!(out, "\n另有 {more} 处冲突未在此列出。")?,
                Lang::En => writeln!(out, "\n{more} more are not shown here.")?,
            }
        }
        self.law(out, dispute)?;
        self.numbers(out, dispute)?;
        self.notes(out, dispute)
    }

    fn conflict(&self, out: &mut String, conflict: &Conflict) -> std::fmt::Result {
        let lang = self.lang;
        let [a, b] = phrases::values(conflict, lang);
        let inside = if conflict.internal { lang.t(" · 自相矛盾", " · within one article") } else { "" };
        writeln!(
            out,
            "\n### {} · {}{inside}:{} ⟷ {}\n",
            words::severity(conflict.severity, lang),
            words::kind(conflict.kind, lang),
            escape(&a),
            escape(&b),
        )?;
        writeln!(out, "{} {}\n", escape(&phrases::because(conflict, lang)), code(&conflict.id))?;
        self.quote(out, &conflict.a)?;
        match &conflict.b {
            Opponent::Claim(claim) => {
                writeln!(out, ">")?;
                self.quote(out, claim)
            }
            Opponent::Rule(rule) => writeln!(
                out,
                ">\n> § {}{} {}",
                escape(&phrases::citation(rule)),
                phrases::standing(rule, lang),
                escape(&rule.provides_zh),
            ),
        }
    }

    fn quote(&self, out: &mut String, claim: &Claim) -> std::fmt::Result {
        let mut text = String::new();
        // Two marked pieces side by side become one, or their stars would run together.
        for same in marks::quote(claim, QUOTE).chunk_by(|a, b| (a.mark == Mark::None) == (b.mark == Mark::None)) {
            let piece: String = same.iter().map(|piece| piece.text.as_str()).collect();
            let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            // Stars open and close only beside a letter or a Chinese character.
            let strong = same[0].mark != Mark::None && is_word(piece.chars().next()) && is_word(piece.chars().last());
            let star = if strong { "**" } else { "" };
            write!(text, "{star}{}{star}", escape(&piece))?;
        }
        writeln!(out, "> 「{text}」  ")?;
        writeln!(out, "> — {} · {}", escape(&phrases::says(claim, self.lang)), self.source(claim))
    }

    fn source(&self, claim: &Claim) -> String {
        let Some(source) = self.digest.source(claim.article) else {
            return claim.article.to_string();
        };
        let copies = self.digest.copies(source).len();
        let mut parts: Vec<String> = source_parts(source, copies, self.lang).iter().map(|part| escape(part)).collect();
        parts.push(code(&source.path));
        if let Some(address) = source.url.as_deref().and_then(web_address) {
            let unsafe_in_link = |c: char| matches!(c, '<' | '>' | '\\' | '`' | '(' | ')' | '|' | '"' | '\'');
            let target: String = address
                .chars()
                .map(|c| if unsafe_in_link(c) { uri_path(&c.to_string()) } else { c.to_string() })
                .collect();
            parts.push(format!("[{}](<{target}>)", self.lang.t("原文", "page")));
        }
        parts.join(" · ")
    }

    fn law(&self, out: &mut String, dispute: &Dispute) -> std::fmt::Result {
        let lang = self.lang;
        let law = law_words(dispute);
        if law.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n### {}\n", lang.t("法规怎么说", "What the law says"))?;
        for word in law {
            let (rule, against) = (word.rule, word.against.len());
            let note = match lang {
                _ if against == 0 => String::new(),
                Lang::Zh => format!(" **与之不符 {against} 处**"),
                Lang::En => format!(" **{against} against it**"),
            };
            writeln!(
                out,
                "* {}{} {}{note}",
                escape(&phrases::citation(rule)),
                phrases::standing(rule, lang),
                escape(&rule.provides_zh),
            )?;
        }
        Ok(())
    }

    fn numbers(&self, out: &mut String, dispute: &Dispute) -> std::fmt::Result {
        let lang = self.lang;
        for spread in &dispute.numbers {
            let median = phrases::value(spread.measure, spread.median, lang);
            writeln!(out, "\n### {}({} {median})\n", words::measure(spread.measure, lang), lang.t("中位", "median"))?;
            writeln!(out, "| {} |\n|---|---|---|", lang.t("数字 | 声音 | 例", "Number | Voices | Example"))?;
            for point in &spread.points {
                let far = if point.outlier { lang.t("（离群）", " (outlier)") } else { "" };
                let number = phrases::point(spread.measure, point, lang);
                writeln!(out, "| {number}{far} | {} | {} |", point.voices, self.source(&point.example))?;
            }
        }
        Ok(())
    }

    fn notes(&self, out: &mut String, dispute: &Dispute) -> std::fmt::Result {
        let lang = self.lang;
        let mut lines = Vec::new();
        for refined in &dispute.refined {
            let text =
                refinement(&phrases::says(&refined.general, lang), &phrases::says(&refined.exception, lang), lang);
            lines.push((lang.t("不算矛盾", "no contradiction").to_owned(), text));
        }
        for superseded in &dispute.superseded {
            let text = format!(
                "{} → {} · {}{}",
                phrases::says(&superseded.older, lang),
                phrases::says(&superseded.newer, lang),
                phrases::citation(&superseded.rule),
                phrases::standing(&superseded.rule, lang),
            );
            lines.push((lang.t("旧说已被新规取代", "overtaken by a newer rule").to_owned(), text));
        }
        for remark in &dispute.remarks {
            lines.push((words::remark(remark.kind, lang).to_owned(), plain(&remark.text_zh).into_owned()));
        }
        let count = dispute.silent.len() + dispute.silent_more;
        if count > 0 {
            lines.push((
                lang.t("沉默", "silent").to_owned(),
                match lang {
                    Lang::Zh => {
                        format!("{count} 篇谈到{}的文章没有提这个问题", dispute.product.zh())
                    }
                    Lang::En => phrases::count(count, "article"),
                },
            ));
        }
        if !lines.is_empty() {
            writeln!(out, "\n### {}\n", lang.t("备注", "Remarks"))?;
        }
        for (label, text) in lines {
            writeln!(out, "* **{label}** {}", escape(&text))?;
        }
        Ok(())
    }
}

/// As a code span where that is safe in every reader of Markdown, else as escaped text.
fn code(text: &str) -> String {
    let text = plain(text);
    let tame = |c: char| c.is_alphanumeric() || "/._-: ".contains(c);
    if !text.trim().is_empty() && text.chars().all(tame) { format!("`{text}`") } else { escape(&text) }
}
