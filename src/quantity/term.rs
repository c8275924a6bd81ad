//! A number with its unit: 5000元, 三个月, 一个半月, 0.05%, 万分之五, 八成, 1.5倍, 60期, 三次.
//! Which bare numbers are money, and which 3月 is a date, is decided later, with the words around.

use super::hanzi;
use super::numeral::{self, Dec, Num};
use super::text::{after, after_any, at, before};

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Yuan.
    Yuan,
    /// A stretch of so many days.
    Days(i64),
    /// 3月: thirty days, or March.
    Month,
    /// 15日: fifteen days, or a day of a month.
    Day,
    /// 20年: twenty years, or a year of this century.
    Year,
    /// A share; the power of ten it is divided by.
    Share(u32),
    /// 成, tenths.
    Tenths,
    /// 倍.
    Times,
    /// 期.
    Installments,
    /// 次, 通.
    Calls,
    /// 个, 条: calls only where a period or 电话 says so.
    Pieces,
    /// 人, 名, 位.
    People,
    /// 份, 笔, 家: no concern of ours, and never money.
    Things,
    /// Something known that is none of these (分钟, 岁, 美元): the number is passed over.
    Foreign,
}

/// A number with its unit, or without.
#[derive(Debug, Clone, Copy)]
pub(super) struct Term {
    pub(super) unit: Option<Unit>,
    pub(super) num: Option<Num>,
    /// In the unit's own measure: yuan, days, hundredths…
    pub(super) lo: Dec,
    pub(super) hi: Option<Dec>,
    pub(super) step: Dec,
    pub(super) loose: bool,
    pub(super) approx: bool,
    pub(super) end: usize,
}

/// The term that begins at `i`.
pub(super) fn read(t: &[char], i: usize) -> Option<Term> {
    half(t, i).or_else(|| share(t, i)).or_else(|| whole_days(t, i)).or_else(|| {
        let num = numeral::read(t, i)?;
        Some(with_unit(t, num))
    })
}

/// `num` with the unit that follows it.
pub(super) fn with_unit(t: &[char], num: Num) -> Term {
    let mut k = num.end;
    if at(t, k) == ' ' && !num.hanzi {
        k += 1;
    }
    match duration(t, k, &num).or_else(|| unit(t, k, &num)) {
        Some((unit, extra, end)) => convert(num, unit, extra, end).unwrap_or_else(|| plain(num)),
        None => plain(num),
    }
}

/// What stands between number and unit: 四个**半**月, 三个**多**月, 一年**零三个月**.
#[derive(Debug, Clone, Copy, Default)]
struct Extra {
    days: i64,
    surplus: bool,
    approx: bool,
}

fn plain(num: Num) -> Term {
    Term { unit: None, num: Some(num), lo: num.lo, hi: num.hi, step: num.step, loose: num.loose, approx: num.approx, end: num.end }
}

/// `num` read in `unit`; the bare start of `1-3天` takes the unit of its end this way.
pub(super) fn in_unit(num: Num, unit: Unit) -> Option<Term> {
    convert(num, unit, Extra::default(), num.end)
}

fn convert(num: Num, unit: Unit, extra: Extra, end: usize) -> Option<Term> {
    let days = match unit {
        Unit::Days(n) => n,
        Unit::Month => 30,
        Unit::Day => 1,
        Unit::Year => 365,
        _ => 1,
    };
    let each = |n: Dec| in_days(n, days)?.plus(Dec::int(extra.days));
    let lo = each(num.lo)?;
    let mut hi = num.hi;
    let mut step = num.step.times(days)?;
    if let Some(n) = hi {
        hi = Some(each(n)?);
    }
    if extra.surplus {
        // 三个多月, 一年多: up to one unit more.
        step = Dec::int(days);
        hi = Some(hi?.plus(step)?);
    }
    Some(Term {
        unit: Some(unit),
        num: Some(num),
        lo,
        hi,
        step,
        loose: num.loose || extra.surplus,
        approx: num.approx || extra.approx,
        end,
    })
}

/// Half a year is 180 days here (claims.md §4), also in 1.5年.
fn in_days(n: Dec, days: i64) -> Option<Dec> {
    if days == 365 && n.is_half() {
        return Dec::int(n.ratio(0) as i64).times(365)?.plus(Dec::int(180));
    }
    n.times(days)
}

