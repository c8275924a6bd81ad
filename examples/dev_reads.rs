#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used)]
fn main() {
    let l = duizhi::lexicon::Lexicon::embedded();
    for m in duizhi::examples::misread(&l) {
        let e = &l.entries[m.entry];
        println!("{}\t{}\t{}\t{}\t{}", e.file, e.name, e.example, m.expected, m.actual);
    }
}
