//! Rows → [`Lexicon`]: reads the embedded files (and a user's folder), checks every row, and refuses what is
//! wrong with file, row and allowed values.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::claim::{Attribution, Extent, Flag, Product, PropositionId, Role, Stance};

use super::matcher::Matcher;
use super::rows::{
    ConditionRow, CueRow, Effect, MarkerRole, MarkerRow, ProductRow, PropositionRow, Scale, VoiceRow, WordingRow,
};

/// The embedded files: name and content, in the order in which they are read.
const EMBEDDED: &[(&str, &str)] = &[
    ("contact.toml", include_str!("contact.toml")),
    ("visit.toml", include_str!("visit.toml")),
    ("legal.toml", include_str!("legal.toml")),
    ("credit.toml", include_str!("credit.toml")),
    ("account.toml", include_str!("account.toml")),
    ("remedy.toml", include_str!("remedy.toml")),
    ("advice.toml", include_str!("advice.toml")),
    ("rule.toml", include_str!("rule.toml")),
    ("cues.toml", include_str!("cues.toml")),
    ("conditions.toml", include_str!("conditions.toml")),
    ("markers.toml", include_str!("markers.toml")),
    ("products.toml", include_str!("products.toml")),
    ("voices.toml", include_str!("voices.toml")),
];

/// Why a lexicon cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LexiconError {
    /// A file cannot be read.
    #[error("cannot read the lexicon file {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A file is no TOML, or has a key that no row has.
    #[error("lexicon file {file}: {message}")]
    Syntax {
        /// The file.
        file: String,
        /// What is wrong, with line and column.
        message: String,
    },
    /// A row says something that cannot be.
    #[error("lexicon file {file}, row {row}: {message}")]
    Row {
        /// The file.
        file: String,
        /// The row.
        row: String,
        /// What is wrong and what is allowed.
        message: String,
    },
}

/// One file of rows.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    proposition: Vec<PropositionRow>,
    #[serde(default)]
    cue: Vec<CueRow>,
    #[serde(default)]
    condition: Vec<ConditionRow>,
    #[serde(default)]
    marker: Vec<MarkerRow>,
    #[serde(default)]
    product: Vec<ProductRow>,
    #[serde(default)]
    voice: Vec<VoiceRow>,
}

/// A proposition, checked.
#[derive(Debug, Clone)]
pub struct Proposition {
    /// Its id.
    pub id: PropositionId,
    /// Chinese label.
    pub zh: String,
    /// English description.
    pub en: String,
    /// How its stances are read.
    pub scale: Scale,
    /// What it is a kind of.
    pub kind_of: Option<PropositionId>,
    /// Roles of its numbers.
    pub quantity: Vec<Role>,
    /// Propositions whose wordings do not hide its own.
    pub stands_in: Vec<PropositionId>,
}

/// A word that decides whether a wording counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guard {
    /// Number of the word among all guard words.
    pub word: u32,
    /// It may stand anywhere in the sentence (`^` in the row), not only in the clause.
    pub sentence: bool,
}

/// A wording, checked.
#[derive(Debug, Clone)]
pub struct Wording {
    /// Index of its proposition.
    pub proposition: usize,
    /// One of these must stand beside it.
    pub with: Vec<Guard>,
    /// None of these may.
    pub without: Vec<Guard>,
    /// The stance where no cue reaches it.
    pub stance: Option<Stance>,
    /// It claims nothing without a cue.
    pub needs_cue: bool,
    /// It claims nothing without its number.
    pub needs_number: bool,
    /// It is itself a denial.
    pub negative: bool,
    /// It only looks like the proposition, and hides the wordings inside it.
    pub blocks: bool,
}

/// What a row does, checked.
#[derive(Debug, Clone)]
pub enum Row {
    /// Names a proposition.
    Wording(Wording),
    /// Sets the stance.
    Cue(CueRow),
    /// Restricts.
    Condition(Effect, bool),
    /// Gives a clause its part.
    Marker(MarkerRow),
    /// Names a product; whether a mere actor.
    Product(Vec<Product>, bool),
    /// Says whose word it is.
    Voice(Attribution),
}

/// A row with its name and example.
#[derive(Debug, Clone)]
pub struct Entry {
    /// `visit.home/2`, `cue/deny`, …
    pub name: String,
    /// The file it stands in.
    pub file: String,
    /// Its words.
    pub words: Vec<String>,
    /// What it does.
    pub row: Row,
    /// An example sentence.
    pub example: String,
    /// What the example claims.
    pub reads: String,
}

