//! Questions that wait for their answer, and what a short answer says.

use super::*;

/// Words that open an answer before it is given.
const OPENINGS: &[&str] = &[
    "答案很明确",
    "答案很简单",
    "答案当然是",
    "答案其实是",
    "我的回答是",
    "回答是",
    "很遗憾",
    "坦白说",
    "坦率地说",
    "坦白讲",
    "老实说",
    "老实讲",
    "说白了",
    "实话实说",
    "严格来说",
    "严格来讲",
    "严格地说",
    "准确地说",
    "可以明确地说",
    "可以肯定地说",
    "明确地说",
    "法律上讲",
    "从法律上讲",
    "从法律上说",
    "放心",
    "请放心",
    "别担心",
    "目前来看",
    "就目前来看",
    "就目前而言",
    "这种情况",
    "这样的情况",
    "这种",
    "答案是",
    "答案",
    "结论是",
    "先说结论",
    "先给结论",
    "简单来说",
    "简单说",
    "直接说",
    "一般来说",
    "一般来讲",
    "一般情况下",
    "通常来说",
    "通常情况下",
    "正常情况下",
    "说实话",
    "理论上",
];

/// A question that waits for its answer.
#[derive(Debug, Clone, Default)]
pub(super) struct Asked {
    pub(super) propositions: Vec<usize>,
    pub(super) setting: Setting,
    pub(super) products: Vec<Product>,
}

impl Walk<'_> {
    /// Whether a short sentence says no more than how what was asked about stands: 会上门。
    pub(super) fn answers(&self, asked: &Asked, scanned: &Sentence) -> bool {
        let named = |h: &Hit| match &self.lexicon.entries[h.entry].row {
            Row::Wording(w) => asked.propositions.contains(&w.proposition),
            _ => false,
        };
        scanned.form.chars().count() <= 8 && scanned.hits.iter().any(named)
    }

    /// Remembers what a question names.
    pub(super) fn ask(&mut self, scanned: &Sentence) {
        let mut propositions: Vec<usize> = scanned
            .hits
            .iter()
            .filter_map(|h| match &self.lexicon.entries[h.entry].row {
                Row::Wording(w) if w.with.is_empty() || w.with.iter().any(|guard| scanned.guards.stands(*guard)) => {
                    Some(w.proposition)
                }
                _ => None,
            })
            .filter(|p| !matches!(self.lexicon.propositions[*p].id.group(), "advice" | "rule"))
            .collect();
        // 半夜会打电话吗 asks for the hour, not for the call.
        let timed = ["半夜", "深夜", "几点", "晚上", "周末", "节假日", "几次", "多少次"]
            .iter()
            .any(|w| scanned.form.contains(w));
        if timed {
            propositions.retain(|p| !matches!(self.lexicon.propositions[*p].id.group(), "contact" | "visit"));
        }
        propositions.sort_unstable();
        propositions.dedup();
        // What the asker told of the case in the same breath belongs to the question.
        let mut setting = scanned.circumstances(self.lexicon, true);
        if self.before_block == self.block {
            setting = self.before.under(&setting);
        }
        setting.only = false;
        if propositions.is_empty() {
            // A question on something else: its answer is not ours.
            if !self.fresh {
                self.asked = None;
            }
            return;
        }
        let products = scanned.products(self.lexicon);
        let fresh = std::mem::replace(&mut self.fresh, true);
        match &mut self.asked {
            Some(asked) if fresh => {
                asked.propositions.extend(propositions);
                asked.propositions.sort_unstable();
                asked.propositions.dedup();
            }
            _ => self.asked = Some(Asked { propositions, setting, products }),
        }
    }

    /// A bare answer (不会。 会的,我就是例子。) to a question that stands in the text.
    pub(super) fn answer(&mut self, sentence: &segment::Sentence, scanned: &Sentence, around: &Around) -> bool {
        let Some(asked) = &self.asked else { return false };
        if !(sentence.first || self.fresh) {
            return false;
        }
        let form = scanned
            .form
            .trim_start_matches(['A', ':', ' ', '“'])
            .trim_start_matches("事实:")
            .trim_start_matches("真相:")
            .trim_start_matches("回答:")
            .trim_start_matches("答:")
            .trim_start_matches("答 ");
        // 答案是有可能, 一般来说不会: what opens the answer, and how often it holds.
        let mut generic = false;
        let mut form = form;
        while let Some(rest) =
            OPENINGS.iter().find_map(|w| form.strip_prefix(w)).map(|r| r.trim_start_matches([',', ':']))
        {
            generic |= form.starts_with(['一', '通', '正']);
            form = rest;
        }
        let head = form.split([',', '。', '!', ';']).next().unwrap_or(form);
        // 单纯逾期不会: the matter is named again in front of the answer.
        let said =
            ["单纯逾期", "只是逾期", "光是逾期", "正常逾期", "普通逾期"].iter().find_map(|w| head.strip_prefix(w));
        let stance = match said.unwrap_or(head) {
            "否定的" | "答案是否定的" | "不打" | "不用怕" | "不会" | "不会的" | "不能" | "没有" | "不是"
            | "当然不会" | "肯定不会" | "绝对不会" | "并不会" | "不可以" | "不用" | "没有的事" | "假的" | "否"
            | "门都没有" | "没门" | "想都别想" | "没这回事" | "没有这回事" => Stance::Never,
            "原则上不会"
            | "基本不会的"
            | "一般不会"
            | "通常不会"
            | "基本不会"
            | "一般是不会的"
            | "一般不会的"
            | "大概率不会"
            | "正常不会"
            | "基本上不会"
            | "通常是不会的"
            | "多数情况不会"
            | "多数情况下不会"
            | "大多数情况不会"
            | "大多数情况下不会"
            | "大多不会"
            | "多半不会"
            | "正常情况下不会" => Stance::GenerallyNot,
            "会" | "会的" | "会去" | "会去的" | "能" | "是的" | "肯定的" | "答案是肯定的" | "肯定会" | "一定会"
            | "当然会" | "有" | "是真的" | "真的" | "会有" | "是" | "有的" => Stance::Certain,
            "很可能会" | "很有可能" | "多半会" | "一般会" | "通常会" | "一般会的" | "大概率会" => {
                Stance::Generally
            }
            "要看情况" | "得看情况" | "看情况而定" | "也可能会" | "说不准" | "可能会" | "有可能" | "不一定"
            | "看情况" | "可能" | "可以" | "可以的" | "有可能的" | "有可能会" | "也有可能" | "未必" | "难说"
            | "视情况而定" | "不好说" | "能的" => Stance::Possible,
            "很少" | "极少" | "极少会" | "很少会" | "不多" | "不多见" | "几乎没有" | "可能性很小" | "概率很低"
            | "很少见" => Stance::Rare,
            _ => return false,
        };
        let stance = match stance {
            Stance::Never if generic => Stance::GenerallyNot,
            Stance::Certain if generic => Stance::Generally,
            // 会,但不常见.
            Stance::Certain if seldom(&form[head.len()..]) => Stance::Rare,
            // 能,但有限制.
            Stance::Certain if head == "能" && form[head.len()..].starts_with(",但") => Stance::Possible,
            stance => stance,
        };
        // The rest of the sentence may name the thing again: then it is read as it stands.
        let rest = &form[head.len()..];
        let again = Sentence::scan(self.lexicon, rest);
        let turns = rest.trim_start_matches(',').starts_with(['但', '不']);
        if !turns && again.hits.iter().any(|h| matches!(&self.lexicon.entries[h.entry].row, Row::Wording(w) if asked.propositions.contains(&w.proposition))) {
            return false;
        }
        let case = self.story || rest.contains("例子") || rest.contains("亲身") || rest.contains('我');
        let asked = asked.clone();
        let findings = asked
            .propositions
            .iter()
            .map(|p| Finding {
                proposition: *p,
                start: 0,
                end: 0,
                clause: 0,
                verdict: Ok(Found {
                    stance,
                    setting: around.setting.headed(&around.label.under(&asked.setting)),
                    products: if asked.products.is_empty() { around.products.clone() } else { asked.products.clone() },
                    attribution: if case { Attribution::Users } else { Attribution::Author },
                    actor: None,
                    quantities: Vec::new(),
                }),
                cues: vec![head.to_owned()],
                rows: Vec::new(),
            })
            .collect();
        self.emit(sentence, scanned, findings);
        if !rest.trim_matches(['。', ',', '!']).is_empty() {
            let (findings, last) = read(self.lexicon, &again, around);
            self.before = last;
            self.emit(sentence, &again, findings);
        }
        true
    }
}

