//! Article → sentences: where one ends, and what of a list item is its number.

use crate::article::{Article, BlockKind, Span};

use super::form::Form;

/// One sentence with the block it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands in the article text, list numbers and outer blanks left out.
    pub span: Span,
    /// The kind of its block.
    pub kind: BlockKind,
    /// Number of its block.
    pub block: usize,
    /// Whether it is the first sentence of its block.
    pub first: bool,
    /// Its parallel form.
    pub form: Form,
}

/// All sentences of an article, in order.
pub fn sentences(article: &Article) -> Vec<Sentence> {
    let mut found = Vec::new();
    for (number, block) in article.blocks.iter().enumerate() {
        let text = block.span.of(&article.text);
        let mut first = true;
        for (start, end) in split(text, block.kind == BlockKind::TableRow) {
            let (start, end) = trim(text, start, end, first);
            if let Some(span) = Span::new(&article.text, block.span.start() + start, block.span.start() + end) {
                let form = Form::of(span.of(&article.text));
                found.push(Sentence { span, kind: block.kind, block: number, first, form });
                first = false;
            }
        }
    }
    found
}

/// A sentence of so many characters ends at its next comma: none that anybody wrote is as long, and the reader's work
/// on one sentence grows faster than its length.
const LONG: usize = 400;

/// And here it ends in any case.
const LONGEST: usize = 600;

/// Byte ranges of the sentences of one block: they end at 。！？!? and line ends, and at ； where both
/// sides are long enough to have a verb of their own.
fn split(text: &str, row: bool) -> Vec<(usize, usize)> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut parts = Vec::new();
    let mut start = 0;
    // How many characters the sentence has by now.
    let mut length = 0;
    let mut i = 0;
    while i < chars.len() {
        let (at, c) = chars[i];
        let after = |k: usize| chars.get(k).map_or(text.len(), |x| x.0);
        length += 1;
        let ends = match c {
            _ if length >= LONGEST => true,
            '，' | ',' | '、' | '；' | ';' | '：' | ':' | '|' | ' ' if length >= LONG => true,
            '\n' => true,
            _ if row => false,
            '。' | '！' | '？' | '!' | '?' | '｡' => true,
            '；' | ';' => long_enough(&text[start..at]) && long_enough(&text[after(i + 1)..]),
            // A dot ends a sentence only between Chinese characters: numbers and addresses have dots.
            '.' | '．' => {
                i > 0
                    && is_han(chars[i - 1].1)
                    && chars.get(i + 1).is_none_or(|x| is_han(x.1) || x.1 == '\n')
                    && at > start + 12
            }
            _ => false,
        };
        i += 1;
        if ends {
            // Closing marks belong to the sentence that they close.
            while i < chars.len()
                && matches!(chars[i].1, '。' | '！' | '？' | '!' | '?' | '”' | '」' | '』' | '’' | '）' | ')' | '】')
            {
                i += 1;
            }
            parts.push((start, after(i)));
            start = after(i);
            length = 0;
        }
    }
    if start < text.len() {
        parts.push((start, text.len()));
    }
    parts
}

fn long_enough(part: &str) -> bool {
    let end = part.find(['。', '！', '？', '\n', '；']).unwrap_or(part.len());
    part[..end].chars().filter(|c| is_han(*c)).count() >= 5
}

fn is_han(c: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&c)
}

/// Leaves out blanks and, at a block's beginning, the item's number.
fn trim(text: &str, mut start: usize, mut end: usize, first: bool) -> (usize, usize) {
    start += text[start..end].len() - text[start..end].trim_start().len();
    end -= text[start..end].len() - text[start..end].trim_end().len();
    if first {
        start += item_number(&text[start..end]);
        start += text[start..end].len() - text[start..end].trim_start().len();
    }
    (start, end)
}

/// Length in bytes of a leading item number: `1.` `1、` `（一）` `一、` `①` `-` `•`.
pub(crate) fn item_number(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    let numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    match chars.peek().map(|x| x.1) {
        Some('①'..='⑳' | '•' | '●' | '◆' | '■' | '·' | '▪' | '►' | '▶' | '👉' | '✅') => {
            chars.next();
            chars.peek().map_or(text.len(), |x| x.0)
        }
        Some('-' | '*') if text[1..].starts_with(' ') => 2,
        Some(open @ ('(' | '（')) => {
            let close = if open == '(' { ')' } else { '）' };
            let rest = &text[open.len_utf8()..];
            let digits: usize = rest.chars().take_while(|c| numeral(*c)).map(char::len_utf8).sum();
            let tail = &rest[digits..];
            match tail.chars().next() {
                Some(c) if digits > 0 && digits <= 6 && (c == close || c == ')' || c == '）') => {
                    open.len_utf8() + digits + c.len_utf8()
                }
                _ => 0,
            }
        }
        Some(c) if numeral(c) => {
            let digits: usize = text.chars().take_while(|c| numeral(*c)).map(char::len_utf8).sum();
            let tail = &text[digits..];
            let mut rest = tail.chars();
            match rest.next() {
                Some(mark @ ('.' | '．' | '、' | ')' | '）'))
                    if digits <= 6 && !rest.next().is_some_and(|c| c.is_ascii_digit()) =>
                {
                    digits + mark.len_utf8()
                }
                _ => 0,
            }
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<&str> {
        split(text, false).into_iter().map(|(a, b)| &text[a..b]).collect()
    }

    #[test]
    fn sentences_end_where_the_guideline_says() {
        assert_eq!(parts("不会上门。“真的吗？”他问"), ["不会上门。", "“真的吗？”", "他问"]);
        assert_eq!(parts("小额的不会上门；金额大的可能上门"), ["小额的不会上门；", "金额大的可能上门"]);
        assert_eq!(parts("短信；电话"), ["短信；电话"]);
        assert_eq!(parts("日利率0.05%起"), ["日利率0.05%起"]);
    }

    #[test]
    fn item_numbers_are_left_out() {
        for (text, length) in
            [("1. 不会", 2), ("（一）不会", "（一）".len()), ("1.5倍", 0), ("三、不会", "三、".len()), ("3个月", 0)]
        {
            assert_eq!(item_number(text), length, "{text}");
        }
    }
}
