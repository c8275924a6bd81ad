//! Byte offsets to character offsets and back, for one text.
//!
//! Inside, spans are bytes; on the wire they are characters, which every language counts alike.

use crate::article::Span;

/// How many characters lie between two remembered places.
const STEP: usize = 64;

/// The character offsets of one text, found in one pass.
#[derive(Debug, Clone)]
pub struct CharOffsets<'t> {
    text: &'t str,
    /// Byte offset of every [`STEP`]th character.
    places: Vec<usize>,
}

impl<'t> CharOffsets<'t> {
    /// Reads `text` once.
    pub fn of(text: &'t str) -> CharOffsets<'t> {
        CharOffsets { text, places: text.char_indices().step_by(STEP).map(|(at, _)| at).collect() }
    }

    /// The text itself.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// How many characters stand before byte `at`; all of them where `at` lies beyond the end.
    pub fn char_at(&self, at: usize) -> usize {
        let step = self.places.partition_point(|&place| place <= at).saturating_sub(1);
        let from = self.places.get(step).copied().unwrap_or(0);
        step * STEP + self.text[from..].char_indices().take_while(|(i, _)| from + i < at).count()
    }

    /// Where character `index` starts; the end of the text for the one after the last, `None` beyond.
    pub fn byte_at(&self, index: usize) -> Option<usize> {
        let step = (index / STEP).min(self.places.len().saturating_sub(1));
        let from = self.places.get(step).copied().unwrap_or(0);
        let starts = self.text[from..].char_indices().map(|(i, _)| from + i);
        starts.chain([self.text.len()]).nth(index - step * STEP)
    }

    /// The span of the characters `start..end`, or `None` where the text has no such range.
    pub fn span(&self, start: usize, end: usize) -> Option<Span> {
        Span::new(self.text, self.byte_at(start)?, self.byte_at(end)?)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn both_ways_agree_with_counting(text in "[a花\u{1F600}\n]{0,300}") {
            let offsets = CharOffsets::of(&text);
            let starts: Vec<_> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            for (index, &at) in starts.iter().enumerate() {
                prop_assert_eq!(offsets.char_at(at), index);
                prop_assert_eq!(offsets.byte_at(index), Some(at));
            }
            prop_assert_eq!(offsets.byte_at(starts.len()), None);
        }
    }
}