/// The checked lexicon with its matcher.
#[derive(Debug)]
pub struct Lexicon {
    /// All propositions, in the order of the files.
    pub propositions: Vec<Proposition>,
    /// All rows.
    pub entries: Vec<Entry>,
    /// The compiled automaton over the rows' words.
    pub matcher: Matcher,
    /// Words that make the clause that ends with them a premise, the longest first.
    pub tails: Vec<String>,
    /// Wordings that stand for a number (`@hours`), with their rows.
    pub numbered: Vec<(String, usize)>,
    /// Hash of all files read: the same rows give the same number.
    pub fingerprint: u64,
}

impl Lexicon {
    /// The lexicon that the program carries.
    pub fn embedded() -> Lexicon {
        let files = EMBEDDED.iter().map(|(n, c)| ((*n).to_owned(), (*c).to_owned())).collect();
        match Lexicon::build(files) {
            Ok(lexicon) => lexicon,
            // The hygiene test builds it, so a wrong embedded row never leaves the workshop.
            Err(error) => unreachable!("{error}"),
        }
    }

    /// The embedded lexicon with the `.toml` files of `folder`: a file of the same name replaces ours,
    /// another is added to them.
    pub fn with_folder(folder: &Path) -> Result<Lexicon, LexiconError> {
        let read = |path: &Path, source| LexiconError::Read { path: path.to_owned(), source };
        let mut files: Vec<(String, String)> =
            EMBEDDED.iter().map(|(n, c)| ((*n).to_owned(), (*c).to_owned())).collect();
        let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
            .map_err(|e| read(folder, e))?
            .filter_map(|entry| entry.ok().map(|e| e.path()))
            .filter(|p| p.extension().is_some_and(|e| e == "toml"))
            .collect();
        paths.sort();
        if paths.is_empty() {
            return Err(LexiconError::Syntax {
                file: folder.display().to_string(),
                message: "no .toml file in this folder; see `duizhi lexicon` for the form of the rows".to_owned(),
            });
        }
        for path in paths {
            let content = std::fs::read_to_string(&path).map_err(|e| read(&path, e))?;
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            match files.iter_mut().find(|(n, _)| *n == name) {
                Some(file) => file.1 = content,
                None => files.push((name, content)),
            }
        }
        Lexicon::build(files)
    }

    fn build(files: Vec<(String, String)>) -> Result<Lexicon, LexiconError> {
        let mut hasher = xxhash_rust::xxh3::Xxh3::new();
        let mut checked = Checked::default();
        for (name, content) in &files {
            hasher.update(name.as_bytes());
            hasher.update(content.as_bytes());
            let file: File = toml::from_str(content)
                .map_err(|e| LexiconError::Syntax { file: name.clone(), message: e.to_string() })?;
            checked.add(name, file)?;
        }
        checked.finish()?;
        let Checked { propositions, entries, guards, .. } = checked;
        let matcher = Matcher::compile(&entries, &guards.into_words())
            .map_err(|message| LexiconError::Syntax { file: "all files".to_owned(), message })?;
        let mut tails: Vec<String> = entries
            .iter()
            .filter(|e| matches!(&e.row, Row::Marker(m) if m.role == MarkerRole::Tail))
            .flat_map(|e| e.words.clone())
            .collect();
        tails.sort_by_key(|t| std::cmp::Reverse(t.len()));
        let numbered = entries
            .iter()
            .enumerate()
            .flat_map(|(i, e)| e.words.iter().filter(|w| w.starts_with('@')).map(move |w| (w.clone(), i)))
            .collect();
        Ok(Lexicon { propositions, entries, matcher, tails, numbered, fingerprint: hasher.digest() })
    }

    /// The proposition with this id.
    pub fn proposition(&self, id: &str) -> Option<&Proposition> {
        self.propositions.iter().find(|p| p.id.as_str() == id)
    }

    /// The words worth a place in the segmenter's dictionary: two to eight Chinese characters without a gap.
    pub fn terms(&self) -> impl Iterator<Item = &str> {
        self.entries
            .iter()
            .filter(|e| matches!(e.row, Row::Wording(_) | Row::Product(..)))
            .flat_map(|e| e.words.iter())
            .map(String::as_str)
            .filter(|w| {
                (2..=8).contains(&w.chars().count()) && w.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
            })
    }
}

