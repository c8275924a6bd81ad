//! Cues in reach of a mention → stance. One function composes; the rows say what each cue does.

use crate::claim::Stance;
use crate::lexicon::{CueRole, CueRow, Scale};

/// The cues that reach a mention, in the order of the text.
#[derive(Debug, Clone, Default)]
pub(super) struct Cues<'a> {
    /// From its left: row and the words in the form.
    pub left: Vec<(&'a CueRow, &'a str)>,
    /// From its right: the one that takes the mention as its topic.
    pub right: Option<(&'a CueRow, &'a str)>,
    /// It stands before 不等于 and the like.
    pub set_aside: bool,
    /// What two denials of the clause make together.
    pub doubled: Option<Stance>,
    /// Carried over from the clause before.
    pub carried: Vec<(&'a CueRow, &'a str)>,
}

/// What the cues make of a mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// It is claimed; `early` where the cue denies haste.
    Claim {
        /// The stance.
        stance: Stance,
        /// 不会马上: the claim holds early.
        early: bool,
    },
    /// It claims nothing, for this reason.
    Nothing(&'static str),
}

/// What the wording itself brings.
#[derive(Debug, Clone, Copy)]
pub(super) struct Base {
    /// How stances of the proposition are read.
    pub scale: Scale,
    /// The stance without a cue.
    pub stance: Option<Stance>,
    /// It claims nothing without a cue.
    pub needs_cue: bool,
    /// The wording is itself a denial.
    pub negative: bool,
    /// The clause tells what somebody did (他, 我, 了, 过): advice needs a cue there.
    pub narrative: bool,
    /// The sentence advises (an advice cue stands in it).
    pub advising: bool,
    /// A lender, bank or office is named before it in the clause.
    pub office: bool,
    /// Something was done (了, 过).
    pub past: bool,
    /// The wording itself says that it can be (能分, 可减免).
    pub able: bool,
}

/// Why a mention that is feared, asked about or discussed claims nothing.
/// Said of a wording that needs a cue and has none.
pub(super) const UNCUED: &str = "this wording claims nothing without a cue";

pub(super) const TALKED_ABOUT: &str = "talked about, not said to happen";

/// Words for some of many: a denial beside them is of the act (不会有的公司…).
const SOME: &[&str] = &["有的", "有些", "部分", "一些", "某些", "不少", "许多", "很多", "若干", "存在", "有人"];