fn duration(t: &[char], k: usize, num: &Num) -> Option<(Unit, Extra, usize)> {
    let mut extra = Extra::default();
    let mut p = k;
    if at(t, p) == '个' {
        p += 1;
    }
    match at(t, p) {
        _ if p == k => {}
        '半' => {
            extra.days = -1;
            p += 1;
        }
        '多' | '余' => {
            extra.surplus = true;
            p += 1;
        }
        '来' => {
            extra.approx = true;
            p += 1;
        }
        _ => {}
    }
    let between = p > k;
    let (mut unit, mut end) = length(t, p, num, between)?;
    let days = match unit {
        Unit::Days(n) => n,
        Unit::Month => 30,
        Unit::Day => 1,
        Unit::Year => 365,
        _ => return Some((Unit::Foreign, Extra::default(), end)),
    };
    if extra.days < 0 {
        if days != 30 {
            return None;
        }
        extra.days = 15;
    }
    if !matches!(unit, Unit::Day | Unit::Month) && num.lo.value() > 0.0 {
        if days == 365 && at(t, end) == '半' && !matches!(at(t, end + 1), '夜' | '载' | '价' | '数') {
            extra.days = 180;
            (unit, end) = (Unit::Days(365), end + 1);
        } else if days == 365 && let Some((more, next)) = months_more(t, end) {
            extra.days = more;
            (unit, end) = (Unit::Days(365), next);
        } else if matches!(at(t, end), '多' | '余') && !extra.surplus && !many(t, end + 1) {
            extra.surplus = true;
            (unit, end) = (Unit::Days(days), end + 1);
        } else if at(t, end) == '半' && days != 365 && matches!(at(t, end + 1), '\0' | '，' | ',' | '。' | '的' | '后' | '内') {
            return Some((Unit::Foreign, Extra::default(), end + 1));
        }
    }
    Some((unit, extra, end))
}

/// 多 of 一天多次 belongs to what follows.
fn many(t: &[char], k: usize) -> bool {
    matches!(at(t, k), '次' | '数' | '少' | '种' | '样' | '人' | '个' | '家' | '名' | '方' | '项' | '为' | '条' | '通' | '遍')
}

/// 零三个月 of 一年零三个月, in days.
fn months_more(t: &[char], k: usize) -> Option<(i64, usize)> {
    let k = if matches!(at(t, k), '零' | '又') { k + 1 } else { k };
    let num = numeral::read(t, k)?;
    let end = after(t, num.end, "个月")?;
    let n = num.exact().filter(|n| (1..12).contains(n))?;
    Some((n * 30, end))
}

fn length(t: &[char], p: usize, num: &Num, between: bool) -> Option<(Unit, usize)> {
    if let Some(end) = after_any(t, p, &["星期", "礼拜"]) {
        return Some((Unit::Days(7), end));
    }
    if let Some(end) = after_any(t, p, &["工作日", "自然日", "交易日"]) {
        return Some((Unit::Days(1), end));
    }
    if let Some(end) = after(t, p, "季度").filter(|_| between) {
        return Some((Unit::Days(90), end));
    }
    if let Some(end) = after_any(t, p, &["小时", "钟头"]) {
        return Some((Unit::Foreign, end));
    }
    let next = at(t, p + 1);
    match at(t, p) {
        '月' if matches!(next, '薪' | '供' | '息' | '利' | '份') => (next == '份').then_some((Unit::Foreign, p + 2)),
        '月' if between || at(t, p - 1) == '俩' => Some((Unit::Days(30), p + 1)),
        '月' => {
            // 两月 and 18月 cannot be months of the year.
            let span = before(t, p, 1) == '两' || before(t, p, 1) == '数' || num.exact().is_none_or(|n| n > 12);
            let question = before(t, p, 1) == '几';
            Some((if question { Unit::Foreign } else if span { Unit::Days(30) } else { Unit::Month }, p + 1))
        }
        _ if between => None,
        '天' if matches!(next, '然' | '津' | '猫' | '气' | '使' | '空' | '赋' | '平' | '堂' | '涯' | '天') => None,
        '天' => Some((Unit::Days(1), p + 1)),
        '日' if matches!(next, '元' | '本' | '常' | '志' | '历' | '韩' | '均') => None,
        '日' if next == '期' && !matches!(at(t, p + 2), '满' | '限' | '间' | '内' | '届') => None,
        '日' => Some((Unit::Day, p + 1)),
        '年' if matches!(next, '级' | '龄' | '轻' | '货' | '薪' | '期' | '代' | '纪' | '味') => Some((Unit::Foreign, p + 2)),
        '年' => {
            let year = !num.hanzi && num.exact().is_some_and(|n| (14..=99).contains(&n));
            Some((if year { Unit::Year } else { Unit::Days(365) }, p + 1))
        }
        '周' if matches!(next, '岁' | '年' | '末' | '边' | '围' | '转' | '期') => Some((Unit::Foreign, p + 2)),
        '周' => Some((Unit::Days(7), p + 1)),
        _ => None,
    }
}

