//! 备注: what the report says without calling it a contradiction (testimony, practice against rule, what a copy
//! changed, citations, notes on law).
//!
//! Each function turns what others found into remarks with one Chinese sentence.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::claim::Claim;
use crate::contradict::citation::{Row, wrong_citations};
use crate::contradict::copies::{Change, ChangeKind};
use crate::contradict::corpus::Corpus;
use crate::contradict::findings::{Finding, Pair};
use crate::contradict::law::{Judgement, Rule, Ruling};
use crate::contradict::positions::{Cell, voices};
use crate::contradict::side::Standing;
use crate::contradict::topics::topics;
use crate::contradict::wording;
use crate::dispute::{Remark, RemarkKind};

/// Claims that one remark names.
const NAMED: usize = 3;

fn claims(corpus: &Corpus<'_>, numbers: impl IntoIterator<Item = u32>) -> Vec<Claim> {
    numbers.into_iter().take(NAMED).map(|n| corpus.claim(n).clone()).collect()
}

/// Cases told that bound nothing.
pub(crate) fn testimony(corpus: &Corpus<'_>, cells: &[&Cell]) -> Option<Remark> {
    let told: Vec<&&Cell> = cells.iter().filter(|cell| cell.side.standing == Standing::Testimony).collect();
    let first = told.first()?;
    let mut articles: Vec<u32> = told.iter().flat_map(|cell| cell.articles.iter().copied()).collect();
    articles.sort_unstable();
    articles.dedup();
    let voices = voices(corpus, &articles);
    let act = &topics().of(&first.side.proposition).act;
    Some(Remark {
        kind: RemarkKind::Testimony,
        claims: claims(corpus, told.iter().map(|cell| cell.examples[0])),
        rule: None,
        text_zh: format!("有{voices}个来源转述用户个案,称没有或很少遇到{act};个案只说明个人经历,不能说明一般情形。"),
    })
}

/// It is forbidden, and it is said to happen: one remark a dispute.
pub(crate) fn practice(corpus: &Corpus<'_>, pairs: &[Pair]) -> Option<Remark> {
    let found: Vec<&Pair> = pairs.iter().filter(|p| matches!(p.finding, Finding::PracticeAgainstRule)).collect();
    let best = found.iter().max_by_key(|p| (p.voices[0].min(p.voices[1]), std::cmp::Reverse(p.claims)))?;
    let [rule, practice] = best.claims.map(|n| corpus.claim(n));
    Some(Remark {
        kind: RemarkKind::PracticeAgainstRule,
        claims: claims(corpus, best.claims),
        rule: None,
        text_zh: format!(
            "有文章说{},也有文章说{};规定禁止与实际发生并不矛盾,但说明实践可能违规。",
            wording::statement(rule),
            wording::statement(practice)
        ),
    })
}

/// What a copy changed.
pub(crate) fn copy_changed(corpus: &Corpus<'_>, change: &Change) -> Remark {
    let [original, copy] = [change.original, change.copy].map(|n| corpus.claim(n));
    let [from, to] = [change.original, change.copy].map(|n| wording::source(corpus.source(corpus.article_of(n))));
    let what = match change.kind {
        ChangeKind::Stance => format!("把“{}”改成了“{}”", wording::statement(original), wording::statement(copy)),
        ChangeKind::Bound => {
            format!("改动了条件或数字:原文{},转载{}", wording::statement(original), wording::statement(copy))
        }
        ChangeKind::Caveat => {
            format!("保留了“{}”,却略去了原文的例外“{}”", wording::statement(copy), wording::statement(original))
        }
    };
    Remark {
        kind: RemarkKind::CopyChanged,
        claims: claims(corpus, [change.original, change.copy]),
        rule: None,
        text_zh: format!("{to}与{from}是近似文本,{what}。"),
    }
}

/// Wrong citations in the evidence of claims, each row with the claims that hold it. The day of an undated
/// article is `as_of`.
pub fn citation_remarks<'a>(claims: impl IntoIterator<Item = (&'a Claim, Option<Date>)>, as_of: Date) -> Vec<Remark> {
    let mut found: BTreeMap<&str, (&Row, Vec<&Claim>, bool)> = BTreeMap::new();
    for (claim, published) in claims {
        for row in wrong_citations(&claim.evidence.quote, published.unwrap_or(as_of)) {
            let (_, named, undated) = found.entry(&row.id).or_insert((row, Vec::new(), false));
            if named.len() < NAMED && !named.iter().any(|known| known.evidence == claim.evidence) {
                named.push(claim);
                *undated |= published.is_none();
            }
        }
    }
    let remark = |(row, named, undated): (&Row, Vec<&Claim>, bool)| Remark {
        kind: RemarkKind::Citation,
        claims: named.into_iter().cloned().collect(),
        rule: None,
        text_zh: format!(
            "引用有误或已过时:{}{}。",
            row.note,
            if undated { format!("(未注明日期的按{as_of}计)") } else { String::new() }
        ),
    };
    found.into_values().map(remark).collect()
}

/// A rule that speaks of a claim without deciding it.
pub(crate) fn law_note(corpus: &Corpus<'_>, rule: &Rule, judgement: &Judgement, named: &[u32], as_of: Date) -> Remark {
    let first = named.first().copied();
    let day = wording::reckoned(first.and_then(|n| corpus.date_of(n)), as_of);
    let why = match judgement.ruling {
        Ruling::Note => format!("{},不能据以判断此处的说法", judgement.because),
        Ruling::Supports | Ruling::Refutes => {
            format!("{};此规则的依据只有单一来源,仅供参考", judgement.because)
        }
    };
    Remark {
        kind: RemarkKind::LawNote,
        claims: claims(corpus, named.iter().copied()),
        rule: Some(rule.law.clone()),
        text_zh: format!("{day},{}《{}》{}:{why}。", rule.instrument.zh(), rule.law.instrument, rule.law.article),
    }
}
