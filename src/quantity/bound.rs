//! The words around a number that make it a bound: 超过, 不超过, 最多可分到, 以上, 三个月内, 不到, 左右.
//! What they do to the two ends is decided here too. A negation that is not understood makes no
//! bound but silence: a flipped sign is the worst that can happen.

use super::hanzi::is_numeral;
use super::numeral::Dec;
use super::text::{after, after_any, at, before, ending, ending_any};

/// What a bound word says of the number beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    /// At least; with the number itself or not.
    Least(bool),
    /// At most; with the number itself or not.
    Most(bool),
    /// N天后.
    After,
    /// N天前, 以前.
    Before,
    /// 出头: up to one step more.
    Surplus,
    /// 左右, 约.
    About,
    /// 之间, 不等: closes a range and changes nothing.
    Span,
}

/// The bounds found on one side, and where they begin or end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Side {
    pub(super) bound: Option<Bound>,
    pub(super) about: bool,
    pub(super) at: usize,
}

/// The ends of a quantity after its bounds were applied.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ends {
    pub(super) min: Option<Dec>,
    pub(super) max: Option<Dec>,
    pub(super) min_incl: bool,
    pub(super) max_incl: bool,
    pub(super) approx: bool,
    pub(super) after: bool,
}

/// Applies the bounds to `lo..hi`; `written` says that the range was given by two numbers. `None` where the words
/// contradict one another or leave two readings.
pub(super) fn apply(lo: Dec, hi: Option<Dec>, step: Dec, written: bool, left: Side, right: Side) -> Option<Ends> {
    let approx = left.about || right.about;
    let mut ends = Ends { min: Some(lo), max: hi, min_incl: true, max_incl: true, approx, after: false };
    let (mut least, mut most) = (false, false);
    for (bound, prefix) in [(right.bound, false), (left.bound, true)] {
        match bound {
            None | Some(Bound::About | Bound::Span) => {}
            Some(Bound::Least(incl)) => {
                if written && !incl {
                    return None;
                }
                least = true;
                (ends.min, ends.min_incl, ends.max) = (Some(lo), incl, None);
            }
            // 3到5天内 keeps both ends: the number is still 3 to 5.
            Some(Bound::Most(_)) if written && !prefix => {}
            Some(Bound::Most(incl)) => {
                if written && !incl {
                    return None;
                }
                most = true;
                (ends.max, ends.max_incl, ends.min) = (Some(hi?), incl, None);
            }
            Some(Bound::After) => {
                ends.after = true;
                if !written && hi.is_some_and(|hi| hi.value() == lo.value()) {
                    (ends.max, ends.min_incl) = (None, false);
                    least = true;
                }
            }
            Some(Bound::Before) => {
                most = true;
                (ends.max, ends.max_incl, ends.min) = (Some(hi?), false, None);
            }
            Some(Bound::Surplus) => ends.max = Some(lo.plus(step)?),
        }
    }
    (!(least && most)).then_some(ends)
}

