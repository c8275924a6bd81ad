//! Why a sentence does or does not become a claim: the steps of the reader, for people.

use crate::lexicon::Lexicon;
use crate::segment::Form;

use super::read::{Around, Sentence, read};

/// Everything the reader did with one text.
#[derive(Debug, Clone, Default)]
pub struct Explanation {
    /// The parallel form.
    pub form: String,
    /// The steps.
    pub steps: Vec<Step>,
}

/// One mention and what it came to.
#[derive(Debug, Clone)]
pub struct Step {
    /// The words.
    pub mention: String,
    /// Outcome.
    pub outcome: String,
}

/// Explains one sentence.
pub fn explain(lexicon: &Lexicon, text: &str) -> Explanation {
    let form = Form::of(text);
    let scanned = Sentence::scan(lexicon, &form.text);
    let (findings, _) = read(lexicon, &scanned, &Around::default());
    Explanation {
        steps: findings
            .iter()
            .map(|f| Step { mention: scanned.form.get(f.start..f.end).unwrap_or_default().to_owned(), outcome: format!("{} {:?} {:?}", lexicon.propositions[f.proposition].id, f.verdict, f.cues) })
            .collect(),
        form: form.text,
    }
}
