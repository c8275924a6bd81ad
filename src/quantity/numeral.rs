//! One number without its unit: digits (`5000`, `1.2万`, `2w3`, `6000多`) or, through `hanzi`, words.
//! A number that is only roughly given (几万, 三五千, 一万多) is an interval already here.

use super::hanzi;
use super::text::{after, at, one_of};

/// An exact decimal, `digits / 10^places`: what a ratio is made of must not pass through binary fractions.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dec {
    digits: i64,
    places: u32,
}

impl Dec {
    pub(super) fn int(n: i64) -> Dec {
        Dec::decimal(n, 0)
    }

    pub(super) fn decimal(digits: i64, places: u32) -> Dec {
        Dec { digits, places }
    }

    /// `self * 10^ten`.
    pub(super) fn shift(self, ten: u32) -> Option<Dec> {
        let off = ten.min(self.places);
        let digits = self.digits.checked_mul(10i64.checked_pow(ten - off)?)?;
        Some(Dec { digits, places: self.places - off })
    }

    pub(super) fn plus(self, other: Dec) -> Option<Dec> {
        let places = self.places.max(other.places);
        let a = self.digits.checked_mul(10i64.checked_pow(places - self.places)?)?;
        let b = other.digits.checked_mul(10i64.checked_pow(places - other.places)?)?;
        Some(Dec { digits: a.checked_add(b)?, places })
    }

    pub(super) fn times(self, n: i64) -> Option<Dec> {
        Some(Dec { digits: self.digits.checked_mul(n)?, places: self.places })
    }

    /// `self / 10^ten` as the nearest double: both parts are exact, so the quotient is rounded once.
    pub(super) fn ratio(self, ten: u32) -> f64 {
        self.digits as f64 / 10f64.powi((self.places + ten) as i32)
    }

    pub(super) fn value(self) -> f64 {
        self.ratio(0)
    }

    /// The integer it is; a fraction is dropped only where it does not matter (ten and more).
    pub(super) fn whole(self) -> Option<i64> {
        let one = 10i64.checked_pow(self.places)?;
        let exact = self.digits % one == 0;
        (exact || self.digits / one >= 10).then(|| (self.digits + one / 2) / one)
    }

    pub(super) fn is_half(self) -> bool {
        self.places == 1 && self.digits % 10 == 5
    }
}

/// A number, or the interval that a rough one stands for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Num {
    pub(super) lo: Dec,
    /// `None` for 上万, which has no upper end.
    pub(super) hi: Option<Dec>,
    /// The interval comes from 几, 多, 四五 and the like.
    pub(super) loose: bool,
    /// 来: roughly.
    pub(super) approx: bool,
    /// Mantissa and power of ten of a number that is one of each (五万, 3千): the 万 that `1-5万` carries back.
    pub(super) base: Option<(Dec, u32)>,
    /// It has a scale word of a hundred or more.
    pub(super) scaled: bool,
    /// Words, not digits.
    pub(super) hanzi: bool,
    /// One step of its last place: what 多 adds.
    pub(super) step: Dec,
    /// The place after it.
    pub(super) end: usize,
}

impl Num {
    pub(super) fn exact(&self) -> Option<i64> {
        (!self.loose && self.hi.is_some() && self.lo.places == 0).then_some(self.lo.digits)
    }
}

/// The number that begins at `i`.
pub(super) fn read(t: &[char], i: usize) -> Option<Num> {
    if at(t, i).is_ascii_digit() { arabic(t, i) } else { hanzi::read(t, i, false) }
}

/// The place after the run of digits, points and commas at `i`: where reading goes on when it is no number.
pub(super) fn skip_digits(t: &[char], i: usize) -> usize {
    let mut k = i;
    while at(t, k).is_ascii_digit() || (matches!(at(t, k), '.' | ',') && at(t, k + 1).is_ascii_digit()) {
        k += 1;
    }
    k.max(i + 1)
}

/// 多 and 余 after a number, with the place after; not where they begin another word.
pub(super) fn surplus(t: &[char], k: usize) -> Option<usize> {
    let end = match at(t, k) {
        '多' if !matches!(at(t, k + 1), '少' | '数' | '半' | '头') => k + 1,
        '余' if !one_of(at(t, k + 1), "额款下地生") => k + 1,
        _ => return None,
    };
    Some(end)
}

/// 来 of 二十来天: only before what can be counted, else it is the verb.
pub(super) fn about_word(t: &[char], k: usize) -> Option<usize> {
    let unit = |c| one_of(c, "天日个块元万次分年期人周月通条");
    (at(t, k) == '来' && unit(at(t, k + 1))).then_some(k + 1)
}

fn arabic(t: &[char], i: usize) -> Option<Num> {
    let (mantissa, written) = digits(t, i)?;
    let mut k = written;
    let mut lo = mantissa;
    let mut hi = mantissa;
    let (mut loose, mut approx) = (false, false);
    let mut step = last_place(mantissa);
    if let Some(end) = surplus(t, k).or_else(|| tens_and_some(t, k, mantissa)).filter(|&end| scale(t, end).is_some()) {
        hi = lo.plus(step)?;
        (loose, k) = (true, end);
    } else if let Some(end) = about_word(t, k).filter(|&end| scale(t, end).is_some()) {
        (approx, k) = (true, end);
    }
    if at(t, k) == ' ' && at(t, k + 1) == '万' {
        k += 1;
    }
    let mut base = None;
    let scaled = scale(t, k);
    if let Some((ten, end)) = scaled {
        lo = lo.shift(ten)?;
        hi = hi.shift(ten)?;
        step = if mantissa.places == 0 && !loose { Dec::int(1).shift(ten)? } else { step.shift(ten)? };
        k = end;
        base = (!loose).then_some((mantissa, ten));
        if !loose && let Some((rest, end)) = remainder(t, k, ten) {
            lo = lo.plus(Dec::int(rest))?;
            hi = lo;
            step = last_place(Dec::int(rest));
            base = None;
            k = end;
        }
    }
    if !loose && !approx {
        let vague = if scaled.is_none() { tens_and_some(t, k, mantissa) } else { None };
        if let Some(end) = surplus(t, k).or(vague) {
            hi = lo.plus(step)?;
            (loose, k, base) = (true, end, None);
        } else if let Some(end) = about_word(t, k) {
            (approx, k) = (true, end);
        }
    }
    Some(Num { lo, hi: Some(hi), loose, approx, base, scaled: scaled.is_some(), hanzi: false, step, end: k })
}

