//! Marks before the lines of the page that is written out again: the one that comes back tells which line was taken.

/// Marks are characters of the private planes, one for each line.
const FIRST_MARK: u32 = 0xF0000;

/// Lines beyond this have no mark; the planes end there.
const MARKS: usize = 0x1_FF00;

/// The lines marked in `text`.
pub(super) fn marked(text: &str, lines: usize) -> Vec<bool> {
    let mut taken = vec![false; lines];
    for c in text.chars() {
        if let Some(flag) = (c as u32).checked_sub(FIRST_MARK).and_then(|index| taken.get_mut(index as usize)) {
            *flag = true;
        }
    }
    taken
}

/// The mark of a line, if there is one for it.
pub(super) fn mark(line: usize) -> Option<char> {
    if line < MARKS { char::from_u32(FIRST_MARK + line as u32) } else { None }
}

/// Whether a character of the page might be taken for a mark.
pub(super) fn is_mark(c: char) -> bool {
    c as u32 >= FIRST_MARK
}