fn unit(t: &[char], k: usize, num: &Num) -> Option<(Unit, Extra, usize)> {
    let found = |unit, end| Some((unit, Extra::default(), end));
    if let Some(end) = after_any(t, k, &["块钱", "元钱", "元人民币", "元整", "人民币", "rmb", "RMB"]) {
        return found(Unit::Yuan, end);
    }
    if let Some(end) = after_any(t, k, &["美元", "港元", "日元", "欧元", "美金", "港币", "英镑", "个百分点", "百分点", "分钟", "小时", "个点"]) {
        return found(Unit::Foreign, end);
    }
    let next = at(t, k + 1);
    match at(t, k) {
        '元' if matches!(next, '旦' | '素' | '宝' | '老' | '首' | '凶' | '气') => None,
        '元' => found(Unit::Yuan, k + 1),
        '块' => {
            // 这一块 is an aspect, 两块 may be anything.
            let firm = num.scaled || !num.hanzi || num.lo.value() >= 10.0 || num.loose;
            found(if firm { Unit::Yuan } else { Unit::Foreign }, k + 1)
        }
        '%' => found(Unit::Share(2), k + 1),
        '‰' => found(Unit::Share(3), k + 1),
        '‱' => found(Unit::Share(4), k + 1),
        '成' if matches!(next, '立' | '本' | '功' | '员' | '都' | '交' | '熟' | '年' | '为' | '不' | '了' | '人') => None,
        '成' if num.scaled || num.lo.value() > 10.0 => None,
        '成' => tenths(t, k + 1, num),
        '倍' => found(Unit::Times, k + 1),
        '期' if matches!(next, '间' | '限' | '货' | '待' | '望' | '刊' | '权' | '初' | '末' | '满') => None,
        '期' => found(Unit::Installments, k + 1),
        '次' if matches!(next, '日' | '月' | '贷' | '级' | '要' | '序' | '元' | '品') => None,
        '次' => found(Unit::Calls, k + 1),
        '通' if matches!(next, '知' | '过' | '常' | '道' | '讯' | '报' | '信' | '用' | '牒' | '行' | '告') => None,
        '通' => found(Unit::Calls, k + 1),
        '遍' => found(Unit::Calls, k + 1),
        '人' if matches!(next, '民' | '员' | '工' | '次' | '际' | '家' | '格' | '均' | '生' | '们' | '为' | '行' | '物' | '力') => found(Unit::Foreign, k + 1),
        '人' => found(Unit::People, k + 1),
        '名' if matches!(next, '下' | '单' | '字' | '义' | '誉' | '额') => None,
        '名' => found(Unit::People, k + 1),
        '位' if matches!(next, '数' | '置' | '于' | '以') => found(Unit::Foreign, k + 1),
        '位' => found(Unit::People, k + 1),
        '个' if next == '人' && !matches!(at(t, k + 2), '信' | '征' | '账' | '隐' | '资' | '身' | '消' | '贷' | '所') => found(Unit::People, k + 2),
        '个' => match after_any(t, k + 1, &["电话", "短信", "来电", "催收电话", "催收短信", "催款电话", "未接"]) {
            Some(_) => found(Unit::Calls, k + 1),
            None => found(Unit::Pieces, k + 1),
        },
        '条' if after_any(t, k + 1, &["短信", "催收短信", "信息", "催款短信", "微信", "消息"]).is_some() => found(Unit::Calls, k + 1),
        '条' => found(Unit::Pieces, k + 1),
        '家' | '笔' | '封' | '份' | '件' | '户' | '例' => found(Unit::Things, k + 1),
        _ => None,
    }
}

/// 八成, and 八成五.
fn tenths(t: &[char], end: usize, num: &Num) -> Option<(Unit, Extra, usize)> {
    let half = hanzi::digit(at(t, end)).is_some() && !hanzi::counts(t, end + 1) && num.hanzi;
    // 八成五 is rare and 八成一看 is not: what follows must not be a digit.
    (!half).then_some((Unit::Tenths, Extra::default(), end))
}

