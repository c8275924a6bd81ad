//! Names for the parts of a sentence that `explain` shows: roles of rows, reach of cues, parts of clauses, reasons.

use crate::claim::Extent;
use crate::extract::Clause;
use crate::lexicon::{CueRole, CueRow, Effect, MarkerRole, Reach, Row};
use crate::report::{Lang, words};

/// What a row is.
pub(super) fn row_kind(row: &Row, lang: Lang) -> String {
    match row {
        Row::Wording(_) => lang.t("命题", "proposition").to_owned(),
        Row::Cue(cue) => format!("{}{}", lang.t("立场·", "cue: "), cue_role(cue.role, lang)),
        Row::Condition(effect, _) => format!("{}{}", lang.t("条件·", "condition: "), effect_words(*effect, lang)),
        Row::Marker(marker) => format!("{}{}", lang.t("连接·", "marker: "), marker_role(marker.role, lang)),
        Row::Product(products, actor) => {
            let names: Vec<&str> = products.iter().map(|&product| words::product(product, lang)).collect();
            let what = if *actor { lang.t("行为人·", "actor: ") } else { lang.t("产品·", "product: ") };
            format!("{what}{}", names.join("+"))
        }
        Row::Voice(attribution) => {
            format!("{}{}", lang.t("出处·", "voice: "), words::attribution(*attribution, lang).unwrap_or_default())
        }
    }
}

fn effect_words(effect: Effect, lang: Lang) -> &'static str {
    match effect {
        Effect::Overdue(Extent::Low) => lang.t("逾期初期", "early"),
        Effect::Overdue(Extent::High) => lang.t("长期逾期", "long overdue"),
        Effect::Overdue(Extent::Range(_)) => lang.t("天数", "days"),
        Effect::Amount(Extent::Low) => lang.t("小额", "small"),
        Effect::Amount(Extent::High) => lang.t("大额", "large"),
        Effect::Amount(Extent::Range(_)) => lang.t("金额", "amount"),
        Effect::Flag(flag) => words::flag(flag, lang),
    }
}

fn cue_role(role: CueRole, lang: Lang) -> &'static str {
    match role {
        CueRole::Deny => lang.t("否定", "denial"),
        CueRole::DenySoft => lang.t("不轻易", "soft denial"),
        CueRole::DenyEarly => lang.t("不马上", "denial of haste"),
        CueRole::Generic => lang.t("通例", "generic"),
        CueRole::Usual => lang.t("常见", "usual"),
        CueRole::Possible => lang.t("可能", "possible"),
        CueRole::Rare => lang.t("少见", "rare"),
        CueRole::Affirm => lang.t("肯定", "affirmation"),
        CueRole::Forbid => lang.t("禁止", "forbidding"),
        CueRole::Permit => lang.t("准许", "permitting"),
        CueRole::Oblige => lang.t("必须", "obliging"),
        CueRole::Able => lang.t("能够", "ability"),
        CueRole::Advise => lang.t("劝", "advice"),
        CueRole::Dissuade => lang.t("劝阻", "advice against"),
        CueRole::Avert => lang.t("避免", "averting"),
        CueRole::Cannot => lang.t("不能", "inability"),
        CueRole::Mention => lang.t("只是谈到", "mere talk"),
    }
}

/// Where a cue finds what it speaks of, as an arrow.
pub(super) fn cue_reach(cue: &CueRow, lang: Lang) -> String {
    let arrow = match cue.reach {
        Reach::Forward => "→",
        Reach::Backward => "←",
        Reach::Clause => "↔",
        Reach::Sentence => "⇢",
    };
    match (cue.near, lang) {
        (None, _) => arrow.to_owned(),
        (Some(near), Lang::Zh) => format!("{arrow} {near} 字内"),
        (Some(near), Lang::En) => format!("{arrow} within {near}"),
    }
}

fn marker_role(role: MarkerRole, lang: Lang) -> &'static str {
    match role {
        MarkerRole::If => lang.t("如果", "if"),
        MarkerRole::OnlyIf => lang.t("只有", "only if"),
        MarkerRole::Unless => lang.t("除非", "unless"),
        MarkerRole::Otherwise => lang.t("否则", "otherwise"),
        MarkerRole::Concede => lang.t("即使", "even if"),
        MarkerRole::Then => lang.t("就", "then"),
        MarkerRole::OnlyThen => lang.t("才", "only then"),
        MarkerRole::Contrast => lang.t("转折", "contrast"),
        MarkerRole::Tail => lang.t("时、后", "tail"),
        MarkerRole::Same => lang.t("承上", "same circumstances"),
        MarkerRole::Question => lang.t("疑问", "question"),
        MarkerRole::Purpose => lang.t("目的", "purpose"),
        MarkerRole::Decoy => lang.t("形似", "look-alike"),
        MarkerRole::Reason => lang.t("原因", "reason"),
    }
}

