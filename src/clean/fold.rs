//! The folded form of a line, in which rows are matched and lines are compared: half width, simplified,
//! lower case, single blanks. It is for looking only; the article keeps its own characters.

use std::collections::HashSet;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// Characters of traditional script that occur in the words of `boilerplate.toml` and in names of sites, and below
/// each its simplified form.
const TRADITIONAL: &str = "來個們優內僅閱讀關註編輯責聲權標籤圖資網評論點擊瀏覽記發佈時間熱門薦贊廣轉載請聯繫係刪構參見題問虛純屬篇頁類頻導語說實際為準據處證錄號歡還會樣麼嗎貸唄戶條過沒並對這與從後開無長復複覆層樓舉報話電嚴創專業師輪聞雲財經壇區樂體術週訊擾";
const SIMPLIFIED: &str = "来个们优内仅阅读关注编辑责声权标签图资网评论点击浏览记发布时间热门荐赞广转载请联系系删构参见题问虚纯属篇页类频导语说实际为准据处证录号欢还会样么吗贷呗户条过没并对这与从后开无长复复复层楼举报话电严创专业师轮闻云财经坛区乐体术周讯扰";

/// Folds one character.
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
    static TABLE: LazyLock<FxHashMap<char, char>> =
        LazyLock::new(|| TRADITIONAL.chars().zip(SIMPLIFIED.chars()).collect());
    TABLE.get(&c).copied().unwrap_or(c)
}

/// The folded form of `line`: half width, simplified where the table knows it, lower case, runs of blanks one,
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
    fn the_two_scripts_stand_below_each_other() {
        assert_eq!(TRADITIONAL.chars().count(), SIMPLIFIED.chars().count());
    }

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