/// The digits at `i`. Nothing for `05` and the like: the number before the zero may have been lost.
fn digits(t: &[char], i: usize) -> Option<(Dec, usize)> {
    let mut k = i;
    let mut n: i64 = 0;
    let push = |n: i64, c: char| c.to_digit(10).and_then(|d| n.checked_mul(10)?.checked_add(i64::from(d)));
    while at(t, k).is_ascii_digit() {
        n = push(n, t[k])?;
        k += 1;
    }
    if k - i > 12 || (k - i > 1 && t[i] == '0') {
        return None;
    }
    let group =
        |k: usize| at(t, k) == ',' && (1..4).all(|d| at(t, k + d).is_ascii_digit()) && !at(t, k + 4).is_ascii_digit();
    if k - i <= 3 {
        while group(k) && k - i < 15 {
            for d in 1..4 {
                n = push(n, t[k + d])?;
            }
            k += 4;
        }
    }
    let mut places = 0;
    if at(t, k) == '.' && at(t, k + 1).is_ascii_digit() {
        k += 1;
        while at(t, k).is_ascii_digit() {
            n = push(n, t[k])?;
            places += 1;
            k += 1;
        }
        if places > 6 || at(t, k) == '.' && at(t, k + 1).is_ascii_digit() {
            return None;
        }
    }
    Some((Dec { digits: n, places }, k))
}

/// One unit of the last place that is not zero: 6000 → 1000.
fn last_place(n: Dec) -> Dec {
    let mut one = 1;
    if n.places == 0 {
        while n.digits > 0 && n.digits % (one * 10) == 0 {
            one *= 10;
        }
    }
    Dec { digits: one, places: n.places }
}

/// 几 of `10几天`: only after a round ten.
fn tens_and_some(t: &[char], k: usize, n: Dec) -> Option<usize> {
    (at(t, k) == '几' && n.places == 0 && n.digits % 10 == 0 && n.digits > 0).then_some(k + 1)
}

/// The scale words at `k` as a power of ten, with the place after them.
fn scale(t: &[char], k: usize) -> Option<(u32, usize)> {
    let letter = |ten| (!at(t, k + 1).is_ascii_alphabetic()).then_some((ten, k + 1));
    match at(t, k) {
        'w' | 'W' => letter(4),
        'k' | 'K' => letter(3),
        '百' => Some(if at(t, k + 1) == '万' { (6, k + 2) } else { (2, k + 1) }),
        '千' if matches!(at(t, k + 1), '克' | '米' | '瓦' | '卡') => None,
        '千' => Some(if at(t, k + 1) == '万' { (7, k + 2) } else { (3, k + 1) }),
        '万' => Some(if at(t, k + 1) == '亿' { (12, k + 2) } else { (4, k + 1) }),
        '亿' => Some((8, k + 1)),
        _ => None,
    }
}

/// What follows the scale word: the 3 of `2w3`, `2万3千`, `2万3000`.
fn remainder(t: &[char], k: usize, ten: u32) -> Option<(i64, usize)> {
    if !at(t, k).is_ascii_digit() || !matches!(ten, 3 | 4) {
        return None;
    }
    let (n, end) = digits(t, k)?;
    let n = (n.places == 0).then_some(n.digits)?;
    match (end - k, at(t, end)) {
        (1, '千') if ten == 4 => Some((n * 1000, end + 1)),
        (1, '百') => Some((n * 100, end + 1)),
        (1, ',') if at(t, end + 1).is_ascii_digit() => None,
        (1, c) if hanzi::counts(t, end) || one_of(c, "-~至到") || n == 0 => None,
        (1, _) => Some((n * 10i64.pow(ten - 1), end)),
        (3, '元' | '块') if ten == 4 => Some((n, end)),
        (len, _) if len == ten as usize && !hanzi::counts(t, end) => Some((n, end)),
        _ => None,
    }
}

/// 上万, 过千, 近百: a bare scale word, which is a number only after such a word.
pub(super) fn bare_scale(t: &[char], k: usize) -> Option<Num> {
    let ten = match (at(t, k), at(t, k + 1)) {
        ('百', '万') => 6,
        ('千', '万') => 7,
        ('十', '万') => 5,
        ('百', _) => 2,
        ('千', _) => 3,
        ('万', _) => 4,
        ('亿', _) => 8,
        _ => return None,
    };
    let end = if matches!(ten, 5..=7) { k + 2 } else { k + 1 };
    if after(t, end, "分之").is_some() || one_of(at(t, end), "一万别不要能计") {
        return None;
    }
    let lo = Dec::int(1).shift(ten)?;
    Some(Num { lo, hi: Some(lo), loose: false, approx: false, base: None, scaled: true, hanzi: true, step: lo, end })
}
