#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used)]
use duizhi::claim::*;
use duizhi::{extract::*, lexicon::Lexicon, page::*};
fn main() {
    let lex = Lexicon::embedded();
    for p in std::env::args().skip(1) {
        let page = Page {
            path: p.clone(),
            address: p.clone(),
            url: None,
            kind: PageKind::of_name(&p).unwrap(),
            declared_charset: None,
            title: None,
            published: None,
            bytes: std::fs::read(&p).unwrap(),
        };
        let a = duizhi::clean::clean(&page);
        for c in extract(&lex, &a).claims {
            println!("{}", rec(&p, &c));
        }
    }
}
fn ext(e: Option<Extent>, lo: &str, hi: &str) -> serde_json::Value {
    match e {
        None => serde_json::Value::Null,
        Some(Extent::Low) => lo.into(),
        Some(Extent::High) => hi.into(),
        Some(Extent::Range(r)) => serde_json::json!({"min":r.min,"max":r.max}),
    }
}
fn rec(p: &str, c: &Claim) -> serde_json::Value {
    let q:Vec<_>=c.quantities.iter().map(|q|serde_json::json!({"role":q.role.id(),"min":q.min,"max":q.max,"unit":q.unit.id(),"forever":q.forever,"none":q.none})).collect();
    serde_json::json!({"article":{"path":p},"proposition":c.proposition.as_str(),"stance":c.stance.id(),"products":c.products.iter().map(|p|p.id()).collect::<Vec<_>>(),"attribution":c.attribution.id(),
   "conditions":{"overdue_days":ext(c.conditions.overdue,"early","long"),"amount_cny":ext(c.conditions.amount,"small","large"),"flags":c.conditions.flags.iter().map(|f|f.id()).collect::<Vec<_>>(),"only":if c.conditions.only{Some(true)}else{None}},
   "quantity":if q.is_empty(){serde_json::Value::Null}else{serde_json::Value::Array(q)},"evidence":{"quote":c.evidence.quote},"trace":{"mention":c.trace.mention,"cues":c.trace.cues}})
}
