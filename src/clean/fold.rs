//! The folded form of a line, in which rows are matched and lines are compared: half width, simplified,
//! lower case, single blanks. It is for looking only; the article keeps its own characters.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Characters of traditional script that occur in the words of [`super::boilerplate`]'s rows.
const SIMPLIFIED: &[(char, char)] = &[
    ('來', '来'),
    ('個', '个'),
    ('們', '们'),
    ('優', '优'),
    ('內', '内'),
    ('僅', '仅'),
    ('閱', '阅'),
    ('讀', '读'),
    ('關', '关'),
    ('註', '注'),
    ('編', '编'),
    ('輯', '辑'),
    ('責', '责'),
    ('聲', '声'),
    ('權', '权'),
    ('標', '标'),
    ('籤', '签'),
    ('圖', '图'),
    ('資', '资'),
    ('網', '网'),
    ('評', '评'),
    ('論', '论'),
    ('點', '点'),
    ('擊', '击'),
    ('瀏', '浏'),
    ('覽', '览'),
    ('記', '记'),
    ('發', '发'),
    ('佈', '布'),
    ('時', '时'),
    ('間', '间'),
    ('熱', '热'),
    ('門', '门'),
    ('薦', '荐'),
    ('贊', '赞'),
    ('廣', '广'),
    ('轉', '转'),
    ('載', '载'),
    ('請', '请'),
    ('聯', '联'),
    ('繫', '系'),
    ('係', '系'),
    ('刪', '删'),
    ('構', '构'),
    ('參', '参'),
    ('見', '见'),
    ('題', '题'),
    ('問', '问'),
    ('構', '构'),
    ('虛', '虚'),
    ('純', '纯'),
    ('屬', '属'),
    ('篇', '篇'),
    ('頁', '页'),
    ('類', '类'),
    ('頻', '频'),
    ('導', '导'),
    ('語', '语'),
    ('說', '说'),
    ('實', '实'),
    ('際', '际'),
    ('為', '为'),
    ('準', '准'),
    ('據', '据'),
    ('處', '处'),
    ('證', '证'),
    ('錄', '录'),
    ('號', '号'),
    ('歡', '欢'),
    ('還', '还'),
    ('會', '会'),
    ('樣', '样'),
    ('麼', '么'),
    ('嗎', '吗'),
    ('貸', '贷'),
    ('唄', '呗'),
    ('戶', '户'),
    ('條', '条'),
    ('過', '过'),
    ('沒', '没'),
    ('並', '并'),
    ('對', '对'),
    ('這', '这'),
    ('與', '与'),
    ('從', '从'),
    ('後', '后'),
    ('開', '开'),
    ('無', '无'),
    ('長', '长'),
    ('復', '复'),
    ('複', '复'),
    ('覆', '复'),
    ('層', '层'),
    ('樓', '楼'),
    ('舉', '举'),
    ('報', '报'),
    ('話', '话'),
    ('電', '电'),
    ('嚴', '严'),
    ('創', '创'),
    ('專', '专'),
    ('業', '业'),
    ('師', '师'),
    ('輪', '轮'),
];

/// Folds one character; the table is small, so a match on its code point would gain nothing measurable.
fn folded(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c).to_ascii_lowercase(),
        '丨' => '|',
        '「' | '『' => '“',
        '」' | '』' => '”',
        '\u{4e00}'..='\u{9fff}' => simplified(c),
        c if c.is_whitespace() => ' ',
        c => c.to_ascii_lowercase(),
    }
}

fn simplified(c: char) -> char {
    static TABLE: LazyLock<HashMap<char, char>> = LazyLock::new(|| SIMPLIFIED.iter().copied().collect());
    TABLE.get(&c).copied().unwrap_or(c)
}

/// The folded form of `line`: half width, simplified where [`SIMPLIFIED`] knows it, lower case, runs of blanks one,
/// none at the ends.
pub(super) fn fold(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut blank = false;
    for c in line.chars().filter(|c| !is_invisible(*c)) {
        match folded(c) {
            ' ' => blank = true,
            c => {
                if blank && !out.is_empty() {
                    out.push(' ');
                }
                blank = false;
                out.push(c);
            }
        }
    }
    out
}

/// The folded form without anything but letters and digits: two titles that differ in punctuation are one.
pub(super) fn squeeze(line: &str) -> String {
    line.chars().map(folded).filter(|c| c.is_alphanumeric()).collect()
}

/// Marks that show nothing: zero-width blanks, joiners, byte order marks, direction marks.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}')
}

/// How much of `line` stands in `other`, 0 to 1: its pairs of neighbouring letters.
pub(super) fn share_in(line: &str, other: &str) -> f32 {
    let pairs = |line: &str| -> Vec<(char, char)> {
        let letters: Vec<char> = squeeze(line).chars().collect();
        letters.windows(2).map(|pair| (pair[0], pair[1])).collect()
    };
    let others: HashSet<(char, char)> = pairs(other).into_iter().collect();
    let own = pairs(line);
    own.iter().filter(|pair| others.contains(pair)).count() as f32 / own.len().max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_script_case_and_blanks_are_folded() {
        assert_eq!(fold("　發布時間：2023－02－14　 作者:Abc\u{200b} "), "发布时间:2023-02-14 作者:abc");
        assert_eq!(squeeze("借呗，会上门吗？"), squeeze("借唄會上門嗎?"));
    }

    #[test]
    fn a_title_in_part_shares_its_letters_and_another_title_does_not() {
        assert!(share_in("借唄(bei)逾期半年會走訪戶籍地嗎", "支付寶借唄逾期半年會走訪戶籍地嗎?真實經歷分享") >= 0.7);
        assert!(share_in("花呗逾期会上征信吗", "微粒贷怎么开通") < 0.2);
    }
}
