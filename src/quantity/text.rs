//! The form of a text that quantities are read from: one character for one character, half width and
//! simplified, with the byte at which each began. Only characters that number words and their
//! neighbours use are converted; the script of the rest does not matter here.

use std::ops::Deref;
use std::sync::LazyLock;

use super::hanzi;

/// The folded characters; a slice of `char` to every reader.
pub(super) struct Folded {
    chars: Vec<char>,
    at: Vec<usize>,
}

impl Folded {
    pub(super) fn new(text: &str) -> Folded {
        let mut chars = Vec::with_capacity(text.len() / 2);
        let mut at = Vec::with_capacity(text.len() / 2 + 1);
        for (byte, c) in text.char_indices() {
            chars.push(fold(c));
            at.push(byte);
        }
        at.push(text.len());
        formal_numerals(&mut chars);
        Folded { chars, at }
    }

    /// The byte of the text at which character `i` begins.
    pub(super) fn byte(&self, i: usize) -> usize {
        self.at[i]
    }
}

impl Deref for Folded {
    type Target = [char];

    fn deref(&self) -> &[char] {
        &self.chars
    }
}

/// The character at `i`, NUL beyond the end.
pub(super) fn at(t: &[char], i: usize) -> char {
    t.get(i).copied().unwrap_or('\0')
}

/// The character `back` places before `i`, NUL beyond the beginning.
pub(super) fn before(t: &[char], i: usize, back: usize) -> char {
    i.checked_sub(back).map_or('\0', |k| at(t, k))
}

/// The place after `word`, if it stands at `i`.
pub(super) fn after(t: &[char], i: usize, word: &str) -> Option<usize> {
    let mut k = i;
    for c in word.chars() {
        if at(t, k) != c {
            return None;
        }
        k += 1;
    }
    Some(k)
}

/// The place after the first of `words` that stands at `i`.
pub(super) fn after_any(t: &[char], i: usize, words: &[&str]) -> Option<usize> {
    words.iter().find_map(|word| after(t, i, word))
}

/// The place at which `word` begins, if it ends just before `i` and begins at `floor` or later.
pub(super) fn ending(t: &[char], i: usize, floor: usize, word: &str) -> Option<usize> {
    let mut k = i;
    for c in word.chars().rev() {
        if k <= floor || t[k - 1] != c {
            return None;
        }
        k -= 1;
    }
    Some(k)
}

/// The place at which the first of `words` that ends just before `i` begins.
pub(super) fn ending_any(t: &[char], i: usize, floor: usize, words: &[&str]) -> Option<usize> {
    words.iter().find_map(|word| ending(t, i, floor, word))
}

/// Whether one of `words` begins within `from..to`.
pub(super) fn holds(t: &[char], from: usize, to: usize, words: &[&str]) -> bool {
    (from..to).any(|k| words.iter().any(|word| after(t, k, word).is_some_and(|end| end <= to)))
}

/// Whether `c` is one of the characters of `set`.
pub(super) fn one_of(c: char, set: &str) -> bool {
    set.contains(c)
}

/// Where the clause that `i` stands in begins, at most `most` characters back and not before `floor`.
pub(super) fn clause_start(t: &[char], i: usize, floor: usize, most: usize) -> usize {
    let low = i.saturating_sub(most).max(floor);
    (low..i).rev().find(|&k| ends_clause(t[k])).map_or(low, |k| k + 1)
}

/// Punctuation that a modifier does not reach across.
pub(super) fn ends_clause(c: char) -> bool {
    matches!(c, '，' | ',' | '。' | ';' | '!' | '?' | '\n' | '|' | '…')
}

/// A numeral written 壹贰叁 is taken as one only beside its like, for 陆续, 队伍 and 收拾 are words.
fn formal_numerals(chars: &mut [char]) {
    let formal = |c| plain(c).is_some();
    if !chars.iter().copied().any(formal) {
        return;
    }
    let firm: Vec<usize> = (0..chars.len())
        .filter(|&k| formal(chars[k]))
        .filter(|&k| formal(before(chars, k, 1)) || formal(at(chars, k + 1)) || matches!(at(chars, k + 1), '万' | '元'))
        .collect();
    for k in firm {
        chars[k] = plain(chars[k]).unwrap_or(chars[k]);
    }
}

/// 一 for 壹.
fn plain(formal: char) -> Option<char> {
    Some(match formal {
        '壹' => '一',
        '贰' => '二',
        '叁' => '三',
        '肆' => '四',
        '伍' => '五',
        '陆' => '六',
        '柒' => '七',
        '捌' => '八',
        '玖' => '九',
        '拾' => '十',
        '佰' => '百',
        '仟' => '千',
        _ => return None,
    })
}

fn fold(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    match c {
        // The full-width comma stays what it is: it parts clauses, never thousands.
        '，' => c,
        '０'..='９' | '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' | '\u{2002}'..='\u{200a}' => ' ',
        '〜' | '∼' | '﹏' => '~',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '─' | '﹣' => '-',
        '￥' => '¥',
        '﹪' => '%',
        '∶' => ':',
        '≧' => '≥',
        '≦' => '≤',
        '﹤' => '<',
        '﹥' => '>',
        '〇' | '○' => '零',
        '\u{4e00}'..='\u{9fff}' => HAN[c as usize - 0x4e00],
        _ => c,
    }
}