/// What is special about a clause.
pub(super) fn clause_notes(clause: &Clause, premise: bool, lang: Lang) -> Vec<&'static str> {
    let notes = [
        (premise && clause.is_premise(), lang.t("前提", "premise")),
        (premise && !clause.is_premise(), lang.t("‹›内是前提", "premise in ‹›")),
        (clause.concede, lang.t("让步，不作条件", "concession, no condition")),
        (clause.contrast, lang.t("转折：前文的条件到此为止", "contrast: what held so far is over")),
        (clause.turn, lang.t("转而：立场另起", "turn: the stance is over")),
        (clause.only_then.is_some(), lang.t("才：仅当", "only then")),
        (clause.otherwise, lang.t("否则", "otherwise")),
        (clause.same, lang.t("承接上句的条件", "conditions of the sentence before")),
        (clause.question.is_some(), lang.t("疑问", "question")),
        (clause.purpose.is_some(), lang.t("目的", "purpose")),
    ];
    notes.into_iter().filter(|(holds, _)| *holds).map(|(_, note)| note).collect()
}

/// Why a mention claims nothing; the reader's own words where they are not known here.
pub(super) fn reason(why: &str, lang: Lang) -> String {
    let zh = match (lang, why) {
        (Lang::En, _) => why,
        (Lang::Zh, "stands in a premise") => "在前提里，只是条件",
        (Lang::Zh, "a purpose") => "说的是目的",
        (Lang::Zh, "a question") => "是疑问",
        (Lang::Zh, "only what nothing is concluded from") => "只是被谈论，没有下结论",
        (Lang::Zh, "a number would be the claim, and none stands here") => "这种说法要有数字，这里没有",
        (Lang::Zh, "talked about, not said to happen") => "只是谈到，没有说会发生",
        (Lang::Zh, "the cue does not go with this proposition") => "立场词与这个命题搭不上",
        (Lang::Zh, "told of who cannot, not advised") => "说的是谁做不到，不是建议",
        (Lang::Zh, "a sum worked out as an example") => "只是算一笔账的例子",
        (Lang::Zh, "who does so, not advised") => "说的是这样做的人，不是建议",
        (Lang::Zh, "a topic, no more") => "只是话题，不是主张",
        (Lang::Zh, "a definition, not a claim") => "是解释词义，不是主张",
        (Lang::Zh, "the call verifies") => "打电话是为了核实",
        (Lang::Zh, "advised, not a rule") => "是劝读者这样做，不是规定",
        (Lang::Zh, "explained away") => "文中说这是误会",
        (Lang::Zh, "told of who will not, not advised") => "说的是谁不会做，不是建议",
        (Lang::Zh, "a warning, not a claim") => "是劝阻，不是主张",
        (Lang::Zh, "what is to be averted, not a claim") => "是要避免的事，不是主张",
        (Lang::Zh, "told of somebody, not advised") => "讲的是某人做了什么，不是建议",
        (Lang::Zh, "this wording claims nothing without a cue") => "这种说法没有立场词就不算主张",
        (Lang::Zh, "named, but not said to be had") => "提到了，没有说有没有",
        (Lang::Zh, "a means, not said to be used") => "只是手段，没有说用了",
        (Lang::Zh, "a notice is spoken of") => "说的是通知，不是上门",
        (Lang::Zh, "a promise that came to nothing") => "是落了空的许诺",
        (Lang::Zh, "a time, not a claim") => "只是说时间，不是主张",
        (Lang::Zh, "how often it is done is no advice") => "说的是多常见，不是建议",
        (Lang::Zh, "not all, which denies nothing") => "说的是不会全部，没有否定",
        (Lang::Zh, "quoted, not said") => "是引来的话，不是自己说的",
        (Lang::Zh, "the cue speaks of something else") => "立场词说的是别的事",
        (Lang::Zh, "the denial is of something else") => "否定的是别的事",
        (Lang::Zh, "told of the lender, not advised") => "说的是平台做什么，不是建议",
        (Lang::Zh, "what it costs is spoken of") => "说的是成本，不是会不会",
        (Lang::Zh, "whoever does it is spoken of") => "说的是来的人，不是会不会来",
        (Lang::Zh, other) => other,
    };
    zh.to_owned()
}
