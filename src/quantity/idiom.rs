//! Phrases with number words in them that measure nothing. Only those are listed that the grammar of
//! numbers would otherwise take for a quantity.

use super::hanzi;
use super::text::{after_any, at, before};

/// Phrases to pass over, by their first character.
const PHRASES: &[&str] = &[
    "一天到晚", "一年到头", "一年四季", "一年一度", "一年半载", "一日三餐", "一日为", "一次性", "一次又一次", "一次次", "一个个", "一个人", "一个劲",
    "一人一", "一回事", "一家人", "一时半会", "一点一", "一时间", "一成不变", "一分为二", "一块儿", "一块去", "一块来", "一块走", "一万个不", "一百个不", "一千个不",
    "两回事", "两三下", "两面三刀", "两位数", "三天两头", "三番五次", "三番两次", "三年五载", "三天打鱼", "三人成虎", "三言两语", "三长两短", "三心二意", "三六九等", "三三两两",
    "三不一要", "四面八方", "四平八稳", "五花八门", "五一", "七上八下", "乱七八糟", "八九不离十", "九牛一毛", "十有八九", "十之八九", "十全十美", "十万火急", "十万个为什么",
    "十分", "十一假", "二话不说", "千方百计", "千家万户", "千千万万", "成千上万", "成百上千", "数一数二", "数不", "三线", "二三线", "三四线", "一二线", "十月怀胎", "一年级", "几点", "几次三番",
    "半夜", "半天", "半路", "半途", "一半一半", "一一", "万一", "一带一路", "几分之几", "一元化", "一点点", "两会", "一条龙", "三方", "双十一", "一刻", "七天无理由",
    "24小时客服", "24小时热线", "24小时在线", "7×24小时", "7x24小时", "7*24小时", "315", "818",
];

/// The place after the phrase that begins at `i`.
pub(super) fn phrase(t: &[char], i: usize) -> Option<usize> {
    let end = after_any(t, i, PHRASES)?;
    // 十分之一 and 十分钟 begin otherwise; a 315 inside a longer number is that number.
    if matches!(at(t, i), '3' | '8') && (at(t, end).is_ascii_digit() || matches!(at(t, end), '元' | '.' | '天' | '%' | '期' | '次' | '块' | '万')) {
        return None;
    }
    if at(t, i) == '十' && at(t, i + 1) == '分' && matches!(at(t, i + 2), '之') {
        return None;
    }
    Some(end)
}

/// Words that end in a number character: 统一, 之一, 周三, 星期五, 万一. The character counts nothing.
pub(super) fn word_end(t: &[char], i: usize) -> bool {
    let c = at(t, i);
    let previous = before(t, i, 1);
    if c == '一' && matches!(previous, '统' | '唯' | '单' | '之' | '逐' | '专' | '万' | '惟' | '均') {
        return true;
    }
    if hanzi::digit(c).is_some() && matches!(previous, '周' | '期' | '拜') {
        let frequent = matches!(before(t, i, 2), '每' | '一' | '两' | '几' | '上' | '数' | '三') || before(t, i, 2).is_ascii_digit();
        let weekday = match previous {
            '周' => !frequent,
            '期' => before(t, i, 2) == '星' && before(t, i, 3) != '每' && before(t, i, 3) != '个' && before(t, i, 3) != '一',
            _ => before(t, i, 2) == '礼' && before(t, i, 3) != '每' && before(t, i, 3) != '个' && before(t, i, 3) != '一',
        };
        return weekday && hanzi::digit(c).is_some_and(|d| d <= 6) && c != '两';
    }
    false
}

/// 上万, 过万, 近千: whether the character before a bare scale word makes it a number, and where that begins.
pub(super) fn before_scale(t: &[char], i: usize, floor: usize) -> bool {
    if i <= floor {
        return false;
    }
    let other = before(t, i, 2);
    match t[i - 1] {
        '上' => !matches!(other, '马' | '晚' | '早' | '以' | '网' | '线' | '身' | '手' | '路' | '际' | '实' | '本' | '加' | '之' | '头' | '面' | '桌' | '心' | '千' | '百' | '成' | '会' | '值'),
        '过' => !matches!(other, '通' | '经' | '不' | '难' | '度' | '透'),
        '近' => !matches!(other, '最' | '附' | '靠' | '亲' | '临'),
        '超' | '破' | '逾' => true,
        _ => false,
    }
}
