//! Phrases with number words in them that measure nothing. Only those are listed that the grammar of
//! numbers would otherwise take for a quantity.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::hanzi;
use super::text::{after_any, at, before, one_of};

/// Phrases to pass over.
const PHRASES: &[&str] = &[
    "一天到晚",
    "一年到头",
    "一年四季",
    "一年一度",
    "一年半载",
    "一日三餐",
    "一日为",
    "一次性",
    "一次又一次",
    "一次次",
    "一个个",
    "一个人",
    "一个劲",
    "一人一",
    "一回事",
    "一家人",
    "一时半会",
    "一点一",
    "一时间",
    "一成不变",
    "一分为二",
    "一块儿",
    "一块去",
    "一块来",
    "一块走",
    "一万个不",
    "一百个不",
    "一千个不",
    "两回事",
    "两三下",
    "两面三刀",
    "两位数",
    "三天两头",
    "三番五次",
    "三番两次",
    "五次三番",
    "三年五载",
    "三天打鱼",
    "三天三夜",
    "三天两夜",
    "三人成虎",
    "三言两语",
    "三长两短",
    "三心二意",
    "三六九等",
    "三三两两",
    "三不一要",
    "四面八方",
    "四平八稳",
    "五花八门",
    "五一",
    "七上八下",
    "乱七八糟",
    "八九不离十",
    "九牛一毛",
    "十有八九",
    "十之八九",
    "十全十美",
    "十万火急",
    "十万个为什么",
    "十分",
    "十一假",
    "二话不说",
    "千方百计",
    "千家万户",
    "千千万万",
    "成千上万",
    "成百上千",
    "数一数二",
    "数不",
    "三线",
    "二三线",
    "三四线",
    "一二线",
    "十月怀胎",
    "一年级",
    "几点",
    "几次三番",
    "半夜",
    "半天",
    "半路",
    "半途",
    "一半一半",
    "一一",
    "万一",
    "一带一路",
    "几分之几",
    "一元化",
    "一点点",
    "两会",
    "一条龙",
    "三方",
    "双十一",
    "一刻",
    "七天无理由",
    "24小时客服",
    "24小时热线",
    "24小时在线",
    "7×24小时",
    "7x24小时",
    "7*24小时",
];

/// The place after the phrase that begins at `i`.
pub(super) fn phrase(t: &[char], i: usize) -> Option<usize> {
    static BY_FIRST: LazyLock<FxHashMap<char, Vec<&str>>> = LazyLock::new(|| {
        let mut by_first: FxHashMap<char, Vec<&str>> = FxHashMap::default();
        for phrase in PHRASES {
            phrase.chars().take(1).for_each(|first| by_first.entry(first).or_default().push(phrase));
        }
        by_first
    });
    let end = after_any(t, i, BY_FIRST.get(&at(t, i))?)?;
    // 十分之一 begins otherwise.
    if at(t, i) == '十' && at(t, i + 1) == '分' && matches!(at(t, i + 2), '之') {
        return None;
    }
    Some(end)
}

/// Words that end in a number character: 统一, 之一, 周三, 星期五, 万一. The character counts nothing.
pub(super) fn word_end(t: &[char], i: usize) -> bool {
    let c = at(t, i);
    let previous = before(t, i, 1);
    if c == '一' && one_of(previous, "统唯单之逐专万惟均") {
        return true;
    }
    if hanzi::digit(c).is_some() && matches!(previous, '周' | '期' | '拜') {
        let frequent = one_of(before(t, i, 2), "每一两几上数三") || before(t, i, 2).is_ascii_digit();
        let weekday = match previous {
            '周' => !frequent,
            '期' => {
                before(t, i, 2) == '星' && before(t, i, 3) != '每' && before(t, i, 3) != '个' && before(t, i, 3) != '一'
            }
            _ => {
                before(t, i, 2) == '礼' && before(t, i, 3) != '每' && before(t, i, 3) != '个' && before(t, i, 3) != '一'
            }
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
        '上' => !one_of(other, "马晚早以网线身手路际实本加之头面桌心千百成会值"),
        '过' => !one_of(other, "通经不难度透"),
        '近' => !one_of(other, "最附靠亲临"),
        '超' | '破' | '逾' => true,
        _ => false,
    }
}