/// Whether a quantity may begin with `c`: what [`super::scan`] tries a reader at, in any width and script.
pub(super) fn opens(c: char) -> bool {
    match c {
        '\u{4e00}'..='\u{9fff}' => OPENING[c as usize - 0x4e00],
        _ => matches!(fold(c), '0'..='9' | '《' | 'M' | '零') || hanzi::is_numeral(c),
    }
}

/// The same for the unified ideographs.
static OPENING: LazyLock<Vec<bool>> = LazyLock::new(|| {
    const WORDS: &str = "第次翌隔永终无百千万亿十半个俩仨数";
    let opens = |c: char| WORDS.contains(c) || hanzi::is_numeral(c) || plain(c).is_some();
    ('\u{4e00}'..='\u{9fff}').map(|c| opens(simplified(c))).collect()
});

/// What each of the unified ideographs is folded to.
static HAN: LazyLock<Vec<char>> = LazyLock::new(|| ('\u{4e00}'..='\u{9fff}').map(simplified).collect());

/// Traditional to simplified, for the characters that the readers of this module look at.
fn simplified(c: char) -> char {
    match c {
        '圆' | '圓' => '元',
        '萬' => '万',
        '億' => '亿',
        '個' | '箇' => '个',
        '餘' => '余',
        '兩' => '两',
        '幾' => '几',
        '數' => '数',
        '內' => '内',
        '過' => '过',
        '達' => '达',
        '滿' => '满',
        '週' => '周',
        '禮' => '礼',
        '後' => '后',
        '間' => '间',
        '號' => '号',
        '點' => '点',
        '時' => '时',
        '鐘' | '鍾' => '钟',
        '塊' => '块',
        '錢' => '钱',
        '條' => '条',
        '項' => '项',
        '為' | '爲' => '为',
        '開' => '开',
        '從' => '从',
        '約' => '约',
        '將' => '将',
        '長' => '长',
        '終' => '终',
        '輩' => '辈',
        '淩' => '凌',
        '貳' => '贰',
        '參' | '叄' => '叁',
        '陸' => '陆',
        '額' => '额',
        '債' => '债',
        '貸' => '贷',
        '還' => '还',
        '罰' => '罚',
        '費' => '费',
        '釐' => '厘',
        '負' => '负',
        '於' => '于',
        '僅' => '仅',
        '隻' => '只',
        '裡' | '裏' => '里',
        '電' => '电',
        '話' => '话',
        '撥' => '拨',
        '報' => '报',
        '訴' => '诉',
        '級' => '级',
        '齡' => '龄',
        '歲' => '岁',
        '際' => '际',
        '實' => '实',
        '馬' => '马',
        '網' => '网',
        '線' => '线',
        '頭' => '头',
        '佔' => '占',
        '機' => '机',
        '應' => '应',
        '會' => '会',
        '沒' => '没',
        '別' => '别',
        '無' => '无',
        '氣' => '气',
        '價' => '价',
        '賬' | '帳' => '账',
        '單' => '单',
        '總' => '总',
        '連' => '连',
        '帶' => '带',
        '滯' => '滞',
        '納' => '纳',
        '違' => '违',
        '預' => '预',
        '計' => '计',
        '調' => '调',
        '獲' => '获',
        '訊' => '讯',
        '記' => '记',
        '種' => '种',
        '類' => '类',
        '張' => '张',
        '筆' => '笔',
        '戶' => '户',
        '與' => '与',
        '並' => '并',
        '處' => '处',
        '須' => '须',
        '當' => '当',
        '規' => '规',
        '辦' => '办',
        '釋' => '释',
        '則' => '则',
        '業' => '业',
        '殘' => '残',
        '準' => '准',
        '許' => '许',
        '該' => '该',
        '請' => '请',
        '現' => '现',
        '續' => '续',
        '給' => '给',
        '這' => '这',
        '嗎' => '吗',
        '認' => '认',
        '證' => '证',
        '頂' => '顶',
        '遲' => '迟',
        '壓' => '压',
        '獨' => '独',
        '覺' => '觉',
        '見' => '见',
        '傳' => '传',
        '閱' => '阅',
        '讀' => '读',
        '覽' => '览',
        '擊' => '击',
        '審' => '审',
        '議' => '议',
        '聲' => '声',
        '減' => '减',
        '擔' => '担',
        '遠' => '远',
        '經' => '经',
        '轉' => '转',
        '憲' => '宪',
        '訟' => '讼',
        '執' => '执',
        '產' => '产',
        '據' => '据',
        '區' => '区',
        '倆' => '俩',
        '東' => '东',
        '親' => '亲',
        '離' => '离',
        '來' => '来',
        '歷' => '历',
        '動' => '动',
        '輒' => '辄',
        '銀' => '银',
        '協' => '协',
        '節' => '节',
        '簽' => '签',
        '們' => '们',
        _ => c,
    }
}
