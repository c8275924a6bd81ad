//! Sources against questions: who says what to which dispute. Copies are folded under their voice.

use std::collections::{BTreeMap, BTreeSet};

use crate::claim::Stance;
use crate::dispute::Source;
use crate::report::digest::Digest;
use crate::report::words;

use super::fill::{Views, anchor, class};
use super::view::SourceRef;

/// Columns of the matrix: the most important disputes.
const MOST_COLUMNS: usize = 30;
/// Rows of the matrix: the voices that speak to most of them.
const MOST_ROWS: usize = 60;

pub(super) struct Matrix {
    pub(super) columns: Vec<Head>,
    pub(super) rows: Vec<Row>,
    pub(super) columns_out: usize,
    pub(super) rows_out: usize,
}

pub(super) struct Head {
    pub(super) number: usize,
    pub(super) anchor: String,
    pub(super) question: String,
}

pub(super) struct Row {
    pub(super) source: SourceRef,
    pub(super) copies: usize,
    pub(super) cells: Vec<Vec<Cell>>,
}

pub(super) struct Cell {
    pub(super) class: &'static str,
    pub(super) sign: &'static str,
    pub(super) label: &'static str,
}

impl Matrix {
    pub(super) fn new(digest: &Digest<'_>, views: &Views<'_>) -> Option<Matrix> {
        let disputes = &digest.report.disputes;
        let columns: Vec<_> = disputes.iter().take(MOST_COLUMNS).enumerate().collect();
        let mut said: BTreeMap<usize, BTreeMap<usize, BTreeSet<Stance>>> = BTreeMap::new();
        for &(i, dispute) in &columns {
            for position in &dispute.positions {
                for voice in digest.voices_of(position) {
                    said.entry(voice).or_default().entry(i).or_default().insert(position.stance);
                }
            }
        }
        let mut firsts: BTreeMap<usize, &Source> = BTreeMap::new();
        for source in &digest.report.sources {
            // The oldest article of a voice stands for it.
            let older = |other: &&Source| {
                let day = |source: &Source| source.published.map_or((1, None), |day| (0, Some(day)));
                day(source) < day(other)
            };
            if firsts.get(&source.voice).is_none_or(older) {
                firsts.insert(source.voice, source);
            }
        }
        let mut voices: Vec<_> = said.into_iter().collect();
        voices.sort_by_key(|(voice, said)| (std::cmp::Reverse(said.len()), *voice));
        let rows_out = voices.len().saturating_sub(MOST_ROWS);
        let rows: Vec<_> = voices
            .into_iter()
            .take(MOST_ROWS)
            .filter_map(|(voice, said)| Some((*firsts.get(&voice)?, said)))
            .map(|(source, said)| Row {
                source: views.source_ref(source.id),
                copies: digest.copies(source).len(),
                cells: columns.iter().map(|(i, _)| cell(said.get(i), views)).collect(),
            })
            .collect();
        (!rows.is_empty()).then(|| Matrix {
            columns_out: disputes.len() - columns.len(),
            columns: columns
                .into_iter()
                .map(|(i, dispute)| Head { number: i + 1, anchor: anchor(dispute), question: views.question(dispute) })
                .collect(),
            rows,
            rows_out,
        })
    }
}

fn cell(stances: Option<&BTreeSet<Stance>>, views: &Views<'_>) -> Vec<Cell> {
    let cell = |&stance: &Stance| Cell {
        class: class(stance),
        sign: words::stance_sign(stance, views.lang),
        label: words::stance(stance, views.lang),
    };
    stances.into_iter().flatten().map(cell).collect()
}
