#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used)]
use duizhi::article::*; use duizhi::claim::*; use duizhi::{extract::*, lexicon::Lexicon};
fn han(s:&str)->usize{ s.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count() }
fn main(){
  let lex=Lexicon::embedded();
  for p in std::env::args().skip(1){
    let raw=std::fs::read_to_string(&p).unwrap();
    let title=raw.lines().find(|l|!l.trim().is_empty()).unwrap().trim().to_owned();
    let mut text=String::new(); let mut blocks=vec![];
    for line in raw.lines(){ let l=line.trim(); if l.is_empty()||l==title {continue;}
      if l.starts_with("上一篇")||l.starts_with("下一篇")||l.starts_with("相关问题"){ if l.starts_with("相关问题"){break;} continue;}
      let s=text.len(); text.push_str(line); let e=text.len(); text.push('\n');
      let big = "一二三四五六七八九十".chars().any(|c| l.starts_with(c)) && l.chars().nth(1)==Some('、');
      let kind= if big && han(l)<=26 {BlockKind::Heading(1)} else if l.contains(" | ")||l.contains('|') {BlockKind::TableRow}
        else if (l.starts_with(|c:char|c.is_ascii_digit())||l.starts_with('（')||l.starts_with('(')) { if han(l)<=14 && !l.ends_with('。')&&!l.ends_with('；')&&!l.contains(':')&&!l.contains('：'){BlockKind::Heading(2)} else {BlockKind::ListItem}} else {BlockKind::Paragraph};
      if let Some(span)=Span::new(&text,s,e){ blocks.push(Block{kind,span}); }
    }
    let a=Article{id:ArticleId::of_address(&p),path:p.clone(),url:None,title,site:None,author:None,published:None,text,blocks,disclaimers:vec![],fictional:false,confidence:1.0,provenance:vec![],notices:vec![]};
    for c in extract(&lex,&a).claims { println!("{}", rec(&p,&c)); }
  }
}
fn ext(e:Option<Extent>,lo:&str,hi:&str)->serde_json::Value{ match e {None=>serde_json::Value::Null,Some(Extent::Low)=>lo.into(),Some(Extent::High)=>hi.into(),Some(Extent::Range(r))=>serde_json::json!({"min":r.min,"max":r.max})}}
fn rec(p:&str,c:&Claim)->serde_json::Value{
  let q:Vec<_>=c.quantities.iter().map(|q|serde_json::json!({"role":q.role.id(),"min":q.min,"max":q.max,"unit":q.unit.id(),"forever":q.forever,"none":q.none})).collect();
  serde_json::json!({"article":{"path":p},"proposition":c.proposition.as_str(),"stance":c.stance.id(),"products":c.products.iter().map(|p|p.id()).collect::<Vec<_>>(),"attribution":c.attribution.id(),
   "conditions":{"overdue_days":ext(c.conditions.overdue,"early","long"),"amount_cny":ext(c.conditions.amount,"small","large"),"flags":c.conditions.flags.iter().map(|f|f.id()).collect::<Vec<_>>(),"only":if c.conditions.only{Some(true)}else{None}},
   "quantity":if q.is_empty(){serde_json::Value::Null}else{serde_json::Value::Array(q)},"evidence":{"quote":c.evidence.quote},"trace":{"mention":c.trace.mention,"cues":c.trace.cues}})
}
