//! 争点表: what the comparison must know of each proposition, read from `disputes.toml`.
//!
//! Which words name a proposition in a text is the lexicon's business; here stands only how its disputes are
//! asked, and which of its claims speak of the same thing.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::claim::{Claim, Flag, Product, PropositionId};

/// The row of one proposition.
#[derive(Debug, Clone, Default)]
pub struct Topic {
    /// The proposition.
    pub id: String,
    /// The question, with `{product}` in it.
    question: String,
    /// What happens: 上门催收.
    pub act: String,
    senses: Vec<Vec<String>>,
    shades: Vec<Vec<String>>,
    markers: Vec<String>,
    /// The claim is its number.
    pub measured: bool,
    /// Rules of several kinds share the row.
    pub mixed: bool,
    /// An act that has its place in a ladder.
    pub stage: bool,
    /// Flags under which even a flat denial is commonly meant to yield.
    pub exception: Vec<Flag>,
    /// Several consequences under one name: contradictions of stances are tensions at most.
    pub loose: bool,
    /// Its shades are matters of their own: what is said of one says nothing of another.
    pub apart: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    dispute: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    question: String,
    act: String,
    #[serde(default)]
    senses: Vec<Vec<String>>,
    #[serde(default)]
    shades: Vec<Vec<String>>,
    #[serde(default)]
    markers: Vec<String>,
    #[serde(default)]
    measured: bool,
    #[serde(default)]
    mixed: bool,
    #[serde(default)]
    stage: bool,
    #[serde(default)]
    exception: Vec<String>,
    #[serde(default)]
    loose: bool,
    #[serde(default)]
    apart: bool,
}

/// Which of the things under one proposition a claim names; see [`Topic::subject`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Subject {
    senses: u8,
    shades: u8,
    markers: u16,
}

impl Subject {
    /// Whether numbers of the two may be compared: nothing says that they name different things.
    pub fn comparable(self, with: Subject) -> bool {
        self.markers == with.markers && (self.senses == 0 || with.senses == 0 || self.senses & with.senses != 0)
    }

    /// Whether the two surely name the same thing, so that what the one denies is what the other affirms.
    pub fn same(self, with: Subject) -> bool {
        self.markers == with.markers && (self.senses == with.senses || self.senses & with.senses != 0)
    }

    /// Whether they name different shades of one thing.
    pub fn shaded(self, with: Subject) -> bool {
        self.shades != 0 && with.shades != 0 && self.shades & with.shades == 0
    }
}

impl Topic {
    /// The question for one product: 借呗逾期会上门催收吗?
    pub fn question(&self, product: Product) -> String {
        let name = match product {
            Product::Other => "贷款",
            Product::Huabei
            | Product::Jiebei
            | Product::Alipay
            | Product::CreditCard
            | Product::BankLoan
            | Product::OnlineLoan => product.zh(),
        };
        self.question.replace("{product}", name)
    }

    /// What exactly a claim speaks of, as far as its words tell: those of its mention, or else its sentence.
    pub fn subject(&self, claim: &Claim) -> Subject {
        let groups = |groups: &[Vec<String>]| {
            let named = |text: &str| {
                let bits =
                    groups.iter().enumerate().filter(|(_, words)| words.iter().any(|w| text.contains(w.as_str())));
                bits.fold(0u8, |bits, (n, _)| bits | 1 << n)
            };
            let quote = &claim.evidence.quote;
            [claim.trace.mention.as_str(), clause_of(quote, &claim.trace.mention), quote.as_str()]
                .into_iter()
                .map(named)
                .find(|bits| *bits != 0)
                .unwrap_or(0)
        };
        let marked = self.markers.iter().enumerate().filter(|(_, w)| claim.evidence.quote.contains(w.as_str()));
        Subject {
            senses: groups(&self.senses),
            shades: groups(&self.shades),
            markers: marked.fold(0, |bits, (n, _)| bits | 1 << n),
        }
    }
}

