//! What is worth fetching first: how far a page, or a link to one, speaks of the subject.
//!
//! The words are rows of `focus.toml`, or of a file the user names. Scores run from 0 to 1 and only
//! order and choose pages for the crawl; what an article claims is judged elsewhere and anew.

use daachorse::{CharwiseDoubleArrayAhoCorasick, DoubleArrayAhoCorasick, MatchKind};
use serde::Deserialize;

/// The built-in rows.
const ROWS: &str = include_str!("focus.toml");

/// A page at or above this is kept and its links are followed.
pub const USEFUL: f32 = 0.5;

/// A link at or above this is taken up even from a page that is of no use.
pub const PROMISING: f32 = 0.3;

/// Rows as read.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rows {
    word: Vec<Word>,
    #[serde(default)]
    address: Vec<AddressWord>,
    #[serde(default)]
    entrance: Vec<Entrance>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Word {
    text: String,
    kind: Kind,
    weight: f32,
    example: String,
}

/// The sides of the subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Product,
    Debt,
    Measure,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct AddressWord {
    text: String,
    weight: f32,
    example: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entrance {
    text: String,
    #[serde(default)]
    next: bool,
    example: String,
}

/// The compiled rows.
pub struct Focus {
    rows: Rows,
    words: CharwiseDoubleArrayAhoCorasick<u32>,
    addresses: Option<DoubleArrayAhoCorasick<u32>>,
}

impl std::fmt::Debug for Focus {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Focus").field("words", &self.rows.word.len()).finish_non_exhaustive()
    }
}

/// Why rows do not load.
#[derive(Debug, thiserror::Error)]
pub enum FocusError {
    /// The file is no such table.
    #[error("the topic rows cannot be read: {0}")]
    Syntax(#[from] toml::de::Error),
    /// A row does not hold what its own example says, or is no row.
    #[error("topic row `{row}`: {problem}")]
    Row {
        /// The row's text.
        row: String,
        /// What is wrong with it.
        problem: &'static str,
    },
}

impl Focus {
    /// The built-in subject: collection of 花呗 and 借呗 debts.
    pub fn built_in() -> Focus {
        Focus::parse(ROWS).expect("compiled in, and a test reads it")
    }

    /// Reads rows; each must be found in its own example.
    pub fn parse(toml: &str) -> Result<Focus, FocusError> {
        let rows: Rows = toml::from_str(toml)?;
        let texts = rows
            .word
            .iter()
            .map(|row| (&row.text, &row.example))
            .chain(rows.address.iter().map(|row| (&row.text, &row.example)))
            .chain(rows.entrance.iter().map(|row| (&row.text, &row.example)));
        for (text, example) in texts {
            let fail = |problem| Err(FocusError::Row { row: text.clone(), problem });
            if text.is_empty() {
                return fail("has no text");
            }
            if !example.contains(text.as_str()) {
                return fail("is not found in its example");
            }
        }
        let mut texts: Vec<&str> = rows.word.iter().map(|row| row.text.as_str()).collect();
        texts.sort_unstable();
        if let Some(twice) = texts.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(FocusError::Row { row: twice[0].to_owned(), problem: "stands twice" });
        }
        if rows.word.is_empty() {
            return Err(FocusError::Row { row: "[[word]]".to_owned(), problem: "is missing" });
        }
        let words = daachorse::CharwiseDoubleArrayAhoCorasickBuilder::new()
            .match_kind(MatchKind::LeftmostLongest)
            .build(rows.word.iter().map(|row| row.text.as_str()))
            .map_err(|_| FocusError::Row { row: String::new(), problem: "there is no word" })?;
        let failed = |_| FocusError::Row { row: String::new(), problem: "cannot be compiled" };
        let addresses = match rows.address.is_empty() {
            true => None,
            false => Some(DoubleArrayAhoCorasick::new(rows.address.iter().map(|row| &row.text)).map_err(failed)?),
        };
        Ok(Focus { rows, words, addresses })
    }

    /// How far a text speaks of the subject: distinct words count most, repetition a little, and a
    /// text that knows only one side of the subject is worth half.
    pub fn of_text(&self, text: &str) -> f32 {
        let mut counts = vec![0u32; self.rows.word.len()];
        for found in self.words.leftmost_find_iter(text) {
            counts[found.value() as usize] += 1;
        }
        let mut sum = 0.0;
        let mut sides = [false; 3];
        for (row, &count) in self.rows.word.iter().zip(&counts).filter(|(_, count)| **count > 0) {
            sum += row.weight * (1.0 + 0.25 * (count.min(16) as f32).ln());
            sides[row.kind as usize] = true;
        }
        let met = sides.iter().filter(|side| **side).count();
        let score = 1.0 - (-sum / 9.0).exp();
        if met >= 2 { score } else { score * 0.5 }
    }

