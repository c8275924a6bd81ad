//! Bounds after the number: 以上, 三个月内, 不到, 左右, 起, 天后, and the sign of 90天≤逾期.

use super::super::hanzi::is_numeral;
use super::super::text::{after_any, at, one_of};
use super::{Bound, Side};

/// The bounds to the right of a quantity that ends at `end`.
pub(in super::super) fn right(t: &[char], end: usize, time: bool) -> Side {
    let mut side = Side { bound: None, about: false, at: end };
    for _ in 0..3 {
        let mut k = side.at;
        if at(t, k) == ' ' {
            k += 1;
        }
        k = after_any(t, k, &["(含)", "（含）", "含"]).filter(|&k| at(t, k) == '以').unwrap_or(k);
        let Some((bound, next)) = suffix(t, k, time) else {
            break;
        };
        match bound {
            Bound::About => side.about = true,
            _ if side.bound.is_some() && bound != Bound::Span => break,
            Bound::Span => side.bound = side.bound.or(Some(bound)),
            _ => side.bound = Some(bound),
        }
        side.at = next;
    }
    side
}

fn suffix(t: &[char], k: usize, time: bool) -> Option<(Bound, usize)> {
    use Bound::{About, After, Before, Least, Most, Span, Surplus};
    let next = |words: &[&str]| after_any(t, k, words);
    if let Some(end) = next(&["及以上", "或以上", "以上", "往上", "朝上", "起步", "打底", "不止", "起算"])
    {
        return Some((Least(!matches!(at(t, k), '不')), end));
    }
    if let Some(end) = next(&["及以下", "或以下", "以下", "及以内", "以内", "之内", "封顶", "为上限", "为限", "上限"])
    {
        return Some((Most(true), end));
    }
    if let Some(end) = next(&["左右", "上下", "前后", "附近"]) {
        return (!matches!(at(t, end), '级' | '文' | '班' | '矛')).then_some((About, end));
    }
    if let Some(end) = next(&["之间", "不等"]) {
        return (at(t, end) != '于' && at(t, end) != '待').then_some((Span, end));
    }
    if let Some(end) = next(&["都不到", "还不到", "不到", "都没到", "不足", "还没到", "都没有到"]) {
        let goes_on = is_numeral(at(t, end)) || at(t, end).is_ascii_digit() || one_of(at(t, end), "半以位账数 ");
        return (!goes_on).then_some((Most(false), end));
    }
    if let Some(end) = next(&["出头", "开外", "有余"]) {
        return Some((Surplus, end));
    }
    if let Some(end) = next(&["以外", "之外"]) {
        return Some((Least(false), end));
    }
    if at(t, k) == '+' && !at(t, k + 1).is_ascii_alphanumeric() {
        return Some((Least(true), k + 1));
    }
    // 90天≤逾期<180天: the number stands on the left of the sign.
    let sign = match at(t, k) {
        '≤' => Some(Least(true)),
        '<' => Some(Least(false)),
        '≥' => Some(Most(true)),
        '>' => Some(Most(false)),
        _ => None,
    };
    if let Some(bound) = sign {
        let end = if at(t, k + 1) == '=' { k + 2 } else { k + 1 };
        let named = after_any(t, end, &["逾期", "金额", "欠款", "账龄", "天数", "本金"]).is_some();
        return named.then_some((bound, end));
    }
    if at(t, k) == '右' && !one_of(at(t, k + 1), "边侧手上下") {
        return Some((About, k + 1));
    }
    if at(t, k) == '起' {
        let word = one_of(at(t, k + 1), "诉来初码源点草伏因到飞床诈案");
        return (!word).then_some((Least(true), k + 1));
    }
    if at(t, k) == '内' {
        let word = match at(t, k + 1) {
            '容' => at(t, k + 2) != '易',
            '催' => at(t, k + 2) != '收' && at(t, k + 2) != '款' && at(t, k + 2) != '还',
            c => one_of(c, "部蒙存控测幕心地网审"),
        };
        return (!word).then_some((Most(true), k + 1));
    }
    if !time {
        return None;
    }
    if let Some(end) = next(&["开始"]) {
        return Some((Least(true), end));
    }
    if let Some(end) = next(&["以后", "之后", "过后", "往后", "一过"]) {
        return Some((After, end));
    }
    if let Some(end) = next(&["以前", "之前"]) {
        return Some((Before, end));
    }
    match (at(t, k), at(t, k + 1)) {
        ('后', '果' | '台' | '期' | '备' | '者' | '悔' | '面' | '半') => None,
        ('后', _) => Some((After, k + 1)),
        ('前', '面' | '提' | '往' | '台' | '期' | '夕' | '员' | '科' | '后' | '置') => None,
        ('前', _) => Some((Before, k + 1)),
        _ => None,
    }
}
