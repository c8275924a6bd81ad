//! Makes a [`Report`] of a TOML file under `tests/report/`, so that formats are tested on a report that can be read.
//!
//! Positions, spreads and silent articles follow from the claims; conflicts are written down.

use std::collections::{BTreeMap, BTreeSet};

use duizhi::article::{ArticleId, Span};
use duizhi::claim::{
    Attribution, Claim, ClaimId, Conditions, Evidence, Extent, Flag, Product, PropositionId, Quantity, Range, Role,
    Stance, Trace, Unit,
};
use duizhi::dispute::*;
use duizhi::report::{Names, words};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    as_of: String,
    claims: usize,
    dismissed: usize,
    names: BTreeMap<String, [String; 2]>,
    source: Vec<SourceRow>,
    #[serde(default)]
    rule: Vec<RuleRow>,
    dispute: Vec<DisputeRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceRow {
    key: String,
    path: String,
    title: String,
    url: Option<String>,
    site: Option<String>,
    date: Option<String>,
    voice: usize,
    #[serde(default)]
    fictional: bool,
    confidence: Option<f32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleRow {
    id: String,
    instrument: String,
    article: String,
    kind: String,
    from: String,
    until: Option<String>,
    provides: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DisputeRow {
    about: String,
    product: String,
    question: String,
    claim: Vec<ClaimRow>,
    #[serde(default)]
    conflict: Vec<ConflictRow>,
    /// Pairs of claims.
    #[serde(default)]
    refined: Vec<[String; 2]>,
    /// Two claims and a rule.
    #[serde(default)]
    superseded: Vec<[String; 3]>,
    #[serde(default)]
    remark: Vec<RemarkRow>,
    /// Rules in force that judge claims of it.
    #[serde(default)]
    rules: Vec<String>,
    #[serde(default)]
    unlisted: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClaimRow {
    key: String,
    of: String,
    stance: String,
    about: Option<String>,
    quote: String,
    section: Option<String>,
    #[serde(default)]
    mention: String,
    #[serde(default)]
    cues: Vec<String>,
    /// `90~`, `~30`, `7`, `early`, `long`.
    days: Option<String>,
    /// The same in yuan, `small`, `large`.
    money: Option<String>,
    #[serde(default)]
    flags: Vec<String>,
    #[serde(default)]
    only: bool,
    text: Option<String>,
    by: Option<String>,
    /// `rate 1.5 times_contract`, `retention forever days`.
    number: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConflictRow {
    kind: String,
    severity: String,
    #[serde(default)]
    internal: bool,
    slot: String,
    values: [String; 2],
    a: String,
    /// A claim, or a rule where the kind is `law`.
    b: String,
    voices: [usize; 2],
    because: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RemarkRow {
    kind: String,
    of: Vec<String>,
    rule: Option<String>,
    text: String,
}

/// The report that `toml` describes, and the names of its propositions.
pub(crate) fn report(toml: &str) -> (Report, Names) {
    let file: File = toml::from_str(toml).unwrap();
    let sources: Vec<Source> = file.source.iter().map(source).collect();
    let ids: BTreeMap<&str, ArticleId> = file.source.iter().zip(&sources).map(|(row, s)| (&*row.key, s.id)).collect();
    let rules: BTreeMap<&str, LawRule> = file.rule.iter().map(|row| (&*row.id, rule(row))).collect();
    let names = file.names.into_iter().map(|(id, [zh, en])| (PropositionId::from(&*id), zh, en));
    let report = Report {
        as_of: file.as_of.parse().unwrap(),
        claims: file.claims,
        voices: sources.iter().map(|source| source.voice).collect::<BTreeSet<_>>().len(),
        disputes: file.dispute.iter().map(|row| dispute(row, &sources, &ids, &rules)).collect(),
        sources,
        dismissed: file.dismissed,
    };
    (report, Names::new(names))
}

fn source(row: &SourceRow) -> Source {
    Source {
        id: ArticleId::of_address(&row.path),
        path: row.path.clone(),
        url: row.url.clone(),
        title: row.title.clone(),
        site: row.site.clone(),
        published: row.date.as_deref().map(|day| day.parse().unwrap()),
        fictional: row.fictional,
        confidence: row.confidence.unwrap_or(1.0),
        voice: row.voice,
    }
}

fn rule(row: &RuleRow) -> LawRule {
    LawRule {
        id: row.id.clone(),
        instrument: row.instrument.clone(),
        article: row.article.clone(),
        kind: row.kind.clone(),
        in_force_from: row.from.parse().unwrap(),
        in_force_until: row.until.as_deref().map(|day| day.parse().unwrap()),
        provides_zh: row.provides.clone(),
    }
}

fn dispute(
    row: &DisputeRow,
    sources: &[Source],
    ids: &BTreeMap<&str, ArticleId>,
    rules: &BTreeMap<&str, LawRule>,
) -> Dispute {
    let product = Product::parse(&row.product).unwrap();
    let claims: Vec<Claim> = row.claim.iter().map(|claim_row| claim(claim_row, row, product, ids)).collect();
    let named = |key: &String| -> Claim {
        let at = row.claim.iter().position(|claim| claim.key == *key);
        claims[at.unwrap_or_else(|| panic!("no claim {key} in {}", row.about))].clone()
    };
    let speaking: BTreeSet<ArticleId> = claims.iter().map(|claim| claim.article).collect();
    let conflict = |(number, conflict): (usize, &ConflictRow)| Conflict {
        id: format!(
            "c{:04x}{:02x}",
            (ArticleId::of_address(&format!("{}{}", row.about, row.product)).0 & 0xffff),
            number
        ),
        kind: words::parse_kind(&conflict.kind).unwrap(),
        severity: words::parse_severity(&conflict.severity).unwrap(),
        internal: conflict.internal,
        slot: conflict.slot.clone(),
        values: conflict.values.clone(),
        a: named(&conflict.a),
        b: match conflict.kind.as_str() {
            "law" => Opponent::Rule(Box::new(rules[&*conflict.b].clone())),
            _ => Opponent::Claim(Box::new(named(&conflict.b))),
        },
        voices: conflict.voices,
        because_zh: conflict.because.clone(),
    };
    Dispute {
        id: format!("{}-{}", row.about.replace('.', "-"), row.product),
        proposition: PropositionId::from(&*row.about),
        product,
        question_zh: row.question.clone(),
        positions: positions(&claims, sources),
        conflicts: row.conflict.iter().enumerate().map(conflict).collect(),
        refined: row.refined.iter().map(|[a, b]| Refined { general: named(a), exception: named(b) }).collect(),
        superseded: row
            .superseded
            .iter()
            .map(|[a, b, law]| Superseded { older: named(a), newer: named(b), rule: rules[&**law].clone() })
            .collect(),
        remarks: row
            .remark
            .iter()
            .map(|remark| Remark {
                kind: remark_kind(&remark.kind),
                claims: remark.of.iter().map(named).collect(),
                rule: remark.rule.as_deref().map(|id| rules[id].clone()),
                text_zh: remark.text.clone(),
            })
            .collect(),
        numbers: spreads(&claims, sources),
        rules: row.rules.iter().map(|id| rules[&**id].clone()).collect(),
        unlisted: row.unlisted,
        silent_more: 0,
        silent: sources.iter().map(|source| source.id).filter(|id| !speaking.contains(id)).collect(),
    }
}

fn remark_kind(id: &str) -> RemarkKind {
    use RemarkKind::*;
    [PracticeAgainstRule, Testimony, CopyChanged, Citation, LawNote]
        .into_iter()
        .find(|&kind| words::remark_id(kind) == id)
        .unwrap()
}

fn claim(row: &ClaimRow, dispute: &DisputeRow, product: Product, ids: &BTreeMap<&str, ArticleId>) -> Claim {
    let mut claim = Claim {
        id: ClaimId(0),
        article: *ids.get(&*row.of).unwrap_or_else(|| panic!("no source {}", row.of)),
        proposition: PropositionId::from(row.about.as_deref().unwrap_or(&dispute.about)),
        stance: Stance::parse(&row.stance).unwrap_or_else(|| panic!("no stance {}", row.stance)),
        products: vec![product],
        actor: None,
        attribution: row.by.as_deref().map_or(Attribution::Author, |by| Attribution::parse(by).unwrap()),
        conditions: Conditions {
            overdue: row.days.as_deref().map(extent),
            amount: row.money.as_deref().map(extent),
            flags: row.flags.iter().map(|flag| Flag::parse(flag).unwrap()).collect(),
            only: row.only,
            text: row.text.clone(),
        },
        quantities: row.number.as_deref().map(quantity).into_iter().collect(),
        evidence: Evidence {
            span: Span::new(&row.quote, 0, row.quote.len()).unwrap(),
            quote: row.quote.clone(),
            section: row.section.clone(),
        },
        trace: Trace { mention: row.mention.clone(), cues: row.cues.clone(), rows: vec![] },
    };
    claim.id = claim.fingerprint();
    claim
}

fn ends<T: std::str::FromStr + Copy>(text: &str) -> (Option<T>, Option<T>) {
    let number = |text: &str| text.parse().ok();
    match text.split_once('~') {
        Some((min, max)) => (number(min), number(max)),
        None => (number(text), number(text)),
    }
}

fn extent(text: &str) -> Extent {
    match text {
        "early" | "small" => Extent::Low,
        "long" | "large" => Extent::High,
        numbers => {
            let (min, max) = ends(numbers);
            Extent::Range(Range::closed(min, max))
        }
    }
}

fn quantity(text: &str) -> Quantity {
    let [role, numbers, unit] = text.split(' ').collect::<Vec<_>>()[..] else { panic!("{text}") };
    let (min, max) = ends(numbers);
    Quantity {
        role: Role::parse(role).unwrap(),
        min,
        max,
        unit: Unit::parse(unit).unwrap(),
        forever: numbers == "forever",
        none: numbers == "none",
        text: numbers.to_owned(),
    }
}

fn voices(claims: &[&Claim], sources: &[Source]) -> usize {
    let voice = |id| sources.iter().find(|source| source.id == id).unwrap().voice;
    claims.iter().map(|claim| voice(claim.article)).collect::<BTreeSet<_>>().len()
}

fn positions(claims: &[Claim], sources: &[Source]) -> Vec<Position> {
    let mut groups: BTreeMap<(&PropositionId, Stance, Conditions), Vec<&Claim>> = BTreeMap::new();
    for claim in claims {
        let conditions = Conditions { text: None, ..claim.conditions.clone() };
        groups.entry((&claim.proposition, claim.stance, conditions)).or_default().push(claim);
    }
    let mut positions: Vec<Position> = groups
        .into_iter()
        .map(|((proposition, stance, conditions), claims)| {
            let articles: BTreeSet<ArticleId> = claims.iter().map(|claim| claim.article).collect();
            let day = |id| sources.iter().find(|source: &&Source| source.id == id).unwrap().published;
            let days: Vec<_> = articles.iter().filter_map(|&id| day(id)).collect();
            Position {
                stance,
                conditions,
                proposition: proposition.clone(),
                claims: claims.len(),
                voices: voices(&claims, sources),
                testimony: claims.iter().filter(|claim| claim.attribution == Attribution::Users).count(),
                first: days.iter().min().copied(),
                last: days.iter().max().copied(),
                articles: articles.into_iter().collect(),
                examples: claims.into_iter().take(3).cloned().collect(),
            }
        })
        .collect();
    positions.sort_by_key(|position| std::cmp::Reverse(position.voices));
    positions
}

fn spreads(claims: &[Claim], sources: &[Source]) -> Vec<Spread> {
    let mut numbers: BTreeMap<Measure, BTreeMap<[i64; 2], Vec<&Claim>>> = BTreeMap::new();
    let mut add = |measure, min: Option<f64>, max: Option<f64>, claim| {
        // Order by value, exact to a millionth.
        let key = [min, max].map(|n| n.map_or(i64::MIN, |n| (n * 1e6) as i64));
        numbers.entry(measure).or_default().entry(key).or_default().push(claim);
    };
    for claim in claims.iter().filter(|claim| claim.stance >= Stance::Possible) {
        if let Some(Extent::Range(Range { min: Some(min), .. })) = claim.conditions.overdue {
            add(Measure::OnsetDays, Some(min as f64), None, claim);
        }
        if let Some(Extent::Range(Range { min: Some(min), .. })) = claim.conditions.amount {
            add(Measure::OnsetAmount, Some(min as f64), None, claim);
        }
    }
    for claim in claims {
        for number in claim.quantities.iter().filter(|number| number.min.or(number.max).is_some()) {
            add(Measure::Quantity(number.role, number.unit), number.min, number.max, claim);
        }
    }
    let spread = |(measure, by_value): (Measure, BTreeMap<[i64; 2], Vec<&Claim>>)| {
        let number = |key: i64| (key != i64::MIN).then_some(key as f64 / 1e6);
        let all: Vec<f64> = by_value
            .iter()
            .flat_map(|(&[min, max], claims)| {
                std::iter::repeat_n(number(min).or(number(max)).unwrap(), voices(claims, sources))
            })
            .collect();
        let median = all[all.len() / 2];
        let point = |(&[min, max], claims): (&[i64; 2], &Vec<&Claim>)| {
            let value = number(min).or(number(max)).unwrap();
            SpreadPoint {
                min: number(min),
                max: if measure == Measure::OnsetDays { number(min) } else { number(max).or(number(min)) },
                voices: voices(claims, sources),
                outlier: value > 3.0 * median || value < median / 3.0,
                example: claims[0].clone(),
            }
        };
        Spread { measure, points: by_value.iter().map(point).collect(), median }
    };
    numbers.into_iter().filter(|(_, by_value)| by_value.len() > 1).map(spread).collect()
}