/// Composes the cues over the base.
pub(super) fn compose(base: Base, cues: &Cues<'_>) -> Reading {
    if let Some((cue, word)) = cues.right
        && let Some(reading) = single(base, cue.role, word, true, &cues.left)
    {
        return reading;
    }
    if let Some(stance) = cues.doubled {
        // 不能因此不还: advised all the same.
        let stance = if base.scale == Scale::Advice { Stance::Recommended } else { stance };
        return Reading::Claim { stance, early: false };
    }
    let own = !cues.left.is_empty();
    // 必须两人同行,您有权拒绝: what the words say by themselves is not told by the clause before.
    let told = |(c, _): &&(&CueRow, &str)| {
        own || base.stance.is_none() || !matches!(c.role, CueRole::Oblige | CueRole::Advise | CueRole::Able)
    };
    let all: Vec<_> = cues.carried.iter().filter(told).chain(&cues.left).copied().collect();
    let role = |role: CueRole| all.iter().any(|(c, _)| c.role == role);
    // 建议咨询律师, 能谈到36期: what is advised or can be had is said, though it is talked over.
    let talked = base.scale == Scale::Advice && (role(CueRole::Advise) || role(CueRole::Dissuade))
        || base.scale == Scale::Remedy
            && role(CueRole::Able)
            // 没有承诺过可以延期: what nobody promised is not to be had.
            && !all.iter().any(|(c, word)| c.role == CueRole::Mention && word.contains("承诺"));
    if role(CueRole::Mention) && !role(CueRole::Rare) && !talked {
        return Reading::Nothing(TALKED_ABOUT);
    }
    // The hedges stand before the core: 一般 + 不会, 可能 + 会.
    let hedge = |role: CueRole| all.iter().any(|(c, _)| c.role == role);
    // 不会要求结清: what the words only add to an act does not outweigh its denial.
    let weak = |c: &CueRow, word: &str| {
        SOME.contains(&word) && hedge(CueRole::Deny)
            || base.scale == Scale::Rule && word == "提醒"
            || base.scale == Scale::Act
                && (c.role == CueRole::Advise && !matches!(word, "应" | "应该")
                    || c.role == CueRole::Oblige && matches!(word, "需要" | "得" | "要求" | "需" | "要满"))
    };
    let core = all
        .iter()
        .rev()
        .filter(|(c, _)| !(talked && c.role == CueRole::Mention))
        .find(|(c, w)| !matches!(c.role, CueRole::Generic | CueRole::Usual | CueRole::Affirm) && !weak(c, w));
    // 不接受, 很少同意: who grants does not outweigh how often.
    let core = match core {
        Some((c, _)) if c.role == CueRole::Able => all
            .iter()
            .rev()
            .find(|(c, _)| {
                matches!(
                    c.role,
                    CueRole::Deny
                        | CueRole::DenySoft
                        | CueRole::Rare
                        | CueRole::Cannot
                        | CueRole::Possible
                        | CueRole::Forbid
                        | CueRole::Oblige
                )
            })
            // 应当提供分期: who must grant it, must; 需要提供材料 asks for something else.
            .filter(|(c, w)| c.role != CueRole::Oblige || base.office && matches!(*w, "应当" | "必须" | "应" | "须"))
            .or(core),
        core => core,
    };
    // 个别人员有可能违规拨打: few, whatever they may do.
    let few =
        all.iter().any(|(c, word)| c.role == CueRole::Rare && matches!(*word, "个别" | "极个别" | "少数" | "极少数"));
    if few && base.scale == Scale::Act && core.is_some_and(|(c, _)| c.role == CueRole::Possible) {
        return Reading::Claim { stance: Stance::Rare, early: false };
    }
    // 很少有平台不收: seldom not is mostly.
    let seldom = |c: &CueRow, w: &str| {
        c.role == CueRole::Rare && ["很少", "极少", "鲜有", "少有"].iter().any(|x| w.starts_with(x))
    };
    if base.scale == Scale::Act
        && !base.negative
        && core.is_some_and(|(c, w)| c.role == CueRole::Deny && w.starts_with('不'))
        && all.first().is_some_and(|(c, w)| seldom(c, w))
    {
        return Reading::Claim { stance: Stance::Generally, early: false };
    }
    match core {
        Some((cue, word)) => single(base, cue.role, word, own, &all)
            .unwrap_or(Reading::Nothing("the cue does not go with this proposition")),
        None if hedge(CueRole::Usual) || hedge(CueRole::Generic) => hedged(base),
        None => bare(base, hedge(CueRole::Affirm)),
    }
}

fn claim(stance: Stance) -> Option<Reading> {
    Some(Reading::Claim { stance, early: false })
}

/// Whether the nearest core cue denies by its own words.
fn denied(all: &[(&CueRow, &str)]) -> bool {
    let core = all.iter().rev().find(|(c, _)| !matches!(c.role, CueRole::Generic | CueRole::Usual | CueRole::Affirm));
    core.is_some_and(|(c, _)| c.role == CueRole::Deny)
}

