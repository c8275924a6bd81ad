//! Whose word a stretch of the sentence is.

use super::*;

/// A voice with its reach.
pub(super) struct Voice {
    pub(super) attribution: Attribution,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) row: usize,
}

/// Who speaks from where to where: to the sentence's end, the next voice's beginning, or the closing quote.
pub(super) fn attributions(lexicon: &Lexicon, sentence: &Sentence) -> Vec<Voice> {
    let mut voices: Vec<Voice> = Vec::new();
    for hit in &sentence.hits {
        let Row::Voice(attribution) = lexicon.entries[hit.entry].row else { continue };
        // 向金融监管局投诉: whom one turns to does not speak.
        let addressed =
            ["向", "找", "到", "跟", "联系", "拨打", "请求"].iter().any(|w| sentence.form[..hit.start].ends_with(w));
        if addressed && attribution == Attribution::Official {
            continue;
        }
        let mut end = sentence.form.len();
        let mut start = hit.end;
        if attribution == Attribution::Collector {
            let rest = &sentence.form[hit.end..];
            // A quotation ends with its mark; talk without marks with a contrast or a judgement of it.
            let quote = rest.find('“').filter(|at| rest[..*at].chars().count() <= 4);
            end = match quote {
                Some(open) => rest[open..].find('”').map_or(end, |close| hit.end + open + close),
                None => sentence
                    .clauses
                    .iter()
                    .find(|c| c.start >= hit.end && (c.contrast || judged(&sentence.form[c.start..c.end])))
                    .map_or(end, |c| c.start),
            };
        } else if attribution != Attribution::Users && attribution != Attribution::Law {
            start = hit.start;
        } else {
            start = sentence.clauses.iter().find(|c| c.start <= hit.start && hit.start < c.end).map_or(0, |c| c.start);
        }
        voices.push(Voice { attribution, start, end, row: hit.entry });
    }
    voices.extend(quoted_talk(lexicon, &sentence.form));
    voices
}

/// “今天不处理就到你家”,这种短信…: the quotation is a collector's.
fn quoted_talk(lexicon: &Lexicon, form: &str) -> Option<Voice> {
    let close = form.find('”')?;
    let start = form[..close].rfind('“')?;
    let rest = form[close + '”'.len_utf8()..].trim_start_matches(',');
    let of_kind =
        ["这种", "这类", "这样的", "之类的", "这些", "诸如此类的"].iter().find_map(|w| rest.strip_prefix(w))?;
    let talk = ["短信", "话", "信息", "通知", "电话", "威胁", "恐吓"].iter().any(|w| of_kind.starts_with(w));
    let row = lexicon.entries.iter().position(|e| matches!(e.row, Row::Voice(Attribution::Collector)))?;
    talk.then_some(Voice { attribution: Attribution::Collector, start, end: close, row })
}

fn judged(clause: &str) -> bool {
    // 催收说要上门,最后没来: what came of it is told by the teller.
    ["最后", "结果", "后来", "至今", "到现在", "真去", "真来", "真的去", "真正"].iter().any(|w| clause.starts_with(w))
        || [
            "十有八九",
            "多为",
            "多是",
            "八成",
            "通常只是",
            "只是",
            "其实",
            "实际上",
            "不要",
            "别",
            "的电话",
            "真实性",
            "一律",
            "都是",
        ]
        .iter()
        .any(|w| clause.contains(w))
}

impl Reader<'_> {
    pub(super) fn attribution_of(&self, hit: &Hit, group: &str, id: &str) -> Option<(Attribution, usize)> {
        let reaching = |v: &&Voice| v.start <= hit.start && hit.end <= v.end;
        let collector = self.attribution.iter().rev().find(|v| v.attribution == Attribution::Collector && reaching(v));
        if let Some(v) = collector
            && matches!(group, "contact" | "visit" | "legal")
            && !matches!(id, "visit.bluff" | "contact.scam")
        {
            return Some((v.attribution, v.row));
        }
        self.attribution
            .iter()
            .rev()
            .find(|v| v.attribution != Attribution::Collector && reaching(v))
            .map(|v| (v.attribution, v.row))
    }
}

/// Who acts, by the last that the clause names before the mention.
pub(super) fn actor_in(scope: &str) -> Option<Actor> {
    const NAMES: [(Actor, &[&str]); 5] = [
        (Actor::Platform, &["平台", "支付宝", "蚂蚁", "官方"]),
        (
            Actor::ThirdParty,
            &[
                "催收公司",
                "催收机构",
                "第三方",
                "外包公司",
                "外包机构",
                "委外公司",
                "专业公司",
                "合作公司",
                "合作机构",
                "外访组",
                "外访团队",
                "外包",
                "委外",
            ],
        ),
        (Actor::Court, &["法院", "法官"]),
        (Actor::Bank, &["银行", "发卡行"]),
        (Actor::Police, &["公安", "警方", "派出所"]),
    ];
    let named = |at: usize| {
        NAMES.iter().find(|(_, names)| names.iter().any(|name| scope[at..].starts_with(name))).map(|(actor, _)| *actor)
    };
    scope.char_indices().rev().find_map(|(at, _)| named(at))
}
