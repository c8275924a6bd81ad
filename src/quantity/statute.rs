//! Articles of law: 《民法典》第五百四十六条, 第一百三十三条之一第2款. Their numbers are citations.

use super::Value;
use super::hanzi;
use super::numeral;
use super::text::{after_any, at, ending_any};

/// Laws cited without their marks, longest first where one ends another.
const NAMED: &[&str] = &[
    "治安管理处罚法",
    "个人信息保护法",
    "消费者权益保护法",
    "征信业管理条例",
    "互联网金融逾期债务催收自律公约",
    "商业银行信用卡业务监督管理办法",
    "信用卡业务监督管理办法",
    "民事诉讼法",
    "刑事诉讼法",
    "劳动合同法",
    "商业银行法",
    "公务员法",
    "网络安全法",
    "民法通则",
    "担保法",
    "仲裁法",
    "合同法",
    "民法典",
    "催收自律公约",
    "自律公约",
    "刑法",
    "宪法",
];

/// The citation that begins at `i`, a 《 or a 第; `last` is the law cited before it in the text.
pub(super) fn read(t: &[char], i: usize, floor: usize, last: Option<&str>) -> Option<(usize, usize, Value)> {
    if at(t, i) == '《' {
        let close = (i + 1..(i + 40).min(t.len())).find(|&k| t[k] == '》')?;
        let mut k = close + 1;
        if at(t, k) == '(' {
            k = (k..(k + 12).min(t.len())).find(|&k| t[k] == ')')? + 1;
        }
        while matches!(at(t, k), ' ' | '的' | '中') {
            k += 1;
        }
        let law: String = t[i + 1..close].iter().collect();
        return number(t, k, Some(law)).map(|(end, value)| (i, end, value));
    }
    let named = NAMED.iter().find_map(|law| ending_any(t, i, floor, &[law]).map(|k| (k, (*law).to_owned())));
    let (start, law) = match named {
        Some((k, law)) => (k, Some(law)),
        None => (i, last.map(str::to_owned)),
    };
    let (end, value) = number(t, i, law)?;
    let counted = ["短信", "信息", "消息", "建议", "评论", "理由", "新闻", "路", "线", "没用", "经验", "规则"];
    let item = start == i && last.is_none() && after_any(t, end, &counted).is_some();
    (!item).then_some((start, end, value))
}

/// 第N条之一第二款第(三)项 at `i`.
fn number(t: &[char], i: usize, law: Option<String>) -> Option<(usize, Value)> {
    let (article, mut k) = part(t, i, "条")?;
    let mut under = None;
    if at(t, k) == '之'
        && let Some(n) = hanzi::digit(at(t, k + 1))
    {
        under = Some(n as u32);
        k += 2;
    }
    let mut paragraph = None;
    if let Some((n, end)) = part(t, k, "款") {
        (paragraph, k) = (Some(n), end);
    }
    if let Some((_, end)) = part(t, k, "项") {
        k = end;
    }
    Some((k, Value::Article { law, article, under, paragraph }))
}

/// 第N条, 第(三)项.
fn part(t: &[char], i: usize, word: &str) -> Option<(u32, usize)> {
    if at(t, i) != '第' {
        return None;
    }
    let open = usize::from(at(t, i + 1) == '(');
    let start = i + 1 + open;
    let num = numeral::read(t, start).filter(|num| num.end <= start + 8)?;
    let n = num.exact().and_then(|n| u32::try_from(n).ok())?;
    let mut k = num.end;
    if open == 1 {
        k += usize::from(at(t, k) == ')');
    }
    if at(t, k) == ' ' {
        k += 1;
    }
    super::text::after(t, k, word).map(|end| (n, end))
}