/// Rows checked so far.
#[derive(Default)]
struct Checked {
    propositions: Vec<Proposition>,
    entries: Vec<Entry>,
    kinds: Vec<(String, String, String)>,
    names: HashSet<String>,
    guards: Numbered,
}

/// Guard words and their numbers.
#[derive(Default)]
struct Numbered(HashMap<String, u32>);

impl Numbered {
    /// The guards of a row: words between blanks, each with `^` in front where the sentence is meant.
    fn guards(&mut self, words: &str) -> Vec<Guard> {
        let mut number = |word: &str| {
            let next = self.0.len() as u32;
            *self.0.entry(word.to_owned()).or_insert(next)
        };
        let mut guards: Vec<Guard> = words
            .split_whitespace()
            .map(|word| match word.strip_prefix('^') {
                Some(word) => Guard { word: number(word), sentence: true },
                None => Guard { word: number(word), sentence: false },
            })
            .collect();
        guards.sort_by_key(|guard| guard.word);
        guards
    }

    /// The words, in the order of their numbers.
    fn into_words(self) -> Vec<String> {
        let mut words: Vec<(u32, String)> = self.0.into_iter().map(|(word, number)| (number, word)).collect();
        words.sort_unstable();
        words.into_iter().map(|(_, word)| word).collect()
    }
}

impl Checked {
    fn add(&mut self, file: &str, rows: File) -> Result<(), LexiconError> {
        for row in rows.proposition {
            self.proposition(file, row)?;
        }
        for row in rows.cue {
            self.entry(
                file,
                format!("cue/{}", row.id),
                &row.words.clone(),
                &row.example.clone(),
                &row.reads.clone(),
                Row::Cue(row),
            )?;
        }
        for (i, row) in rows.condition.into_iter().enumerate() {
            let name = format!("condition/{}/{}", row.sets, i + 1);
            let effect = effect(&row.sets).ok_or_else(|| wrong(file, &name, format!(
                "sets = \"{}\" is unknown; allowed are overdue:early, overdue:long, amount:small, amount:large and the flags {}",
                row.sets,
                ids(Flag::ALL.iter().map(|f| f.id()))
            )))?;
            self.entry(file, name, &row.words, &row.example, &row.reads, Row::Condition(effect, row.anywhere))?;
        }
        for row in rows.marker {
            self.entry(
                file,
                format!("marker/{}", row.id),
                &row.words.clone(),
                &row.example.clone(),
                &row.reads.clone(),
                Row::Marker(row),
            )?;
        }
        for (i, row) in rows.product.into_iter().enumerate() {
            let name = format!("product/{}/{}", row.product, i + 1);
            let products: Option<Vec<Product>> = row.product.split('+').map(Product::parse).collect();
            let products = products.ok_or_else(|| {
                wrong(file, &name, format!("unknown product; allowed are {}", ids(Product::ALL.iter().map(|p| p.id()))))
            })?;
            self.entry(file, name, &row.words, &row.example, &row.reads, Row::Product(products, row.actor))?;
        }
        for (i, row) in rows.voice.into_iter().enumerate() {
            let name = format!("voice/{}/{}", row.attribution, i + 1);
            let attribution = Attribution::parse(&row.attribution).ok_or_else(|| {
                wrong(
                    file,
                    &name,
                    format!("unknown attribution; allowed are {}", ids(Attribution::ALL.iter().map(|a| a.id()))),
                )
            })?;
            self.entry(file, name, &row.words, &row.example, &row.reads, Row::Voice(attribution))?;
        }
        Ok(())
    }

