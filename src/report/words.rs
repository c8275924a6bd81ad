//! Labels of the closed vocabularies in both languages, and the wire words of what a report alone knows.
//!
//! Chinese labels of the claim's vocabularies stand with their types; what is put together from several of
//! them is the business of `phrases`.

use crate::claim::{Attribution, Flag, Product, Role, Stance, Unit};
use crate::dispute::{ConflictKind, Measure, RemarkKind, Severity};

use super::Lang;

/// All kinds of conflict, the gravest first.
pub const KINDS: [ConflictKind; 7] = [
    ConflictKind::Law,
    ConflictKind::Polarity,
    ConflictKind::Rule,
    ConflictKind::Strength,
    ConflictKind::Numeric,
    ConflictKind::Sequence,
    ConflictKind::Advice,
];

/// Wire word of a kind of conflict.
pub fn kind_id(kind: ConflictKind) -> &'static str {
    match kind {
        ConflictKind::Polarity => "polarity",
        ConflictKind::Strength => "strength",
        ConflictKind::Rule => "rule",
        ConflictKind::Advice => "advice",
        ConflictKind::Numeric => "numeric",
        ConflictKind::Sequence => "sequence",
        ConflictKind::Law => "law",
    }
}

/// The kind with this wire word.
pub fn parse_kind(id: &str) -> Option<ConflictKind> {
    KINDS.into_iter().find(|&kind| kind_id(kind) == id)
}

/// Wire word of a severity.
pub fn severity_id(severity: Severity) -> &'static str {
    match severity {
        Severity::Hard => "hard",
        Severity::Tension => "tension",
    }
}

/// The severity with this wire word.
pub fn parse_severity(id: &str) -> Option<Severity> {
    [Severity::Hard, Severity::Tension].into_iter().find(|&severity| severity_id(severity) == id)
}

/// Wire word of a kind of remark.
pub fn remark_id(kind: RemarkKind) -> &'static str {
    match kind {
        RemarkKind::PracticeAgainstRule => "practice_against_rule",
        RemarkKind::Testimony => "testimony",
        RemarkKind::CopyChanged => "copy_changed",
        RemarkKind::Citation => "citation",
        RemarkKind::LawNote => "law_note",
    }
}

/// What a kind of conflict is called.
pub fn kind(kind: ConflictKind, lang: Lang) -> &'static str {
    match kind {
        ConflictKind::Polarity => lang.t("一说有一说无", "yes against no"),
        ConflictKind::Strength => lang.t("程度相反", "seldom against usual"),
        ConflictKind::Rule => lang.t("准与不准", "forbidden against allowed"),
        ConflictKind::Advice => lang.t("劝与不劝", "do against do not"),
        ConflictKind::Numeric => lang.t("数字对不上", "numbers differ"),
        ConflictKind::Sequence => lang.t("先后颠倒", "order reversed"),
        ConflictKind::Law => lang.t("与法规不符", "against the law"),
    }
}

/// What a severity is called.
pub fn severity(severity: Severity, lang: Lang) -> &'static str {
    match severity {
        Severity::Hard => lang.t("硬冲突", "hard"),
        Severity::Tension => lang.t("张力", "tension"),
    }
}

/// What a kind of remark is called.
pub fn remark(kind: RemarkKind, lang: Lang) -> &'static str {
    match kind {
        RemarkKind::PracticeAgainstRule => lang.t("规定禁止，却说在做", "forbidden, yet said to happen"),
        RemarkKind::Testimony => lang.t("个案", "testimony"),
        RemarkKind::CopyChanged => lang.t("转载改了话", "changed in a copy"),
        RemarkKind::Citation => lang.t("引用有误", "wrong citation"),
        RemarkKind::LawNote => lang.t("法规相关", "law nearby"),
    }
}

/// What a stance is called.
pub fn stance(stance: Stance, lang: Lang) -> &'static str {
    let en = match stance {
        Stance::Never => "never",
        Stance::GenerallyNot => "generally not",
        Stance::Rare => "rarely",
        Stance::Possible => "possibly",
        Stance::Generally => "generally",
        Stance::Certain => "certainly",
        Stance::Forbidden => "forbidden",
        Stance::Permitted => "permitted",
        Stance::Required => "required",
        Stance::Recommended => "recommended",
        Stance::Discouraged => "advised against",
    };
    lang.t(stance.zh(), en)
}

/// A stance in one Chinese character or two Latin letters, for the cells of a matrix.
pub fn stance_sign(stance: Stance, lang: Lang) -> &'static str {
    let (zh, en) = match stance {
        Stance::Never => ("否", "N"),
        Stance::GenerallyNot => ("罕", "Gn"),
        Stance::Rare => ("少", "R"),
        Stance::Possible => ("可", "P"),
        Stance::Generally => ("常", "G"),
        Stance::Certain => ("会", "C"),
        Stance::Forbidden => ("禁", "F"),
        Stance::Permitted => ("许", "Pm"),
        Stance::Required => ("须", "Rq"),
        Stance::Recommended => ("荐", "Rc"),
        Stance::Discouraged => ("戒", "Dc"),
    };

    lang.t(zh, en)
}

/// What a product is called.
pub fn product(product: Product, lang: Lang) -> &'static str {
    let en = match product {
        Product::Huabei => "Huabei",
        Product::Jiebei => "Jiebei",
        Product::Alipay => "Alipay",
        Product::CreditCard => "credit card",
        Product::BankLoan => "bank loan",
        Product::OnlineLoan => "online loan",
        Product::Other => "other",
    };
    lang.t(product.zh(), en)
}