/// The clause of `quote` in which `mention` stands; empty where it is not found as it is written.
fn clause_of<'a>(quote: &'a str, mention: &str) -> &'a str {
    const MARKS: [char; 8] = ['，', ',', '；', ';', '。', '：', ':', '\n'];
    let Some(at) = quote.find(mention).filter(|_| !mention.is_empty()) else { return "" };
    let start =
        quote[..at].rfind(MARKS).map_or(0, |mark| mark + quote[mark..].chars().next().map_or(0, char::len_utf8));
    let end = quote[at..].find(MARKS).map_or(quote.len(), |mark| at + mark);
    &quote[start..end]
}

/// All rows.
#[derive(Debug)]
pub struct Topics {
    rows: Vec<Topic>,
    by_id: HashMap<String, usize>,
    unknown: Topic,
}

impl Topics {
    /// The row of a proposition; one that the table does not know gets a plain one.
    pub fn of(&self, id: &PropositionId) -> &Topic {
        self.by_id.get(id.as_str()).map_or(&self.unknown, |n| &self.rows[*n])
    }

    /// The rows in the order of the file.
    pub fn rows(&self) -> &[Topic] {
        &self.rows
    }
}

/// The compiled-in table.
pub fn topics() -> &'static Topics {
    static TOPICS: LazyLock<Topics> =
        LazyLock::new(|| parse(include_str!("disputes.toml")).expect("the compiled-in disputes.toml is tested"));
    &TOPICS
}

/// Reads a table; the message of a refusal names the place.
fn parse(text: &str) -> Result<Topics, toml::de::Error> {
    use serde::de::Error as _;
    let file: File = toml::from_str(text)?;
    let mut rows = Vec::new();
    for row in file.dispute {
        let flag = |id: &String| {
            Flag::parse(id).ok_or_else(|| toml::de::Error::custom(format!("{}: no such flag: {id}", row.id)))
        };
        rows.push(Topic {
            exception: row.exception.iter().map(flag).collect::<Result<_, _>>()?,
            id: row.id,
            question: row.question,
            act: row.act,
            senses: row.senses,
            shades: row.shades,
            markers: row.markers,
            measured: row.measured,
            mixed: row.mixed,
            stage: row.stage,
            loose: row.loose,
            apart: row.apart,
        });
    }
    let by_id = rows.iter().enumerate().map(|(n, row)| (row.id.clone(), n)).collect();
    let unknown =
        Topic { question: "{product}逾期会这样吗?".to_owned(), act: "这样做".to_owned(), ..Topic::default() };
    Ok(Topics { rows, by_id, unknown })
}

/// The proposition whose dispute a claim joins: `visit.home` stands for all visits.
pub fn dispute_of(id: &PropositionId) -> &str {
    parent_of(id.as_str()).unwrap_or(id.as_str())
}

/// What a proposition is a kind of, if anything.
pub fn parent_of(id: &str) -> Option<&'static str> {
    matches!(id, "visit.hukou" | "visit.workplace").then_some("visit.home")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_row_asks_one_question_of_one_product() {
        let rows = topics().rows();
        assert_eq!(rows.len(), 66);
        for row in rows {
            assert!(row.question.contains("{product}") && row.question.ends_with('?'), "{}", row.id);
            assert!(!row.act.is_empty(), "{}", row.id);
            assert!(row.senses.len() <= 8 && row.shades.len() <= 8 && row.markers.len() <= 16, "{}", row.id);
        }
        let asked = topics().of(&"visit.home".into()).question(Product::Jiebei);
        assert_eq!(asked, "借呗逾期会上门催收吗?");
    }

    #[test]
    fn an_unknown_key_or_flag_is_refused() {
        let row = "[[dispute]]\nid = \"a.b\"\nquestion = \"{product}?\"\nact = \"x\"\n";
        assert!(parse(row).is_ok());
        assert!(parse(&format!("{row}colour = 1\n")).unwrap_err().to_string().contains("colour"));
        assert!(parse(&format!("{row}exception = [\"rain\"]\n")).unwrap_err().to_string().contains("rain"));
    }
}
