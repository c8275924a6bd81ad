//! Durations: a quantity in days with its bounds, told apart from dates (3月, 15日, 21年), from times
//! past (三天前) and from phrases that only sound like one (有一天, 前两年, 每三天).

use super::bound::{Bound, Ends, Side};
use super::spread::Spread;
use super::term::Unit;
use super::text::{after_any, at, before, ending, ending_any, holds, one_of};
use super::{Range, Value};

/// The value of `spread`, whose bounds are `left` and `right`; `None` where it is no duration.
pub(super) fn value(t: &[char], spread: &Spread, ends: Ends, left: Side, right: Side) -> Option<Value> {
    let bounded = left.bound.is_some() || within(t, spread.end);
    let overdue = ending_any(
        t,
        left.at,
        0,
        &["逾期", "拖欠", "逾期了", "拖了", "逾期已", "晚还", "迟还", "欠了", "逾期 ", "超期"],
    )
    .is_some();
    match spread.unit? {
        Unit::Month if !(bounded || overdue) => return month(spread),
        Unit::Day if !(bounded || overdue) && day_of_month(t, spread) => return Some(Value::Date),
        Unit::Day if !spread.hanzi && at(t, spread.end) == '前' && !overdue && left.bound.is_none() => {
            return Some(Value::Date);
        }
        Unit::Year if !(bounded || overdue) => {
            if let Some(decided) = year(t, spread) {
                return decided;
            }
        }
        _ => {}
    }
    if let Some(range) = opening(t, spread, ends) {
        return Some(Value::Days { range, after: false });
    }
    if phrase(t, spread, left.at) {
        return None;
    }
    if right.bound == Some(Bound::Before) && left.bound.is_none() {
        let counted = overdue || ending_any(t, left.at, 0, &["还款日", "到期", "账龄", "满"]).is_some();
        if !counted {
            return None;
        }
    }
    Some(Value::Days { range: range(ends)?, after: ends.after })
}

/// 头两个月, 前30天: the stretch from the beginning on. 前两天, 前几天 speak of the past, 逾期前三天 of either.
fn opening(t: &[char], spread: &Spread, ends: Ends) -> Option<Range> {
    let start = spread.start;
    let few = spread.loose || at(t, start) == '几' || at(t, start) == '两';
    // 逾期前两个月: nobody speaks of months before a debt is overdue.
    let months =
        before(t, start, 1) == '前' && before(t, start, 2) == '期' && matches!(spread.unit, Some(Unit::Days(30)));
    let months = months && ending(t, start, 0, "逾期前").is_some() && !spread.loose;
    let opens = months || opens(t, start, few);
    let unit = matches!(spread.unit, Some(Unit::Day | Unit::Month | Unit::Days(..365)));
    let range = range(ends).filter(|r| opens && unit && r.min == r.max)?;
    Some(Range { min: None, ..range })
}

fn opens(t: &[char], start: usize, few: bool) -> bool {
    match before(t, start, 1) {
        '头' => !one_of(before(t, start, 2), "到年回刚从口对"),
        '前' => !few && (start < 2 || one_of(before(t, start, 2), "的,，。;；:：、在于头|里")),
        _ => false,
    }
}

/// The ends as whole days.
pub(super) fn range(ends: Ends) -> Option<Range> {
    let whole = |n: Option<super::numeral::Dec>| match n {
        Some(n) => n.whole().map(Some),
        None => Some(None),
    };
    Some(Range {
        min: whole(ends.min)?,
        max: whole(ends.max)?,
        min_incl: ends.min_incl,
        max_incl: ends.max_incl,
        approx: ends.approx,
    })
}

/// 3月以内, 15日内: the word after makes it a duration.
fn within(t: &[char], end: usize) -> bool {
    after_any(t, end, &["以上", "以内", "以下", "之内", "左右", "及以上"]).is_some()
        || (at(t, end) == '内' && !matches!(at(t, end + 1), '容' | '部'))
        || (at(t, end) == '里' && matches!(at(t, end + 1), ',' | '，' | '、' | ' ' | '一' | '都' | '只' | '会'))
}

fn month(spread: &Spread) -> Option<Value> {
    // 十三月 is no month, but no sure duration either.
    let named = spread.hi.is_some_and(|hi| hi.value() <= 360.0);
    (named && !spread.loose).then_some(Value::Date)
}

fn day_of_month(t: &[char], spread: &Spread) -> bool {
    if spread.loose || spread.hi.is_none_or(|hi| hi.value() > 31.0) {
        return false;
    }
    let dated = ["月", "每月的", "于", "截至", "截止", "记者", "本报", "昨", "今", "每月第", "年"];
    let clock = [
        "上午", "下午", "晚", "凌晨", "中午", "获悉", "报道", "讯", "消息", "发布", "为还", "还款", "出账", "起",
        "当天", "早",
    ];
    ending_any(t, spread.start, 0, &dated).is_some() || after_any(t, spread.end, &clock).is_some()
}

/// 20年 may be a term of twenty years or the year 2020: `Some` where that is settled.
fn year(t: &[char], spread: &Spread) -> Option<Option<Value>> {
    let dated = [
        "起",
        "初",
        "底",
        "末",
        "开始",
        "以来",
        "的时候",
        "那",
        "春",
        "夏",
        "秋",
        "冬",
        "上半",
        "下半",
        "新",
        "借",
        "办",
        "申请",
        "至今",
    ];
    if after_any(t, spread.end, &dated).is_some()
        || ending_any(t, spread.start, 0, &["从", "自", "自从", "在"]).is_some()
    {
        return Some(Some(Value::Date));
    }
    let years = spread.lo.value() / 365.0;
    ((14.0..40.0).contains(&years) && years != 20.0 || years > 60.0).then_some(None)
}

/// Phrases with a duration in them that measure nothing.
fn phrase(t: &[char], spread: &Spread, start: usize) -> bool {
    let previous = before(t, start, 1);
    if matches!(previous, '每' | '隔') && start == spread.start {
        return true;
    }
    let few = spread.loose || ending(t, spread.start + 1, 0, "两").is_some() || at(t, spread.start) == '几';
    if matches!(previous, '这' | '那' | '头') && (few || spread.single) {
        return true;
    }
    if matches!(previous, '近') || at(t, start) == '近' {
        // 近几年, 近两年来 speak of the present.
        return at(t, spread.start) == '几' || at(t, spread.end) == '来';
    }
    // 逾期前30天内 is the first 30 days; 逾期前三天 may be those before it.
    let first = before(t, start, 2) == '期'
        && (matches!(at(t, spread.end), '内' | '里')
            || spread.unit == Some(Unit::Days(30)) && ending(t, start, 0, "逾期前").is_some());
    if previous == '前' && ending(t, start, 0, "到期前").is_none() && !first {
        return !one_of(before(t, start, 2), "提目之当日以先此");
    }
    if matches!(previous, '后') && few && !matches!(before(t, start, 2), '以' | '之' | '期' | '款') {
        return true;
    }
    if !spread.single {
        return false;
    }
    let one = match previous {
        '有' => !matches!(before(t, start, 2), '只' | '仅' | '才' | '还'),
        '某' | '哪' | '同' | '另' | '新' | '上' | '下' | '整' => previous != '整',
        _ => false,
    };
    one || after_any(t, spread.end, &["到晚", "到头", "比一", "四季", "一度", "天地"]).is_some()
        || (at(t, spread.end - 1) == '天' && at(t, spread.end) == '天')
        || holds(t, spread.start.saturating_sub(2), spread.start, &["每"])
            && start == spread.start
            && previous != '超'
            && before(t, start, 2) == '每'
}