/// Whose word it is; nothing for the author's own.
pub fn attribution(attribution: Attribution, lang: Lang) -> Option<&'static str> {
    let en = match attribution {
        Attribution::Author => return None,
        Attribution::Official => "official",
        Attribution::Industry => "industry",
        Attribution::Users => "users",
        Attribution::Collector => "collector",
        Attribution::Law => "law cited",
        Attribution::Lawyer => "lawyer",
    };
    Some(lang.t(attribution.zh(), en))
}

/// What a circumstance is called.
pub fn flag(flag: Flag, lang: Lang) -> &'static str {
    let en = match flag {
        Flag::Unreachable => "unreachable",
        Flag::Unwilling => "unwilling",
        Flag::Cooperative => "cooperative",
        Flag::RemindersFailed => "reminders failed",
        Flag::Severe => "severe case",
        Flag::Settled => "once settled",
        Flag::Unsettled => "never settled",
        Flag::Judgment => "after a judgment",
        Flag::Other => "other condition",
    };
    lang.t(flag.zh(), en)
}

/// What a role of numbers is called.
pub fn role(role: Role, lang: Lang) -> &'static str {
    let en = match role {
        Role::Retention => "retention period",
        Role::Limitation => "limitation period",
        Role::Rate => "rate",
        Role::Grace => "grace period",
        Role::Quota => "quota",
        Role::Frequency => "frequency",
        Role::Hours => "hours",
        Role::Installments => "instalments",
        Role::Delay => "delay",
        Role::Threshold => "amount threshold",
        Role::Fine => "fine",
        Role::Term => "term",
    };
    lang.t(role.zh(), en)
}

/// What a spread of numbers measures.
pub fn measure(measure: Measure, lang: Lang) -> String {
    match measure {
        Measure::OnsetDays => lang.t("逾期第几天开始", "starts at days overdue").to_owned(),
        Measure::OnsetAmount => lang.t("欠多少钱开始", "starts at amount owed").to_owned(),
        Measure::Quantity(role_, unit) => match unit {
            Unit::Days | Unit::Cny | Unit::Hour | Unit::Count => role(role_, lang).to_owned(),
            Unit::PerDay => format!("{}{}", role(role_, lang), lang.t("（每日）", " (a day)")),
            Unit::PerWeek => format!("{}{}", role(role_, lang), lang.t("（每周）", " (a week)")),
            Unit::PerMonth => format!("{}{}", role(role_, lang), lang.t("（每月）", " (a month)")),
            Unit::PerYear => format!("{}{}", role(role_, lang), lang.t("（每年）", " (a year)")),
            Unit::Once => format!("{}{}", role(role_, lang), lang.t("（一次性）", " (once)")),
            Unit::TimesContract => {
                format!("{}{}", role(role_, lang), lang.t("（合同利率的倍数）", " (times the contract's)"))
            }
        },
    }
}

/// What a group of propositions is called.
pub fn group(group: &str, lang: Lang) -> &str {
    let (zh, en) = match group {
        "contact" => ("联系催收", "contact"),
        "visit" => ("上门", "visits"),
        "legal" => ("司法", "courts"),
        "credit" => ("征信", "credit record"),
        "account" => ("账户与费用", "account and fees"),
        "remedy" => ("协商与救济", "remedies"),
        "advice" => ("应对建议", "advice"),
        "rule" => ("催收规范", "conduct rules"),
        other => (other, other),
    };
    lang.t(zh, en)
}

/// What differs in a conflict; the identifier itself where it is not known here.
pub fn slot(slot: &str, lang: Lang) -> &str {
    match slot {
        "stance" => lang.t("说法", "stance"),
        "conditions" => lang.t("条件", "conditions"),
        "quantity" => lang.t("数字", "number"),
        "order" => lang.t("先后", "order"),
        "rule" => lang.t("法规", "rule"),
        "onset.overdue_days" => lang.t("起始天数", "first day"),
        "onset.amount_cny" => lang.t("起始金额", "least amount"),
        _ => slot.strip_prefix("quantity.").and_then(Role::parse).map_or(slot, |named| role(named, lang)),
    }
}

/// The kind of an instrument of law.
pub fn instrument_kind(kind: &str, lang: Lang) -> &str {
    let (zh, en) = match kind {
        "statute" => ("法律", "statute"),
        "administrative regulation" => ("行政法规", "administrative regulation"),
        "judicial interpretation" => ("司法解释", "judicial interpretation"),
        "judicial guidance" => ("司法指导意见", "judicial guidance"),
        "department rule" => ("部门规章", "department rule"),
        "regulatory notice" => ("监管通知", "regulatory notice"),
        "national standard" => ("推荐性国家标准（不强制）", "recommended national standard (not binding)"),
        "industry self-discipline" => ("行业自律（不是法律）", "industry self-discipline (not law)"),
        "company statement" => ("公司公告（不是法律）", "company statement (not law)"),
        other => (other, other),
    };
    lang.t(zh, en)
}

/// The line that stands in every report.
pub fn no_legal_advice(lang: Lang) -> &'static str {
    lang.t(
        "本报告只比对各篇文章的说法，不构成法律意见；个案请咨询律师或主管部门。",
        "This report compares what articles say. It is not legal advice; ask a lawyer or the authority about your case.",
    )
}