/// The bounds to the right of a quantity that ends at `end`.
pub(super) fn right(t: &[char], end: usize, time: bool) -> Side {
    let mut side = Side { bound: None, about: false, at: end };
    for _ in 0..3 {
        let mut k = side.at;
        if at(t, k) == ' ' {
            k += 1;
        }
        k = after_any(t, k, &["(含)", "（含）", "含"]).filter(|&k| at(t, k) == '以').unwrap_or(k);
        let Some((bound, next)) = suffix(t, k, time) else { break };
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
    if let Some(end) = next(&["及以上", "或以上", "以上", "往上", "朝上", "起步", "打底", "不止", "起算"]) {
        return Some((Least(!matches!(at(t, k), '不')), end));
    }
    if let Some(end) = next(&["及以下", "或以下", "以下", "及以内", "以内", "之内", "封顶", "为上限", "为限", "上限"]) {
        return Some((Most(true), end));
    }
    if let Some(end) = next(&["左右", "上下", "前后", "附近"]) {
        return (!matches!(at(t, end), '级' | '文' | '班' | '矛')).then_some((About, end));
    }
    if let Some(end) = next(&["之间", "不等"]) {
        return (at(t, end) != '于' && at(t, end) != '待').then_some((Span, end));
    }
    if let Some(end) = next(&["都不到", "还不到", "不到", "都没到", "不足", "还没到", "都没有到"]) {
        let goes_on = is_numeral(at(t, end)) || at(t, end).is_ascii_digit() || matches!(at(t, end), '半' | '以' | '位' | '账' | '数' | ' ');
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
    if at(t, k) == '右' && !matches!(at(t, k + 1), '边' | '侧' | '手' | '上' | '下') {
        return Some((About, k + 1));
    }
    if at(t, k) == '起' {
        let word = matches!(at(t, k + 1), '诉' | '来' | '初' | '码' | '源' | '点' | '草' | '伏' | '因' | '到' | '飞' | '床' | '诈' | '案');
        return (!word).then_some((Least(true), k + 1));
    }
    if at(t, k) == '内' {
        let word = match at(t, k + 1) {
            '容' => at(t, k + 2) != '易',
            '催' => at(t, k + 2) != '收' && at(t, k + 2) != '款' && at(t, k + 2) != '还',
            c => matches!(c, '部' | '蒙' | '存' | '控' | '测' | '幕' | '心' | '地' | '网' | '审'),
        };
        return (!word).then_some((Most(true), k + 1));
    }
    if !time {
        return None;
    }
    if let Some(end) = next(&["开始"]) {
        return Some((Least(true), end));
    }
    if let Some(end) = next(&["以后", "之后", "过后", "往后"]) {
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

/// Comparatives: the word, its bound, and its bound when negated.
const COMPARED: &[(&str, Option<Bound>, Bound)] = &[
    ("大于或等于", Some(Bound::Least(true)), Bound::Most(false)),
    ("大于等于", Some(Bound::Least(true)), Bound::Most(false)),
    ("小于或等于", Some(Bound::Most(true)), Bound::Least(false)),
    ("小于等于", Some(Bound::Most(true)), Bound::Least(false)),
    ("超过了", Some(Bound::Least(false)), Bound::Most(true)),
    ("超过", Some(Bound::Least(false)), Bound::Most(true)),
    ("超出", Some(Bound::Least(false)), Bound::Most(true)),
    ("大于", Some(Bound::Least(false)), Bound::Most(true)),
    ("高于", Some(Bound::Least(false)), Bound::Most(true)),
    ("多于", Some(Bound::Least(false)), Bound::Most(true)),
    ("长于", Some(Bound::Least(false)), Bound::Most(true)),
    ("晚于", Some(Bound::Least(false)), Bound::Most(true)),
    ("突破", Some(Bound::Least(false)), Bound::Most(true)),
    ("低于", Some(Bound::Most(false)), Bound::Least(true)),
    ("少于", Some(Bound::Most(false)), Bound::Least(true)),
    ("小于", Some(Bound::Most(false)), Bound::Least(true)),
    ("短于", Some(Bound::Most(false)), Bound::Least(true)),
    ("早于", Some(Bound::Most(false)), Bound::Least(true)),
    ("达到", Some(Bound::Least(true)), Bound::Most(false)),
    ("逾", Some(Bound::Least(false)), Bound::Most(true)),
    ("超", Some(Bound::Least(false)), Bound::Most(true)),
    ("满", Some(Bound::Least(true)), Bound::Most(false)),
    ("下于", None, Bound::Least(true)),
    ("到", None, Bound::Most(false)),
    ("足", None, Bound::Most(false)),
    ("够", None, Bound::Most(false)),
    ("达", None, Bound::Most(false)),
    ("下", None, Bound::Least(true)),
    ("止", None, Bound::Least(false)),
    ("只", None, Bound::Least(false)),
];

/// Negations as they stand before a comparative, longest first.
const NEGATIONS: &[&str] = &[
    "不应当", "不可以", "不允许", "不大可能", "不太可能", "不可能", "不至于", "不太会", "不大会", "没有", "未曾", "不曾", "不得", "不能",
    "不可", "不会", "不应", "不宜", "不准", "不许", "不该", "不要", "不再", "不", "未", "没", "勿", "别",
];

/// Where a negation is not a denial of the bound: what stands there is not understood.
const UNCLEAR: &[&str] = &["不是", "并非", "而非", "不用", "不必", "无需", "无须", "不等", "没等", "未等", "不在于", "不在", "何须", "不需要", "不需"];

/// Words that open a bound a few characters before the number (最多可以分到36期).
const LIMITS: &[(&str, Bound)] = &[
    ("最高", Bound::Most(true)),
    ("最多", Bound::Most(true)),
    ("最长", Bound::Most(true)),
    ("最大", Bound::Most(true)),
    ("最晚", Bound::Most(true)),
    ("最迟", Bound::Most(true)),
    ("最慢", Bound::Most(true)),
    ("至多", Bound::Most(true)),
    ("顶多", Bound::Most(true)),
    ("上限", Bound::Most(true)),
    ("长则", Bound::Most(true)),
    ("多则", Bound::Most(true)),
    ("至少", Bound::Least(true)),
    ("最少", Bound::Least(true)),
    ("起码", Bound::Least(true)),
    ("最低", Bound::Least(true)),
    ("最短", Bound::Least(true)),
    ("最快", Bound::Least(true)),
    ("最早", Bound::Least(true)),
    ("下限", Bound::Least(true)),
    ("短则", Bound::Least(true)),
    ("少则", Bound::Least(true)),
];

/// The bounds to the left of a number that begins at `start`, reading back no further than `floor`. `None` where what
/// stands there negates in a way that is not understood.
pub(super) fn left(t: &[char], start: usize, floor: usize) -> Option<Side> {
    let mut side = Side { bound: None, about: false, at: start };
    for _ in 0..4 {
        let mut p = side.at;
        if p > floor && at(t, p - 1) == ' ' {
            p -= 1;
        }
        if let Some(k) = about(t, p, floor) {
            (side.about, side.at) = (true, k);
            continue;
        }
        if let Some(k) = ending_any(t, p, floor, &["人民币", "rmb", "RMB", "¥"]) {
            side.at = k;
            continue;
        }
        if side.bound.is_some() {
            break;
        }
        // 最高可达到 is a limit, so limits are tried before the 达到 in them.
        let plain = symbol(t, p, floor).or_else(|| limit(t, p, floor));
        let found = plain.map(Ok).or_else(|| compared(t, p, floor));
        match found {
            None => break,
            Some(Err(())) => return None,
            Some(Ok((bound, k))) => (side.bound, side.at) = (Some(bound), k),
        }
    }
    // 至少要超过, 最多不超过: the outer word belongs to the expression where it says the same.
    if let Some((bound, k)) = side.bound.and_then(|_| limit(t, side.at, floor)) {
        let same = matches!((bound, side.bound), (Bound::Least(_), Some(Bound::Least(_))) | (Bound::Most(_), Some(Bound::Most(_))));
        if !same {
            return None;
        }
        side.at = k;
    }
    Some(side)
}

fn about(t: &[char], p: usize, floor: usize) -> Option<usize> {
    let words = ["大约", "大概", "差不多", "将近", "接近", "几乎", "约莫", "大致", "约为"];
    if let Some(k) = ending_any(t, p, floor, &words) {
        return Some(k);
    }
    let contract = |k: usize| matches!(before(t, k, 1), '合' | '违' | '预' | '节' | '签' | '契' | '失' | '续' | '守' | '履' | '公' | '毁');
    let nearest = |k: usize| matches!(before(t, k, 1), '最' | '附' | '靠' | '亲' | '临' | '远' | '就' | '邻');
    ending(t, p, floor, "约")
        .filter(|&k| !contract(k))
        .or_else(|| ending(t, p, floor, "近").filter(|&k| !nearest(k)))
}

fn symbol(t: &[char], p: usize, floor: usize) -> Option<(Bound, usize)> {
    let table = [
        (">=", Bound::Least(true)),
        ("<=", Bound::Most(true)),
        ("≥", Bound::Least(true)),
        ("≤", Bound::Most(true)),
        (">", Bound::Least(false)),
        ("<", Bound::Most(false)),
    ];
    table.iter().find_map(|&(word, bound)| ending(t, p, floor, word).map(|k| (bound, k)))
}

fn compared(t: &[char], p: usize, floor: usize) -> Option<Result<(Bound, usize), ()>> {
    for &(word, plain, negated) in COMPARED {
        let Some(k) = ending(t, p, floor, word) else { continue };
        if word == "逾" && at(t, k + 1) == '期' {
            continue;
        }
        if let Some(n) = ending_any(t, k, floor, NEGATIONS) {
            // 会不会超过, 有没有超过 ask; they deny nothing.
            let asks = k - n >= 2 && before(t, n, 1) == at(t, n + 1) || (before(t, n, 1) == at(t, k) && at(t, k) != '\0');
            if asks && plain.is_some() {
                return plain.map(|bound| Ok((bound, k)));
            }
            if ending_any(t, n, floor, &["不", "没", "并非", "难道"]).is_some() {
                return Some(Err(()));
            }
            let failed = word == "到"
                && matches!(before(t, n, 1), '找' | '收' | '拿' | '得' | '看' | '想' | '做' | '办' | '等' | '接' | '碰' | '遇' | '见' | '感' | '料' | '轮' | '听' | '查' | '赚' | '借' | '系' | '及' | '捞');
            let bare = matches!(word, "下" | "下于" | "止" | "只" | "够" | "足");
            if failed || (bare && at(t, n) != '不') {
                return if failed { Some(Err(())) } else { None };
            }
            if at(t, n) == '别' && matches!(before(t, n, 1), '分' | '特' | '区' | '个' | '级' | '类' | '差' | '性') {
                return plain.map(|bound| Ok((bound, k)));
            }
            let n = ending_any(t, n, floor, &["并", "尚"]).unwrap_or(n);
            return Some(Ok((negated, n)));
        }
        let bound = plain?;
        if ending_any(t, k, floor, UNCLEAR).is_some() {
            return Some(Err(()));
        }
        let inside = match word {
            "满" => matches!(before(t, k, 1), '圆' | '充' | '美' | '丰' | '饱' | '布'),
            "达到" => false,
            "超" => matches!(before(t, k, 1), '高' | '反'),
            _ => false,
        };
        if inside {
            return None;
        }
        let k = ending_any(t, k, floor, &["已经", "已"]).filter(|_| word == "满").unwrap_or(k);
        return Some(Ok((bound, k)));
    }
    let k = ending(t, p, floor, "过")?;
    let subject = matches!(before(t, k, 1), '额' | '款' | '债' | '息' | '期' | '欠' | '钱' | '数' | '已' | '若' | '旦' | '均' | '都' | '将');
    subject.then_some(Ok((Bound::Least(false), k)))
}

/// 最多 and the like, over what may stand between them and the number.
fn limit(t: &[char], p: usize, floor: usize) -> Option<(Bound, usize)> {
    let mut k = p;
    for _ in 0..=8 {
        for &(word, bound) in LIMITS {
            if let Some(start) = ending(t, k, floor, word) {
                return Some((bound, start));
            }
        }
        let between = k > floor
            && matches!(
                t[k - 1],
                '可' | '以' | '能' | '够' | '分' | '到' | '为' | '是' | '达' | '贷' | '借' | '打' | '拨' | '只' | '额' | '度' | '限' | '期' | '成'
                    | '申' | '请' | '办' | '做' | '给' | '延' | '长' | '展' | '判' | '处' | '有' | '会' | '在' | '得' | '拖' | ':' | ' ' | '\n' | '要' | '需' | '金'
            );
        if !between {
            return None;
        }
        k -= 1;
    }
    None
}

/// Whether the place after `i` holds nothing that would make 从 part of the expression.
pub(super) fn opens_range(t: &[char], start: usize, floor: usize) -> Option<usize> {
    ending(t, start, floor, "从").filter(|_| after(t, start, "业").is_none())
}