/// The stance that one core cue gives, with the hedges around it.
fn single(base: Base, role: CueRole, word: &str, own: bool, all: &[(&CueRow, &str)]) -> Option<Reading> {
    let hedge = |role: CueRole| all.iter().any(|(c, _)| c.role == role);
    let soft = hedge(CueRole::Generic) || hedge(CueRole::Usual) || hedge(CueRole::Possible) || hedge(CueRole::DenySoft);
    let advice = base.scale == Scale::Advice;
    let rule = base.scale == Scale::Rule;
    let remedy = base.scale == Scale::Remedy;
    match role {
        CueRole::Mention => Some(Reading::Nothing(TALKED_ABOUT)),
        // 不是逾期三个月就一定会: what is denied is the certainty.
        CueRole::Deny
            if word.ends_with('是')
                && !advice
                && all.iter().any(|(c, w)| {
                    c.role == CueRole::Affirm && ["一定", "必", "肯定", "都"].iter().any(|x| w.contains(x))
                }) =>
        {
            claim(Stance::Possible)
        }
        // 平台不会主动联系: what somebody will not do is no advice.
        CueRole::Deny | CueRole::DenySoft
            if advice && !base.negative && (word.contains('会') || word.starts_with(['未', '没'])) =>
        {
            Some(Reading::Nothing("told of who will not, not advised"))
        }
        CueRole::Deny if advice && base.negative => claim(Stance::Recommended),
        CueRole::Deny if advice => claim(Stance::Discouraged),
        // 一般不会打扰亲友: what is seldom done is an act's business, no rule.
        CueRole::DenySoft | CueRole::DenyEarly if rule && word.contains('会') => {
            Some(Reading::Nothing("how seldom it is done is no rule"))
        }
        CueRole::Deny if soft => claim(Stance::GenerallyNot),
        CueRole::Deny => claim(Stance::Never),
        CueRole::DenySoft if advice => claim(Stance::Discouraged),
        CueRole::DenySoft => claim(Stance::GenerallyNot),
        CueRole::DenyEarly => Some(Reading::Claim { stance: Stance::GenerallyNot, early: true }),
        // 不起诉的居多, 不上门的很少: how often is said of the denial.
        CueRole::Generic | CueRole::Usual if own && !advice && denied(all) => claim(Stance::GenerallyNot),
        CueRole::Rare if own && !advice && !base.negative && denied(all) => claim(Stance::Generally),
        CueRole::Generic | CueRole::Usual => Some(hedged(base)),
        // 再想分期就难了; but 上了征信就难了 says how bad it is.
        CueRole::Rare if !remedy && word.starts_with('就') && word.ends_with('了') => Some(bare(base, true)),
        CueRole::Rare => claim(Stance::Rare),
        // 可能留下记录: what may be is no advice.
        CueRole::Possible
            if advice
                && !word.starts_with('的')
                && ["可能", "也许", "或许", "或将"].iter().any(|w| word.contains(w)) =>
        {
            Some(Reading::Nothing("how often it is done is no advice"))
        }
        CueRole::Possible if advice => Some(bare(base, false)),
        CueRole::Possible if remedy && word == "必要时" => claim(Stance::Recommended),
        // 一般最多给到12期: how often is said, the bound is the number's.
        CueRole::Possible if remedy && word.starts_with('最') && hedge(CueRole::Generic) => Some(hedged(base)),
        // 恐怕恢复不了: what denies by itself is hedged, not affirmed.
        CueRole::Possible if base.negative && base.stance == Some(Stance::Never) => claim(Stance::GenerallyNot),
        CueRole::Possible => claim(Stance::Possible),
        CueRole::Affirm => Some(bare(base, true)),
        // 不能因此不还钱.
        CueRole::Cannot | CueRole::Forbid if advice && base.negative => claim(Stance::Recommended),
        CueRole::Forbid if advice => claim(Stance::Discouraged),
        CueRole::Forbid => claim(Stance::Forbidden),
        // 应当远离以贷养贷: to be urged to leave off is to be advised against it.
        CueRole::Oblige | CueRole::Advise if advice && base.negative && base.stance == Some(Stance::Discouraged) => {
            claim(Stance::Discouraged)
        }
        // 停息挂账行不通: it is not to be had.
        CueRole::Dissuade if remedy && matches!(word, "行不通" | "不可行" | "肯定不行" | "绝对不行") => {
            claim(if soft { Stance::GenerallyNot } else { Stance::Never })
        }
        CueRole::Permit if advice => claim(Stance::Recommended),
        CueRole::Permit if remedy && !word.contains("权") => claim(Stance::Possible),
        CueRole::Permit if word.starts_with("才") && !rule => claim(Stance::Possible),
        CueRole::Permit => claim(Stance::Permitted),
        CueRole::Oblige if advice => claim(Stance::Recommended),
        // 可以要求延长期限.
        CueRole::Oblige if remedy && word == "要求" && hedge(CueRole::Able) => claim(Stance::Possible),
        CueRole::Oblige if matches!(word, "需要" | "得" | "要求" | "需") && !rule => Some(bare(base, true)),
        CueRole::Oblige if remedy && !base.office => claim(Stance::Recommended),
        CueRole::Oblige => claim(Stance::Required),
        CueRole::Able if advice => claim(Stance::Recommended),
        CueRole::Able if rule => claim(Stance::Permitted),
        // 平台同意分24期, in a case: it was had.
        CueRole::Able if remedy && base.past && matches!(word, "同意" | "答应" | "批准" | "同意了" | "答应了") => {
            claim(Stance::Certain)
        }
        CueRole::Able if hedge(CueRole::Generic) || hedge(CueRole::Usual) => Some(hedged(base)),
        CueRole::Able => claim(Stance::Possible),
        CueRole::Cannot if advice && ["无法", "没办法", "没有办法", "无力"].iter().any(|w| word.ends_with(w)) => {
            Some(Reading::Nothing("told of who cannot, not advised"))
        }
        CueRole::Cannot if advice => claim(Stance::Discouraged),
        CueRole::Cannot if remedy || matches!(word, "无法" | "没办法" | "没有办法" | "都无法" | "也无法" | "无力") => {
            claim(if soft { Stance::GenerallyNot } else { Stance::Never })
        }
        // 注销不能消除记录: what cannot be undone stays.
        CueRole::Cannot if base.negative && base.stance == Some(Stance::Never) && !rule => claim(Stance::Certain),
        CueRole::Cannot => claim(Stance::Forbidden),
        // 通常是先付一成、剩下的分12期: 先 tells the order.
        CueRole::Advise if remedy && word == "先" && hedge(CueRole::Generic) => Some(hedged(base)),
        CueRole::Advise if advice || remedy => claim(Stance::Recommended),
        CueRole::Advise if matches!(word, "应" | "应该" | "请") && (rule || own) => claim(Stance::Required),
        CueRole::Advise => Some(bare(base, true)),
        CueRole::Dissuade if advice && base.negative && base.stance != Some(Stance::Discouraged) => {
            claim(Stance::Recommended)
        }
        CueRole::Dissuade if rule => claim(Stance::Forbidden),
        CueRole::Dissuade if advice || remedy => claim(Stance::Discouraged),
        CueRole::Dissuade => Some(Reading::Nothing("a warning, not a claim")),
        CueRole::Avert if advice && base.negative && base.stance != Some(Stance::Discouraged) => {
            claim(Stance::Recommended)
        }
        CueRole::Avert if advice => claim(Stance::Discouraged),
        CueRole::Avert if rule => claim(Stance::Forbidden),
        CueRole::Avert if word.contains("可") || word.contains("能") => claim(Stance::GenerallyNot),
        CueRole::Avert => Some(Reading::Nothing("what is to be averted, not a claim")),
    }
}

