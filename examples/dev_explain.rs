#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used)]
use duizhi::{extract::explain, lexicon::{Lexicon,Row}, segment::Form};
fn main(){ let lex=Lexicon::embedded(); for t in std::env::args().skip(1){ println!("== {t}"); let f=Form::of(&t).text;
 for h in lex.matcher.hits(&f,&lex.entries){ let e=&lex.entries[h.entry]; let k=match &e.row {Row::Cue(c)=>format!("{:?}",c.role),Row::Marker(m)=>format!("{:?}",m.role),_=>String::new()}; print!("{}<{} {}> ",&f[h.start..h.end],e.name,k);} println!();
 for c in duizhi::extract::debug_clauses(&lex,&f) { println!("   {c}"); }
 for s in explain(&lex,&t).steps { println!("  -> {} {}",s.mention,s.outcome); } } }