/// Whether what follows a short answer says that it seldom holds.
fn seldom(rest: &str) -> bool {
    let turned = ["但", "不过", "只是", "可"].iter().any(|w| rest.trim_start_matches(',').starts_with(w));
    let clause = rest.trim_start_matches(',').split([',', '。', ';']).next().unwrap_or_default();
    turned
        && ["很少", "极少", "少见", "不常见", "不多", "概率不", "概率很", "概率极", "罕见"]
            .iter()
            .any(|w| clause.contains(w))
}

/// Whether the sentence is a question as a whole.
pub(super) fn asks(form: &str) -> bool {
    let end = form.trim_end_matches(['”', '。', ' ', '!', ')']);
    end.ends_with('?')
        || end.ends_with('吗')
        || end.ends_with("怎么办")
        || end.ends_with('呢')
        || end.ends_with("会怎样")
        || end.ends_with("怎么回事")
}

/// What stands behind 谣言一: or 误区: at the beginning.
pub(super) fn rumour(form: &str) -> Option<&str> {
    const RUMOURS: &[&str] = &[
        "谣言", "误区", "传言", "流言", "谎言", "说法", "迷思", "误解", "误会", "谬误", "谣传", "网传", "传", "谣",
        "误",
    ];
    // 【传】…: a label in brackets.
    let bracketed = form.strip_prefix('【').and_then(|rest| rest.split_once('】'));
    if let Some((_, rest)) = bracketed.filter(|(label, _)| RUMOURS.contains(label)) {
        return Some(rest);
    }
    let (label, rest) = form.split_once(':')?;
    let named = |w: &str| label.starts_with(w) && (w.chars().count() > 1 || label == w);
    (label.chars().count() <= 6 && RUMOURS.iter().any(|w| named(w))).then_some(rest)
}
