//! The lexicon as data: every row's own example reads as the row says, every proposition of the taxonomy is there,
//! and what refers to something refers to something that exists.

use duizhi::examples::misread;
use duizhi::lexicon::{Lexicon, Row};

#[test]
fn every_row_reads_its_own_example() {
    let lexicon = Lexicon::embedded();
    let wrong = misread(&lexicon);
    for row in &wrong {
        let entry = &lexicon.entries[row.entry];
        println!(
            "{} {}  {}\n  says   {}\n  reads  {}",
            entry.file, entry.name, entry.example, row.expected, row.actual
        );
    }
    assert!(wrong.is_empty(), "{} rows read their example otherwise", wrong.len());
}

#[test]
fn the_66_propositions_of_the_guideline_have_wordings() {
    let lexicon = Lexicon::embedded();
    assert_eq!(lexicon.propositions.len(), 66);
    for (index, proposition) in lexicon.propositions.iter().enumerate() {
        let worded = lexicon.entries.iter().any(|e| matches!(&e.row, Row::Wording(w) if w.proposition == index));
        assert!(worded, "{} has no wording", proposition.id);
    }
}

#[test]
fn words_are_in_the_form_that_is_matched() {
    let lexicon = Lexicon::embedded();
    for entry in &lexicon.entries {
        for word in entry.words.iter().filter(|w| !w.starts_with('@')) {
            let form = duizhi::segment::simplify(word);
            assert_eq!(&form, word, "{} {}: not in the form that is matched", entry.file, entry.name);
        }
    }
}
