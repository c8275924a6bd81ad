//! The units that are no durations: 元, %, 成, 倍, 期, 次, 人, and those that are no concern of ours.

use super::hanzi;
use super::numeral::Num;
use super::term::Unit;
use super::text::{after_any, at, one_of};

/// The unit at `k` of `num`, with the place after it.
pub(super) fn read(t: &[char], k: usize, num: &Num) -> Option<(Unit, usize)> {
    let found = |unit, end| Some((unit, end));
    if let Some(end) = after_any(t, k, &["块钱", "元钱", "元人民币", "元整", "人民币", "rmb", "RMB"]) {
        return found(Unit::Yuan, end);
    }
    if let Some(end) = after_any(
        t,
        k,
        &["美元", "港元", "日元", "欧元", "美金", "港币", "英镑", "个百分点", "百分点", "分钟", "小时", "个点"],
    ) {
        return found(Unit::Foreign, end);
    }
    let next = at(t, k + 1);
    match at(t, k) {
        '元' if one_of(next, "旦素宝老首凶气") => None,
        '元' => found(Unit::Yuan, k + 1),
        '块' => {
            // 这一块 is an aspect, 两块 may be anything.
            let firm = num.scaled || !num.hanzi || num.lo.value() >= 10.0 || num.loose;
            found(if firm { Unit::Yuan } else { Unit::Foreign }, k + 1)
        }
        '%' => found(Unit::Share(2), k + 1),
        '‰' => found(Unit::Share(3), k + 1),
        '‱' => found(Unit::Share(4), k + 1),
        '成' if one_of(next, "立本功员都交熟年为不了人") => None,
        '成' if num.scaled || num.lo.value() > 10.0 => None,
        '成' => tenths(t, k + 1, num),
        '倍' => found(Unit::Times, k + 1),
        '期' if one_of(next, "间限货待望刊权初末满") => None,
        '期' => found(Unit::Installments, k + 1),
        '次' if one_of(next, "日月贷级要序元品") => None,
        '次' => found(Unit::Calls, k + 1),
        '通' if one_of(next, "知过常道讯报信用牒行告") => None,
        '通' => found(Unit::Calls, k + 1),
        '遍' => found(Unit::Calls, k + 1),
        '人' if one_of(next, "民员工次际家格均生们为行物力") => found(Unit::Foreign, k + 1),
        '人' => found(Unit::People, k + 1),
        '名' if one_of(next, "下单字义誉额") => None,
        '名' => found(Unit::People, k + 1),
        '位' if matches!(next, '数' | '置' | '于' | '以') => found(Unit::Foreign, k + 1),
        '位' => found(Unit::People, k + 1),
        '个' if next == '人' && !one_of(at(t, k + 2), "信征账隐资身消贷所") => found(Unit::People, k + 2),
        '个' => match after_any(t, k + 1, &["电话", "短信", "来电", "催收电话", "催收短信", "催款电话", "未接"])
        {
            Some(_) => found(Unit::Calls, k + 1),
            None => found(Unit::Pieces, k + 1),
        },
        '条' if after_any(t, k + 1, &["短信", "催收短信", "信息", "催款短信", "微信", "消息"]).is_some() => {
            found(Unit::Calls, k + 1)
        }
        '条' => found(Unit::Pieces, k + 1),
        '家' | '笔' | '封' | '份' | '件' | '户' | '例' => found(Unit::Things, k + 1),
        _ => None,
    }
}

/// 八成, and 八成五.
fn tenths(t: &[char], end: usize, num: &Num) -> Option<(Unit, usize)> {
    let half = hanzi::digit(at(t, end)).is_some() && !hanzi::counts(t, end + 1) && num.hanzi;
    // 八成五 is rare and 八成一看 is not: what follows must not be a digit.
    (!half).then_some((Unit::Tenths, end))
}
