//! Every judgement of `laws.toml` is tried on its own example, and on the look-alike that it must leave alone.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::collections::BTreeSet;

use duizhi::contradict::law::Judgement;
use duizhi::contradict::law_table::laws;
use duizhi::contradict::topics::topics;

use crate::notation;

fn judges(judgement: &Judgement, (line, quote): &(String, String)) -> bool {
    let line = if quote.is_empty() { line.clone() } else { format!("{line} “{quote}”") };
    judgement.covers(&notation::claim(&line, "例"))
}

#[test]
fn every_judgement_covers_its_example_and_not_its_counter() {
    let known: BTreeSet<&str> = topics().rows().iter().map(|row| row.id.as_str()).collect();
    let mut tried = 0;
    for rule in laws().rules() {
        let id = &rule.law.id;
        assert!(!rule.law.instrument.is_empty() && !rule.law.provides_zh.is_empty(), "{id}");
        assert!(rule.law.in_force_until.is_none_or(|until| until > rule.law.in_force_from), "{id}");
        for judgement in &rule.judgements {
            assert!(judges(judgement, &judgement.example), "{id}: {:?}", judgement.example);
            if !judgement.counter.0.is_empty() {
                assert!(!judges(judgement, &judgement.counter), "{id}: {:?}", judgement.counter);
            }
            let proposition = judgement.example.0.split(' ').next().unwrap();
            assert!(known.contains(proposition), "{id}: {proposition}");
            tried += 1;
        }
    }
    let decided = laws().rules().iter().filter(|rule| rule.undecided.is_none()).count();
    println!("{decided} of {} rules judge claims, by {tried} judgements", laws().rules().len());
}
