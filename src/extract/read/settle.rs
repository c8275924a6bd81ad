//! One claim where one thing is said twice.

use super::*;

/// How long a lead may be that the sentence goes on to say in full, in bytes of the form.
const LEAD: usize = 24;

/// One claim where one proposition is named twice under the same circumstances: the hedged stance stays.
pub(super) fn settle(findings: Vec<Finding>, lexicon: &Lexicon, sentence: &Sentence) -> Vec<Finding> {
    let short = sentence.clauses.first().is_some_and(|first| first.end - first.start <= LEAD);
    let mut kept: Vec<Finding> = Vec::new();
    for finding in findings {
        let Ok(found) = &finding.verdict else {
            kept.push(finding);
            continue;
        };
        // 会被起诉,逾期一年的肯定会起诉: a short lead is said again with its circumstances.
        let led = |k: &Finding| {
            short
                && k.clause == 0
                && finding.clause > 0
                && k.proposition == finding.proposition
                && k.verdict.as_ref().is_ok_and(|v| {
                    v.setting.is_empty()
                        && !found.setting.is_empty()
                        && v.products == found.products
                        && v.attribution == found.attribution
                        && mergeable(v.stance, found.stance)
                        && v.quantities.is_empty()
                })
        };
        kept.retain(|k| !led(k));
        let twin = kept.iter().position(|k| {
            k.proposition == finding.proposition
                && k.verdict.as_ref().is_ok_and(|v| {
                    v.attribution == found.attribution
                        && v.products == found.products
                        && (v.setting == found.setting || v.stance == found.stance && found.setting.is_empty())
                        && mergeable(v.stance, found.stance)
                        && (v.quantities.is_empty()
                            || found.quantities.is_empty()
                            || same_numbers(&v.quantities, &found.quantities))
                })
        });
        // 借呗关了,花呗也用不了: one claim with both products.
        let other = kept.iter().position(|k| {
            k.proposition == finding.proposition
                && k.verdict.as_ref().is_ok_and(|v| {
                    v.stance == found.stance
                        && v.attribution == found.attribution
                        && v.products != found.products
                        && v.setting == found.setting
                        && v.quantities.is_empty()
                        && found.quantities.is_empty()
                })
        });
        if let (None, Some(other)) = (twin, other) {
            if let Ok(old) = &mut kept[other].verdict {
                old.products.extend(found.products.iter().copied());
                old.products.sort();
                old.products.dedup();
            }
            continue;
        }
        match twin.map(|at| &mut kept[at]) {
            Some(twin) => {
                if let Ok(old) = &mut twin.verdict {
                    old.stance = hedged(old.stance, found.stance);
                    if old.quantities.is_empty() {
                        old.quantities = found.quantities.clone();
                    }
                    old.setting = old.setting.under(&found.setting);
                }
                twin.rows.extend(finding.rows);
                twin.rows.dedup();
                twin.cues.extend(finding.cues);
                twin.cues.dedup();
            }
            None => kept.push(finding),
        }
    }
    drop_named(&mut kept, lexicon);
    kept
}

/// Whether both say the same numbers, in whatever words: 保留5年,5年后消除.
fn same_numbers(a: &[Quantity], b: &[Quantity]) -> bool {
    let number = |q: &Quantity| (q.role, q.min, q.max, q.unit, q.forever, q.none);
    a.iter().map(number).eq(b.iter().map(number))
}

/// Drops an act that is only named where the same sentence says how it stands: 真去户籍地的极少; 有权起诉,以诉讼方式追回.
fn drop_named(findings: &mut Vec<Finding>, lexicon: &Lexicon) {
    let said: Vec<(usize, Found)> = findings
        .iter()
        .filter(|f| !f.cues.is_empty())
        .filter_map(|f| f.verdict.as_ref().ok().map(|found| (f.proposition, found.clone())))
        .collect();
    findings.retain(|f| {
        let Ok(found) = &f.verdict else { return true };
        let act = lexicon.propositions[f.proposition].scale == Scale::Act;
        let named = act && f.cues.is_empty() && found.stance == Stance::Certain && found.quantities.is_empty();
        !named
            || !said.iter().any(|(proposition, other)| {
                *proposition == f.proposition
                    && other.products == found.products
                    && other.attribution == found.attribution
                    && found.setting.under(&other.setting) == other.setting
                    && other.stance != Stance::Certain
            })
    });
}

fn mergeable(a: Stance, b: Stance) -> bool {
    let affirmative = |s: Stance| matches!(s, Stance::Possible | Stance::Generally | Stance::Certain);
    let negative = |s: Stance| matches!(s, Stance::Never | Stance::GenerallyNot | Stance::Rare);
    a == b || (affirmative(a) && affirmative(b)) || (negative(a) && negative(b))
}

fn hedged(a: Stance, b: Stance) -> Stance {
    let rank = |s: Stance| match s {
        Stance::Possible => 0,
        Stance::Generally => 1,
        Stance::Rare => 1,
        Stance::GenerallyNot => 2,
        _ => 3,
    };
    if rank(b) < rank(a) { b } else { a }
}