/// 半年, 半个月, 个把月, 大半年, 俩月.
fn half(t: &[char], i: usize) -> Option<Term> {
    let days = |lo: i64, hi: i64, loose, approx, end| {
        let term = Term { unit: Some(Unit::Days(1)), num: None, lo: Dec::int(lo), hi: Some(Dec::int(hi)), step: Dec::int(lo), loose, approx, end };
        Some(term)
    };
    match at(t, i) {
        '半' => {
            let more = matches!(before(t, i, 1), '大');
            if matches!(before(t, i, 1), '上' | '下' | '前' | '后' | '小' | '多' | '夜' | '一' | '个') {
                return None;
            }
            if let Some(end) = after_any(t, i, &["半年多", "半年余"]).filter(|&end| !many(t, end)) {
                return days(180, 365, true, false, end);
            }
            if let Some(end) = after(t, i, "半年") {
                return days(180, if more { 365 } else { 180 }, more, false, end);
            }
            if let Some(end) = after_any(t, i, &["半个多月", "半个余月"]) {
                return days(15, 30, true, false, end);
            }
            let end = after_any(t, i, &["半个月", "半月"])?;
            days(15, if more { 30 } else { 15 }, more, false, end)
        }
        '个' => {
            if let Some(end) = after_any(t, i, &["个把月", "个把多月"]) {
                return days(30, 30, false, true, end);
            }
            let end = after_any(t, i, &["个把星期", "个把礼拜"])?;
            days(7, 7, false, true, end)
        }
        '俩' => after_any(t, i, &["俩月", "俩个月"]).and_then(|end| days(60, 60, false, false, end)),
        '仨' => after_any(t, i, &["仨月"]).and_then(|end| days(90, 90, false, false, end)),
        _ => None,
    }
}

/// 24小时, 48小时: days, unless it is the service that is open.
fn whole_days(t: &[char], i: usize) -> Option<Term> {
    let (n, k) = [("24", 1), ("48", 2), ("72", 3), ("二十四", 1), ("四十八", 2)].iter().find_map(|&(word, n)| after(t, i, word).map(|k| (n, k)))?;
    let end = after_any(t, k, &["个小时", "小时"])?;
    let service = after_any(t, end, &["热线", "客服", "在线", "服务", "轮", "不间断", "营业", "全天", "人工", "不停", "轰炸"]).is_some();
    let n = Dec::int(n);
    (!service).then_some(Term { unit: Some(Unit::Days(1)), num: None, lo: n, hi: Some(n), step: n, loose: false, approx: false, end })
}

/// 百分之十八, 万分之五, 千分之一点五, 三分之一, 百分百.
fn share(t: &[char], i: usize) -> Option<Term> {
    if let Some(end) = after(t, i, "百分百") {
        return whole(end);
    }
    let found = [("百分之", 2), ("千分之", 3), ("万分之", 4), ("十分之", 1)];
    let found = found.iter().find_map(|&(word, ten)| after(t, i, word).map(|k| (ten, k)));
    let Some((ten, k)) = found else { return fraction(t, i) };
    if ten == 2 && at(t, k) == '百' && hanzi::digit(at(t, k + 1)).is_none() {
        return whole(k + 1);
    }
    let num = if at(t, k).is_ascii_digit() { numeral::read(t, k)? } else { hanzi::read(t, k, true)? };
    Some(Term { unit: Some(Unit::Share(ten)), ..plain(num) })
}

/// 三分之一, to nine places.
fn fraction(t: &[char], i: usize) -> Option<Term> {
    let parts = hanzi::digit(at(t, i))?;
    let k = after(t, i + 1, "分之")?;
    let taken = hanzi::digit(at(t, k)).filter(|&n| n < parts && !hanzi::is_numeral(at(t, k + 1)))?;
    let n = Dec::decimal((taken * 1_000_000_000 + parts / 2) / parts, 9);
    Some(Term { unit: Some(Unit::Share(0)), num: None, lo: n, hi: Some(n), step: n, loose: false, approx: false, end: k + 1 })
}

/// The whole: 100%.
fn whole(end: usize) -> Option<Term> {
    let n = Dec::int(100);
    Some(Term { unit: Some(Unit::Share(2)), num: None, lo: n, hi: Some(n), step: n, loose: false, approx: false, end })
}
