//! Numbers in words: 三, 十五, 两万六, 一百二三十, 几万, 十几, 四五, 三千多, 廿.
//! What is no well-formed number (一一, 二零二四, 七八九) is none, rather than a guess.

use super::numeral::{self, Dec, Num};
use super::text::{at, one_of};

/// Whether `c` can stand in a number of words.
pub(super) fn is_numeral(c: char) -> bool {
    digit(c).is_some() || matches!(c, '零' | '十' | '百' | '千' | '万' | '亿' | '廿' | '卅' | '几')
}

/// The value of one digit word.
pub(super) fn digit(c: char) -> Option<i64> {
    Some(match c {
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// Whether a word that counts things stands at `k`, so that the digit before it is its own and no rest of an amount
/// (欠两万六个月没还).
pub(super) fn counts(t: &[char], k: usize) -> bool {
    one_of(at(t, k), "个天日年月周期次人名位通点成倍家种条笔封份星礼小号时%级岁项季工.:/")
        || at(t, k).is_ascii_alphanumeric()
}

/// An interval of whole numbers on its way up.
type Part = (i64, i64);

struct Reading {
    total: Part,
    section: Part,
    pending: Option<Part>,
    /// Power of ten of the last scale word; `None` before the first.
    last: Option<u32>,
    zero: bool,
    paired: bool,
    loose: bool,
}

/// The number that begins at `i`; with `point`, 三点五 is a decimal.
pub(super) fn read(t: &[char], i: usize, point: bool) -> Option<Num> {
    let mut r =
        Reading { total: (0, 0), section: (0, 0), pending: None, last: None, zero: false, paired: false, loose: false };
    let mut k = i;
    if point && at(t, i) == '零' && at(t, i + 1) == '点' {
        let (n, end) = fraction(t, i + 2, Dec::int(0))?;
        let step = Dec::int(1);
        return Some(Num {
            lo: n,
            hi: Some(n),
            loose: false,
            approx: false,
            base: None,
            scaled: false,
            hanzi: true,
            step,
            end,
        });
    }
    // A number of words is short; the bound keeps a line of 一一一一 from being read over and over.
    while k < i + 16 {
        let c = at(t, k);
        if let Some(d) = digit(c) {
            r.digit(d, c)?;
        } else if !r.other(t, k, k == i)? {
            break;
        }
        k += 1;
    }
    if k == i || at(t, k) == '零' {
        return None;
    }
    r.finish(t, k, point)
}

impl Reading {
    fn digit(&mut self, d: i64, c: char) -> Option<()> {
        self.pending = Some(match self.pending {
            None => (d, d),
            Some((a, b)) if a == b && !self.paired && pairs(a, d, c) => {
                self.paired = true;
                self.loose = true;
                (a.min(d), a.max(d))
            }
            Some(_) => return None,
        });
        Some(())
    }

    /// Takes in a character that is no digit; false where the number ends before it.
    fn other(&mut self, t: &[char], k: usize, first: bool) -> Option<bool> {
        match at(t, k) {
            // 几千几万 is a manner of speaking, not a sum.
            '几' if self.loose => return None,
            '几' | '数' if first || (at(t, k) == '几' && self.pending.is_none()) => {
                if at(t, k) == '数' && !several(t, k) {
                    return None;
                }
                // The ones of 十几 run from zero, so that it is 10 to 20.
                self.pending = Some((if self.last == Some(1) { 0 } else { 1 }, 10));
                self.loose = true;
            }
            '零' if self.pending.is_none() && self.last.is_some_and(|ten| ten >= 2) && !self.zero => {
                if digit(at(t, k + 1)).is_none() {
                    return Some(false);
                }
                self.zero = true;
            }
            '十' => self.scale(1, self.pending.or((first || self.last.is_some()).then_some((1, 1)))?)?,
            '廿' | '卅' if first => self.scale(1, if at(t, k) == '廿' { (2, 2) } else { (3, 3) })?,
            '百' => {
                let Some(n) = self.pending else {
                    return if first { None } else { Some(false) };
                };
                self.scale(2, n)?;
            }
            '千' if matches!(at(t, k + 1), '克' | '米' | '瓦' | '卡') => return Some(false),
            '千' => {
                let Some(n) = self.pending else {
                    return if first { None } else { Some(false) };
                };
                self.scale(3, n)?;
            }
            '万' if at(t, k + 1) != '分' => self.high(4)?,
            '亿' => self.high(8)?,
            _ => return Some(false),
        }
        Some(true)
    }

    fn scale(&mut self, ten: u32, n: Part) -> Option<()> {
        let one = 10i64.pow(ten);
        // Within a section the scales fall: 三十五百 is no number.
        if self.last.is_some_and(|last| last < 4 && last <= ten) {
            return None;
        }
        self.section = (self.section.0 + n.0 * one, self.section.1 + n.1 * one);
        self.pending = None;
        self.paired = false;
        self.zero = false;
        self.last = Some(ten);
        Some(())
    }

    fn high(&mut self, ten: u32) -> Option<()> {
        let pending = self.pending.take().unwrap_or((0, 0));
        let section = (self.section.0 + pending.0, self.section.1 + pending.1);
        // 两万三万 is two numbers or a slip, never a sum.
        if section.1 == 0 || (self.total.1 > 0 && (ten == 8 || self.total.1 < 100_000_000)) {
            return None;
        }
        let one = 10i64.pow(ten);
        self.total = (self.total.0 + section.0.checked_mul(one)?, self.total.1 + section.1.checked_mul(one)?);
        self.section = (0, 0);
        self.paired = false;
        self.zero = false;
        self.last = Some(ten);
        Some(())
    }

    fn finish(mut self, t: &[char], mut k: usize, point: bool) -> Option<Num> {
        let mut base = None;
        let mut step = 10i64.pow(self.last.unwrap_or(0));
        match (self.pending, self.last) {
            (Some(n), Some(ten)) if ten >= 2 && !self.zero => {
                let width = if self.paired { 2 } else { 1 };
                if counts(t, k) && (self.paired || !self.loose) {
                    k -= width;
                    self.loose = self.loose && !self.paired;
                } else {
                    // 两万六, 三千五: the digit stands for the next lower place.
                    let one = 10i64.pow(ten - 1);
                    let low = if self.loose && !self.paired { 0 } else { n.0 };
                    self.section = (self.section.0 + low * one, self.section.1 + n.1 * one);
                    step = one;
                }
            }
            (Some(n), last) => {
                self.section = (self.section.0 + n.0, self.section.1 + n.1);
                if last.is_none() || n.1 > 0 {
                    step = 1;
                }
            }
            (None, _) => {}
        }
        let mut lo = Dec::int(self.total.0 + self.section.0);
        let mut hi = Dec::int(self.total.1 + self.section.1);
        if let (Some(ten), None, false) = (self.last, self.pending, self.loose) {
            let whole = self.total.0 + self.section.0;
            let one = 10i64.pow(ten);
            let single = ten >= 4 || whole / one < 10;
            base = (whole % one == 0 && single).then(|| (Dec::int(whole / one), ten));
        }
        let scaled = hi.value() >= 100.0 && self.last.is_some();
        let mut approx = false;
        let mut decimal = false;
        if point && !self.loose && at(t, k) == '点' && (digit(at(t, k + 1)).is_some() || at(t, k + 1) == '零') {
            (lo, k) = fraction(t, k + 1, lo)?;
            hi = lo;
            decimal = true;
        }
        if !self.loose && !decimal {
            if let Some(end) = numeral::surplus(t, k).filter(|_| self.last.is_some()) {
                k = end;
                hi = lo.plus(Dec::int(step))?;
                self.loose = true;
                base = None;
                let scale = match at(t, k) {
                    '万' => 4,
                    '亿' => 8,
                    _ => 0,
                };
                if scale > 0 {
                    (lo, hi, step) = (lo.shift(scale)?, hi.shift(scale)?, step * 10i64.pow(scale));
                    k += 1;
                    return Some(Num {
                        lo,
                        hi: Some(hi),
                        loose: true,
                        approx,
                        base,
                        scaled: true,
                        hanzi: true,
                        step: Dec::int(step),
                        end: k,
                    });
                }
            } else if let Some(end) = numeral::about_word(t, k).filter(|_| self.last.is_some() || at(t, k + 1) == '个')
            {
                approx = true;
                k = end;
                if at(t, k) == '万' {
                    (lo, hi) = (lo.shift(4)?, hi.shift(4)?);
                    k += 1;
                }
            }
        }
        Some(Num {
            lo,
            hi: Some(hi),
            loose: self.loose,
            approx,
            base,
            scaled,
            hanzi: true,
            step: Dec::int(step),
            end: k,
        })
    }
}

/// 四五, 一两, 两三, 三五, 三两: two digits that stand for the interval between them.
fn pairs(a: i64, b: i64, c: char) -> bool {
    b == a + 1 || (a, b) == (3, 5) || ((a, b) == (3, 2) && c == '两')
}

/// 数 as "several": before a scale word or a unit of time, not in 数据, 数字, 数额.
fn several(t: &[char], k: usize) -> bool {
    let next = at(t, k + 1);
    let numbering = k > 0 && one_of(t[k - 1], "次天人无期多少分半参倍总笔指月年额基");
    !numbering && (one_of(next, "十百千万亿天日年周月次") || (next == '个' && at(t, k + 2) == '月'))
}

/// The digits after 点.
fn fraction(t: &[char], mut k: usize, whole: Dec) -> Option<(Dec, usize)> {
    let mut digits = whole.whole()?;
    let mut places = 0;
    while places < 6 {
        let d = match at(t, k) {
            '零' => 0,
            c => match digit(c) {
                Some(d) => d,
                None => break,
            },
        };
        digits = digits.checked_mul(10)?.checked_add(d)?;
        places += 1;
        k += 1;
    }
    Some((Dec::decimal(digits, places), k))
}
