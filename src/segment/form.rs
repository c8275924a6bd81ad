//! The parallel form: width folded, script simplified, pinyin in brackets dropped, gaps and masks made
//! visible, with a map back to the text. Nothing here changes what is quoted.

use std::sync::LazyLock;

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;

/// Stands in a form where white space between Chinese characters shows that a word may be lost.
pub const GAP: char = '□';

/// Stands in a form for a masked word (`***`, `####`).
pub const MASK: char = '▇';

/// A text folded for matching, with the way back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form {
    /// The folded text.
    pub text: String,
    /// For each byte of `text`, the byte in the source at which its character begins.
    starts: Vec<u32>,
    /// Length of the source in bytes.
    source_len: u32,
}

impl Form {
    /// Folds `source`.
    pub fn of(source: &str) -> Form {
        let mut form = Form { source_len: u32::try_from(source.len()).unwrap_or(u32::MAX), ..Form::default() };
        let chars: Vec<(usize, char)> = source.char_indices().collect();
        let spaced = spaced_out(&chars);
        let mut i = 0;
        while i < chars.len() {
            let (at, c) = chars[i];
            if c.is_whitespace() || c == '\u{3000}' {
                let mut j = i;
                while j < chars.len() && chars[j].1.is_whitespace() {
                    j += 1;
                }
                let before = i.checked_sub(1).map(|k| chars[k].1);
                let after = chars.get(j).map(|x| x.1);
                if !spaced && before.is_some_and(wide) && after.is_some_and(wide) {
                    form.push(GAP, at);
                } else if before.is_some_and(|b| b.is_ascii_alphanumeric())
                    && after.is_some_and(|a| a.is_ascii_alphanumeric())
                {
                    form.push(' ', at);
                }
                i = j;
                continue;
            }
            if matches!(c, '*' | '#' | '＊' | '＃') {
                let mut j = i;
                while j < chars.len() && matches!(chars[j].1, '*' | '#' | '＊' | '＃') {
                    j += 1;
                }
                if j - i >= 2 {
                    form.push(MASK, at);
                    i = j;
                    continue;
                }
            }
            if matches!(c, '(' | '（')
                && let Some(j) = pinyin_end(&chars, i)
            {
                i = j;
                continue;
            }
            if !matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' | '\u{ad}') {
                form.push(fold(c), at);
            }
            i += 1;
        }
        form
    }

    fn push(&mut self, c: char, at: usize) {
        self.text.push(c);
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        self.starts.extend(std::iter::repeat_n(at, c.len_utf8()));
    }

    /// The byte range of the source that `start..end` (bytes of the form) stands for.
    pub fn source_range(&self, start: usize, end: usize) -> (usize, usize) {
        let at = |i: usize| self.starts.get(i).copied().unwrap_or(self.source_len) as usize;
        (at(start), at(end))
    }
}

/// Whether the text is written with blanks between its words: then a blank is no gap.
fn spaced_out(chars: &[(usize, char)]) -> bool {
    let han = chars.iter().filter(|(_, c)| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
    let blanks = chars.windows(2).filter(|w| w[0].1.is_whitespace() && !w[1].1.is_whitespace()).count();
    han >= 6 && blanks * 3 >= han
}

/// Whether white space beside it is a gap rather than a blank between Latin words.
fn wide(c: char) -> bool {
    !c.is_ascii() || matches!(c, ',' | ';' | ':' | '"')
}

/// The index after `(pīnyīn)` that follows a Chinese character at `open - 1`.
fn pinyin_end(chars: &[(usize, char)], open: usize) -> Option<usize> {
    let before = chars.get(open.checked_sub(1)?)?.1;
    if !('\u{4e00}'..='\u{9fff}').contains(&before) {
        return None;
    }
    let close = chars[open + 1..].iter().take(9).position(|(_, c)| matches!(c, ')' | '）'))? + open + 1;
    let inside = &chars[open + 1..close];
    let latin = |c: char| c.is_ascii_lowercase() || ('\u{e0}'..='\u{1dc}').contains(&c);
    // App, HR and the like are words of the text: pinyin is lower case and has a vowel.
    let vowel = inside.iter().any(|(_, c)| !c.is_ascii() || matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'v'));
    (!inside.is_empty() && inside.len() <= 7 && vowel && inside.iter().all(|(_, c)| latin(*c))).then_some(close + 1)
}

/// Folds one character: width, script, and the punctuation that differs only in shape.
fn fold(c: char) -> char {
    let c = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '「' | '『' | '“' | '〝' | '"' => '“',
        '」' | '』' | '”' | '〞' => '”',
        '﹑' => '、',
        '〜' | '∼' => '~',
        '—' | '–' | '―' => '-',
        _ => c,
    };
    match c {
        '"' => '“',
        '\u{4e00}'..='\u{9fff}' => SIMPLIFIED[c as usize - 0x4e00],
        _ => c,
    }
}

/// The simplified form of one text, character by character: for keys and comparisons.
pub fn simplify(text: &str) -> String {
    text.chars().map(fold).collect()
}

/// Simplified character for each of U+4E00..=U+9FFF, by OpenCC's character table.
static SIMPLIFIED: LazyLock<Vec<char>> = LazyLock::new(|| {
    let opencc = OpenCC::from_config(BuiltinConfig::T2s).ok();
    ('\u{4e00}'..='\u{9fff}')
        .map(|c| {
            // 乾 and 著 keep their simplified-script meanings; OpenCC decides by word, a single character cannot.
            let one = opencc.as_ref().map(|o| o.convert(c.encode_utf8(&mut [0; 4])));
            let mut chars = one.as_deref().unwrap_or_default().chars();
            match (chars.next(), chars.next()) {
                (Some(simple), None) => simple,
                _ => c,
            }
        })
        .collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_and_maps_back() {
        let source = "走訪戶(hu)籍地，電話 、短信***";
        let form = Form::of(source);
        assert_eq!(form.text, "走访户籍地,电话□、短信▇");
        let at = form.text.find("籍地").unwrap_or_default();
        let (start, end) = form.source_range(at, at + "籍地".len());
        assert_eq!(&source[start..end], "籍地");
    }
}