fn hedged(base: Base) -> Reading {
    let stance = match base.stance {
        Some(Stance::Never) => Stance::GenerallyNot,
        Some(stance @ (Stance::GenerallyNot | Stance::Rare | Stance::Possible)) => stance,
        Some(_) | None if base.scale == Scale::Advice && base.needs_cue => {
            return Reading::Nothing("how often it is done is no advice");
        }
        Some(_) | None if base.scale == Scale::Advice && !base.narrative => Stance::Recommended,
        Some(_) | None if base.scale == Scale::Advice => return Reading::Nothing("told of somebody, not advised"),
        Some(_) | None => Stance::Generally,
    };
    Reading::Claim { stance, early: false }
}

/// Without a core cue.
fn bare(base: Base, affirmed: bool) -> Reading {
    let stance = match (base.scale, base.stance) {
        (scale, _) if base.needs_cue && (!affirmed || scale == Scale::Rule) => {
            return Reading::Nothing(UNCUED);
        }
        (_, Some(stance)) => stance,
        (Scale::Act | Scale::Rule, None) => Stance::Certain,
        (Scale::Advice, None) if base.needs_cue || (base.narrative && !base.advising) => {
            return Reading::Nothing("told of somebody, not advised");
        }
        (Scale::Advice, None) => Stance::Recommended,
        (Scale::Remedy, None) if base.past || affirmed => Stance::Certain,
        (Scale::Remedy, None) if base.able => Stance::Possible,
        (Scale::Remedy, None) if base.advising => Stance::Recommended,
        (Scale::Remedy, None) => return Reading::Nothing("named, but not said to be had"),
    };
    Reading::Claim { stance, early: false }
}