    fn proposition(&mut self, file: &str, row: PropositionRow) -> Result<(), LexiconError> {
        let index = match self.propositions.iter().position(|p| p.id.as_str() == row.id) {
            Some(index) => index,
            None => {
                let quantity: Option<Vec<Role>> = row.quantity.iter().map(|q| Role::parse(q)).collect();
                let quantity = quantity.ok_or_else(|| {
                    wrong(
                        file,
                        &row.id,
                        format!("unknown quantity; allowed are {}", ids(Role::ALL.iter().map(|r| r.id()))),
                    )
                })?;
                if let Some(kind) = &row.kind_of {
                    self.kinds.push((file.to_owned(), row.id.clone(), kind.clone()));
                }
                self.propositions.push(Proposition {
                    id: row.id.as_str().into(),
                    zh: row.zh,
                    en: row.en,
                    scale: row.scale,
                    kind_of: row.kind_of.as_deref().map(PropositionId::from),
                    quantity,
                    stands_in: row.stands_in.iter().map(|id| PropositionId::from(id.as_str())).collect(),
                });
                self.propositions.len() - 1
            }
        };
        let before =
            self.entries.iter().filter(|e| matches!(&e.row, Row::Wording(w) if w.proposition == index)).count();
        for (i, w) in row.wording.into_iter().enumerate() {
            let name = format!("{}/{}", row.id, before + i + 1);
            let wording = wording(file, &name, index, &w, &mut self.guards)?;
            self.entry(file, name, &w.words, &w.example, &w.reads, Row::Wording(wording))?;
        }
        Ok(())
    }

    fn entry(
        &mut self,
        file: &str,
        name: String,
        words: &str,
        example: &str,
        reads: &str,
        row: Row,
    ) -> Result<(), LexiconError> {
        let words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
        if words.is_empty() {
            return Err(wrong(file, &name, "no words".to_owned()));
        }
        if example.trim().is_empty() {
            return Err(wrong(file, &name, "no example: every row carries one, and it is a test".to_owned()));
        }
        if !self.names.insert(name.clone()) {
            return Err(wrong(file, &name, "a row of this name exists already".to_owned()));
        }
        self.entries.push(Entry {
            name,
            file: file.to_owned(),
            words,
            row,
            example: example.to_owned(),
            reads: reads.to_owned(),
        });
        Ok(())
    }

    /// Checks what can only be seen with all files read.
    fn finish(&self) -> Result<(), LexiconError> {
        for (file, id, kind) in &self.kinds {
            if !self.propositions.iter().any(|p| p.id.as_str() == kind) {
                return Err(wrong(file, id, format!("kind_of = \"{kind}\" is no proposition")));
            }
        }
        let mut owner: BTreeMap<&str, &Entry> = BTreeMap::new();
        for entry in &self.entries {
            for word in &entry.words {
                if let Some(other) = owner.insert(word, entry)
                    && clash(&other.row, &entry.row)
                {
                    return Err(wrong(&entry.file, &entry.name, format!("“{word}” stands in row {} too", other.name)));
                }
            }
        }
        Ok(())
    }
}

/// Whether one word cannot stand in both rows: two rows of one kind, or two wordings of one proposition.
/// 谈分期 names negotiating and instalments alike, so two propositions may share a wording.
fn clash(a: &Row, b: &Row) -> bool {
    match (a, b) {
        (Row::Wording(a), Row::Wording(b)) => a.proposition == b.proposition,
        _ => std::mem::discriminant(a) == std::mem::discriminant(b),
    }
}

fn wording(
    file: &str,
    name: &str,
    proposition: usize,
    row: &WordingRow,
    guards: &mut Numbered,
) -> Result<Wording, LexiconError> {
    let stance = match &row.stance {
        None => None,
        Some(id) => Some(Stance::parse(id).ok_or_else(|| {
            wrong(file, name, format!("unknown stance; allowed are {}", ids(Stance::ALL.iter().map(|s| s.id()))))
        })?),
    };
    Ok(Wording {
        proposition,
        with: guards.guards(&row.with),
        without: guards.guards(&row.without),
        stance,
        needs_cue: row.needs_cue,
        needs_number: row.needs_number,
        negative: row.negative,
        blocks: row.blocks,
    })
}

fn effect(sets: &str) -> Option<Effect> {
    match sets {
        "overdue:early" => Some(Effect::Overdue(Extent::Low)),
        "overdue:long" => Some(Effect::Overdue(Extent::High)),
        "amount:small" => Some(Effect::Amount(Extent::Low)),
        "amount:large" => Some(Effect::Amount(Extent::High)),
        flag => Flag::parse(flag).map(Effect::Flag),
    }
}

fn wrong(file: &str, row: &str, message: String) -> LexiconError {
    LexiconError::Row { file: file.to_owned(), row: row.to_owned(), message }
}

fn ids(all: impl Iterator<Item = &'static str>) -> String {
    all.collect::<Vec<_>>().join(", ")
}
