//! Reads the one-line notation of claims, the `Display` of `Claim`, so that tables of tests can be written in it.
//!
//! Beyond what `Display` writes, `#platform` before the attribution names the actor, and `“…”` at the end the words
//! of the sentence.

use duizhi::article::{ArticleId, Span};
use duizhi::claim::{
    Actor, Attribution, Claim, ClaimId, Conditions, Evidence, Extent, Flag, Product, Quantity, Range, Role, Stance,
    Trace, Unit,
};

/// The claim of one line, in the article with this address.
pub(crate) fn claim(line: &str, address: &str) -> Claim {
    parse(line, address).unwrap_or_else(|what| panic!("{what}: {line}"))
}

fn parse(line: &str, address: &str) -> Result<Claim, String> {
    let mut rest = line.trim();
    let mut quote = String::new();
    if let Some(at) = rest.find('“') {
        quote = rest[at + '“'.len_utf8()..].trim_end_matches('”').to_owned();
        rest = rest[..at].trim_end();
    }
    let mut attribution = Attribution::Author;
    if let Some((head, word)) = rest.rsplit_once('@') {
        attribution = Attribution::parse(word.trim()).ok_or("no such attribution")?;
        rest = head.trim_end();
    }
    let mut actor = None;
    if let Some((head, word)) = rest.rsplit_once('#') {
        actor = Some(Actor::parse(word.trim()).ok_or("no such actor")?);
        rest = head.trim_end();
    }
    let mut quantities = Vec::new();
    while let Some((head, tail)) = rest.rsplit_once('{') {
        quantities.insert(0, quantity(tail.trim_end().strip_suffix('}').ok_or("no closing brace")?)?);
        rest = head.trim_end();
    }
    let mut conditions = Conditions::default();
    if let Some((head, tail)) = rest.split_once('[') {
        conditions = self::conditions(tail.trim_end().strip_suffix(']').ok_or("no closing bracket")?)?;
        rest = head.trim_end();
    }
    let words: Vec<&str> = rest.split_whitespace().collect();
    let [proposition, stance, products] = words[..] else {
        return Err("three words wanted".to_owned());
    };
    let products = products.split('+').map(|p| Product::parse(p).ok_or("no such product"));
    let text = if quote.is_empty() { line.to_owned() } else { quote };
    let mut claim = Claim {
        id: ClaimId(0),
        article: ArticleId::of_address(address),
        proposition: proposition.into(),
        stance: Stance::parse(stance).ok_or("no such stance")?,
        products: products.collect::<Result<_, _>>()?,
        actor,
        attribution,
        conditions,
        quantities,
        evidence: Evidence { span: Span::new(&text, 0, text.len()).ok_or("no text")?, quote: text, section: None },
        trace: Trace::default(),
    };
    claim.products.sort_unstable();
    claim.id = claim.fingerprint();
    Ok(claim)
}

fn conditions(text: &str) -> Result<Conditions, String> {
    let mut conditions = Conditions::default();
    for part in text.split(',').map(str::trim).filter(|p| !p.is_empty()) {
        match part {
            "early" => conditions.overdue = Some(Extent::Low),
            "long" => conditions.overdue = Some(Extent::High),
            "small" => conditions.amount = Some(Extent::Low),
            "large" => conditions.amount = Some(Extent::High),
            "only" => conditions.only = true,
            _ => {
                if let Some(words) = part.strip_prefix("other:") {
                    conditions.flags.insert(Flag::Other);
                    conditions.text = Some(words.to_owned());
                } else if part.contains('天') {
                    // 90~天 as Display writes it, or 90天~.
                    conditions.overdue = Some(Extent::Range(range(&part.replace('天', ""))?));
                } else if part.contains('元') {
                    conditions.amount = Some(Extent::Range(range(&part.replace('元', ""))?));
                } else {
                    conditions.flags.insert(Flag::parse(part).ok_or_else(|| format!("no such condition {part}"))?);
                }
            }
        }
    }
    Ok(conditions)
}

fn quantity(text: &str) -> Result<Quantity, String> {
    let (role, rest) = text.split_once(' ').ok_or("role and number wanted")?;
    let role = Role::parse(role).ok_or("no such role")?;
    let plain = Quantity {
        role,
        min: None,
        max: None,
        unit: default_unit(role),
        forever: false,
        none: false,
        text: text.to_owned(),
    };
    match rest.trim() {
        "forever" => Ok(Quantity { forever: true, ..plain }),
        "none" => Ok(Quantity { none: true, ..plain }),
        rest => {
            let (ends, unit) = rest.split_once(' ').ok_or("number and unit wanted")?;
            let (min, max) = ends_of(ends)?;
            Ok(Quantity { min, max, unit: Unit::parse(unit).ok_or("no such unit")?, ..plain })
        }
    }
}

fn default_unit(role: Role) -> Unit {
    if role == Role::Threshold { Unit::Cny } else { Unit::Days }
}

fn range(text: &str) -> Result<Range, String> {
    let (min, max) = ends_of(text)?;
    Ok(Range::closed(min, max))
}

fn ends_of<T: std::str::FromStr + Copy>(text: &str) -> Result<(Option<T>, Option<T>), String> {
    let number = |t: &str| match t.trim() {
        "" => Ok(None),
        t => t.parse::<T>().map(Some).map_err(|_| format!("no number: {t}")),
    };
    match text.split_once('~') {
        Some((min, max)) => Ok((number(min)?, number(max)?)),
        None => number(text).map(|n| (n, n)),
    }
}

#[test]
fn what_display_writes_is_read_back() {
    for line in [
        "visit.home possible jiebei [90天~, large, unreachable, only] {threshold none} @users",
        "visit.home never huabei+jiebei [~5000元]",
        "account.penalty_interest certain jiebei {rate 1.5 times_contract} {rate 0.0005 per_day}",
        "credit.retention certain huabei [settled] {retention forever}",
        "contact.phone certain jiebei [1~3天, 5000元, other:同城]",
    ] {
        let read = claim(line, "a").to_string();
        assert_eq!(read, line.replace("90天~", "90~天"));
        assert_eq!(claim(&read, "a").to_string(), read);
    }
}
