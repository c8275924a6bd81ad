//! Bounds before the number: 超过, 不超过, 不得少于, 满, 约, ≥, and 最多 over what stands between. Negations turn a
//! comparative around; one that is not understood silences the quantity.

use super::super::text::{at, before, ending, ending_any, one_of};
use super::{Bound, Side};

/// Comparatives: the word, its bound, and its bound when negated.
const COMPARED: &[(&str, Option<Bound>, Bound)] = &[
    ("大于或等于", Some(Bound::Least(true)), Bound::Most(false)),
    ("大于等于", Some(Bound::Least(true)), Bound::Most(false)),
    ("小于或等于", Some(Bound::Most(true)), Bound::Least(false)),
    ("小于等于", Some(Bound::Most(true)), Bound::Least(false)),
    ("超不过", Some(Bound::Most(true)), Bound::Most(true)),
    ("不出", Some(Bound::Most(true)), Bound::Most(true)),
    ("岂止", Some(Bound::Least(false)), Bound::Least(false)),
    ("何止", Some(Bound::Least(false)), Bound::Least(false)),
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
    ("上了", Some(Bound::Least(true)), Bound::Most(false)),
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
    "不应当",
    "不可以",
    "不允许",
    "不大可能",
    "不太可能",
    "不可能",
    "不至于",
    "不太会",
    "不大会",
    "没有",
    "未曾",
    "不曾",
    "不得",
    "不能",
    "不可",
    "不会",
    "不应",
    "不宜",
    "不准",
    "不许",
    "不该",
    "不要",
    "不再",
    "不",
    "未",
    "没",
    "勿",
    "别",
];

/// Where a negation is not a denial of the bound: what stands there is not understood.
const UNCLEAR: &[&str] = &[
    "不是",
    "并非",
    "而非",
    "不用",
    "不必",
    "无需",
    "无须",
    "不等",
    "没等",
    "未等",
    "不在于",
    "不在",
    "何须",
    "不需要",
    "不需",
];

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
    ("少说", Bound::Least(true)),
];

/// The bounds to the left of a number that begins at `start`, reading back no further than `floor`. `None` where what
/// stands there negates in a way that is not understood.
pub(in super::super) fn left(t: &[char], start: usize, floor: usize) -> Option<Side> {
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
        let same = matches!(
            (bound, side.bound),
            (Bound::Least(_), Some(Bound::Least(_))) | (Bound::Most(_), Some(Bound::Most(_)))
        );
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
    let contract = |k: usize| one_of(before(t, k, 1), "合违预节签契失续守履公毁");
    let nearest = |k: usize| one_of(before(t, k, 1), "最附靠亲临远就邻");
    ending(t, p, floor, "约").filter(|&k| !contract(k)).or_else(|| ending(t, p, floor, "近").filter(|&k| !nearest(k)))
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
        let Some(k) = ending(t, p, floor, word) else {
            continue;
        };
        if word == "逾" && at(t, k + 1) == '期' {
            continue;
        }
        if let Some(n) = ending_any(t, k, floor, NEGATIONS) {
            // 会不会超过, 有没有超过 ask; they deny nothing.
            let asks =
                k - n >= 2 && before(t, n, 1) == at(t, n + 1) || (before(t, n, 1) == at(t, k) && at(t, k) != '\0');
            if asks && plain.is_some() {
                return plain.map(|bound| Ok((bound, k)));
            }
            if ending_any(t, n, floor, &["不", "没", "并非", "难道"]).is_some() {
                return Some(Err(()));
            }
            let failed = word == "到" && one_of(before(t, n, 1), "找收拿得看想做办等接碰遇见感料轮听查赚借系及捞");
            let bare = matches!(word, "下" | "下于" | "止" | "只" | "够" | "足");
            if failed || (bare && at(t, n) != '不') {
                return if failed { Some(Err(())) } else { None };
            }
            if at(t, n) == '别' && one_of(before(t, n, 1), "分特区个级类差性") {
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
            "满" => one_of(before(t, k, 1), "圆充美丰饱布"),
            "不出" => one_of(before(t, k, 1), "拿交掏付还看查取凑说想做借找认抽"),
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
    let subject = one_of(before(t, k, 1), "额款债息期欠钱数已若旦均都将");
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
                '可' | '以'
                    | '能'
                    | '够'
                    | '分'
                    | '到'
                    | '为'
                    | '是'
                    | '达'
                    | '贷'
                    | '借'
                    | '打'
                    | '拨'
                    | '只'
                    | '额'
                    | '度'
                    | '限'
                    | '期'
                    | '成'
                    | '申'
                    | '请'
                    | '办'
                    | '做'
                    | '给'
                    | '延'
                    | '长'
                    | '展'
                    | '判'
                    | '处'
                    | '有'
                    | '会'
                    | '在'
                    | '得'
                    | '拖'
                    | ':'
                    | ' '
                    | '\n'
                    | '要'
                    | '需'
                    | '金'
                    | '至'
                    | '欠'
                    | '还'
            );
        if !between {
            return None;
        }
        k -= 1;
    }
    None
}

/// 从 of 从一千元到三十万元不等.
pub(in super::super) fn opens_range(t: &[char], start: usize, floor: usize) -> Option<usize> {
    ending(t, start, floor, "从")
}
