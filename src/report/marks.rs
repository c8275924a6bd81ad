//! Finds the deciding words of a quote again: what names the proposition and what sets the stance.
//!
//! The trace keeps words, not places, and it may hold folded forms; a word that the quote does not hold
//! verbatim stays unmarked.

use crate::claim::Claim;

use super::plain::plain;

/// What a piece of a quote is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Neither.
    None,
    /// Names the proposition.
    Mention,
    /// Sets stance or conditions.
    Cue,
}

/// A piece of a quote, safe to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub mark: Mark,
    /// Its text, without control characters.
    pub text: String,
}

/// The quote of `claim` in pieces, cut to about `most` characters around the deciding words.
pub fn quote(claim: &Claim, most: usize) -> Vec<Piece> {
    let text = claim.evidence.quote.trim();
    let ranges = deciding_words(text, &claim.trace.mention, &claim.trace.cues);
    let (start, end) = window(text, &ranges, most);

    let mut pieces = Vec::new();
    let mut push = |mark, text: &str| {
        if !text.is_empty() {
            pieces.push(Piece { mark, text: plain(text).into_owned() });
        }
    };
    if start > 0 {
        push(Mark::None, "…");
    }
    let mut at = start;
    for &(from, to, mark) in ranges.iter().filter(|&&(from, to, _)| from >= start && to <= end) {
        push(Mark::None, &text[at..from]);
        push(mark, &text[from..to]);
        at = to;
    }
    push(Mark::None, &text[at..end]);
    if end < text.len() {
        push(Mark::None, "…");
    }
    pieces
}

/// Ranges of the deciding words, ascending and without overlap. Of several occurrences of a cue the one nearest
/// to the mention is taken.
fn deciding_words(text: &str, mention: &str, cues: &[String]) -> Vec<(usize, usize, Mark)> {
    let mut ranges: Vec<(usize, usize, Mark)> = Vec::new();
    let mention = mention.trim();
    let centre = if mention.is_empty() { None } else { text.find(mention) };
    if let Some(at) = centre {
        ranges.push((at, at + mention.len(), Mark::Mention));
    }
    let centre = centre.unwrap_or(0);
    for cue in cues.iter().map(|cue| cue.trim()).filter(|cue| !cue.is_empty()).take(16) {
        let free = |&(at, _): &(usize, &str)| ranges.iter().all(|&(from, to, _)| at + cue.len() <= from || at >= to);
        let nearest = text.match_indices(cue).filter(free).min_by_key(|&(at, _)| at.abs_diff(centre));
        if let Some((at, _)) = nearest {
            ranges.push((at, at + cue.len(), Mark::Cue));
        }
    }
    ranges.sort_unstable();
    ranges
}

/// The byte range to show: all of a short text, else `most` characters that hold as many deciding words as fit.
fn window(text: &str, ranges: &[(usize, usize, Mark)], most: usize) -> (usize, usize) {
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let length = places.len() - 1;
    if length <= most {
        return (0, text.len());
    }
    let character_of = |byte: usize| places.partition_point(|&at| at < byte);
    let first = ranges.first().map_or(0, |&(from, ..)| character_of(from));
    let last = ranges.last().map_or(first, |&(_, to, _)| character_of(to));
    // A third of the room goes before the deciding words, so that the sentence is read into them.
    let spare = most.saturating_sub(last - first) / 3;
    let start = first.saturating_sub(spare.max(8)).min(length - most);
    (places[start], places[start + most])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str, mention: &str, cues: &[&str]) -> String {
        let cues: Vec<String> = cues.iter().map(|&cue| cue.to_owned()).collect();
        let mut out = String::new();
        let mut at = 0;
        for (from, to, mark) in deciding_words(text, mention, &cues) {
            out.push_str(&text[at..from]);
            let (open, close) = if mark == Mark::Mention { ('<', '>') } else { ('[', ']') };
            out.push(open);
            out.push_str(&text[from..to]);
            out.push(close);
            at = to;
        }
        out + &text[at..]
    }

    #[test]
    fn the_cue_nearest_to_the_mention_is_marked() {
        assert_eq!(marked("不会起诉,也不会上门催收", "上门", &["不会"]), "不会起诉,也[不会]<上门>催收");
    }

    #[test]
    fn two_equal_cues_take_two_places_and_none_overlaps_the_mention() {
        assert_eq!(marked("会不会?可能会。", "会", &["会", "可能会"]), "<会>不[会]?[可能会]。");
    }

    #[test]
    fn folded_words_that_do_not_stand_there_stay_unmarked() {
        assert_eq!(marked("不會上門", "上门", &["不会"]), "不會上門");
    }

    #[test]
    fn a_long_quote_is_cut_around_its_deciding_words() {
        let text = format!("{}一般不会上门{}", "前".repeat(200), "后".repeat(200));
        let ranges = deciding_words(&text, "上门", &["一般不会".to_owned()]);
        let (start, end) = window(&text, &ranges, 40);
        assert!(text[start..end].contains("一般不会上门"));
        assert_eq!(text[start..end].chars().count(), 40);
    }
}