    /// Relevance of a page: its text outside links, and its title counted again.
    pub fn of_page(&self, title: &str, text: &str) -> f32 {
        let body = self.of_text(text);
        if title.is_empty() { body } else { body.max(0.75 * body + 0.5 * self.of_text(title)).min(1.0) }
    }

    /// Promise of a link: its words, its address, and the page it stands on.
    pub fn of_link(&self, anchor: &str, address: &str, parent: f32) -> Promise {
        let said = (self.of_text(anchor) * 1.5).min(1.0);
        let spelt = self.of_address(&address.to_ascii_lowercase());
        let entrance = self.rows.entrance.iter().find(|row| anchor.contains(&row.text));
        let is_next = entrance.is_some_and(|row| row.next) && anchor.chars().count() <= 8;
        let mut own = said + 0.1 * spelt;
        if entrance.is_some() {
            own += 0.15;
        }
        let own = own.clamp(-1.0, 1.0);
        let next = if is_next { parent } else { 0.0 };
        Promise { own, score: (0.65 * own + 0.35 * parent).max(next).clamp(0.0, 1.0), is_next }
    }
}

impl Focus {
    /// Weights of the words that stand alone in an address, each once.
    fn of_address(&self, address: &str) -> f32 {
        let Some(words) = &self.addresses else {
            return 0.0;
        };
        let mut found: Vec<usize> = words
            .find_overlapping_iter(address)
            .filter(|found| stands_alone(address.as_bytes(), found.start(), found.end()))
            .map(|found| found.value() as usize)
            .collect();
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|row| self.rows.address[row].weight).sum()
    }
}

/// What a link promises.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Promise {
    /// By its own words and address, from -1.
    pub own: f32,
    /// With the page it stands on, from 0.
    pub score: f32,
    /// The link leads to the same article's next page.
    pub is_next: bool,
}

/// Whether no letter touches a piece of an address.
fn stands_alone(address: &[u8], start: usize, end: usize) -> bool {
    let letter = |at: Option<&u8>| at.is_some_and(u8::is_ascii_alphabetic);
    !letter(start.checked_sub(1).and_then(|at| address.get(at))) && !letter(address.get(end))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn pages_of_the_subject_are_of_use_and_others_not() {
        let focus = Focus::built_in();
        let of_use = [
            ("花呗逾期会上门吗", "逾期之后，平台先发短信。金额大的可能委托催收，一般不会上门。"),
            ("", "借呗还不上，可以和客服协商分期。"),
            ("网贷被起诉怎么办", "收到传票不要慌，网贷逾期后先核实。"),
        ];
        for (title, text) in of_use {
            assert!(focus.of_page(title, text) >= USEFUL, "{title}{text}");
        }
        let of_no_use = [
            ("今日天气", "多云转晴，气温十度。"),
            ("上门洗空调", "师傅上门服务，价格优惠。"),
            ("支付宝扫码", "支付宝推出新的扫码功能。"),
            ("房屋贷款利率", "贷款利率下调。"),
        ];
        for (title, text) in of_no_use {
            assert!(focus.of_page(title, text) < USEFUL, "{title}{text}");
        }
    }

    #[test]
    fn links_are_ordered_by_what_they_say() {
        let focus = Focus::built_in();
        let best = focus.of_link("花呗逾期三个月会上门催收吗", "http://h/a/1.html", 0.8);
        let spelt = focus.of_link("详情", "http://h/huabei-yuqi/1.html", 0.8);
        let plain = focus.of_link("详情", "http://h/a/1.html", 0.8);
        let aside = focus.of_link("登录", "http://h/login?to=2", 0.8);
        assert!(best.score > spelt.score && spelt.score > plain.score && plain.score > aside.score);
        assert!(best.own >= PROMISING && spelt.own >= PROMISING && plain.own < PROMISING);
        assert!(focus.of_link("下一页", "http://h/a/1_2.html", 0.8).is_next);
        assert!(!focus.of_link("下一页更精彩：明星八卦大全", "http://h/x", 0.8).is_next);
    }

    #[test]
    fn words_of_addresses_stand_alone() {
        let focus = Focus::built_in();
        assert_eq!(focus.of_address("http://h/huabei_1/huabei"), 4.0);
        assert_eq!(focus.of_address("http://h/huabei-yuqi"), 8.0);
        assert_eq!(focus.of_address("http://h/descarte/huabeis"), 0.0);
    }

    #[test]
    fn a_row_that_its_example_refutes_does_not_load() {
        let row = "[[word]]\ntext = \"甲\"\nkind = \"debt\"\nweight = 1\nexample = \"乙\"\n";
        let error = Focus::parse(row).unwrap_err().to_string();
        assert_eq!(error, "topic row `甲`: is not found in its example");
        assert!(Focus::parse("[[word]]\ntext = \"甲\"\nbad = 1").is_err());
        assert!(Focus::parse("word = []").is_err());
    }
}
