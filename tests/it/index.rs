//! What goes into the index comes out again, by id and from beginning to end.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use duizhi::article::*;
use duizhi::claim::*;
use duizhi::index::error::IndexError;
use duizhi::index::ids::Id;
use duizhi::index::manifest::{Manifest, Origin};
use duizhi::index::query::{ClaimQuery, TextQuery};
use duizhi::index::read::Index;
use duizhi::index::words::Words;
use duizhi::index::write::{Added, Effort, IndexWriter};
use duizhi::notice::{Notice, NoticeKind};
use jiff::civil::date;

use crate::wire::{article, claim};

pub(crate) static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut jieba = jieba_rs::Jieba::new();
    for word in ["借呗", "花呗", "户籍地", "被执行人", "失信被执行人"] {
        jieba.add_word(word, Some(100_000), None);
    }
    Words::new(Arc::new(jieba))
});

pub(crate) fn origin() -> Origin {
    Origin { lexicon: "test".into(), as_of: date(2026, 11, 22) }
}

pub(crate) fn build(dir: &Path, articles: &[(Article, Vec<Claim>)]) -> Manifest {
    let writer = IndexWriter::create(dir, WORDS.clone(), origin(), Effort::default()).unwrap();
    for (article, claims) in articles {
        assert_eq!(writer.add(article, claims).unwrap(), Added::New);
    }
    writer.finish().unwrap()
}

pub(crate) fn text(query: &str) -> TextQuery {
    TextQuery::parse(query, &WORDS)
}

pub(crate) fn quotes(index: &Index, query: &ClaimQuery) -> Vec<String> {
    let hits = index.search_claims(query, 100, 0).unwrap();
    assert_eq!(hits.total, hits.hits.len());
    hits.hits.into_iter().map(|hit| hit.claim.evidence.quote).collect()
}

fn with_heading(mut article: Article, heading: &str) -> Article {
    let start = article.text.find(heading).unwrap();
    let span = Span::new(&article.text, start, start + heading.len()).unwrap();
    article.blocks.push(Block { kind: BlockKind::Heading(1), span });
    article
}

/// Two articles with claims that differ in every attribute.
pub(crate) fn sample() -> Vec<(Article, Vec<Claim>)> {
    let old = "借呗不会上门催收。\n一、被执行人\n失信被执行人会被限制。\n短信，上门都有可能。";
    let mut old = with_heading(article("b/old.txt", "借呗逾期后果", old), "一、被执行人");
    old.published = Some(date(2019, 3, 1));
    let never = claim(&old, "借呗不会上门催收。", "visit.home", Stance::Never);
    let mut limited = claim(&old, "失信被执行人会被限制。", "legal.dishonest", Stance::Certain);
    limited.attribution = Attribution::Law;
    limited.actor = Some(Actor::Court);
    limited.evidence.section = Some("一、被执行人".into());
    limited.conditions.flags = [Flag::Judgment, Flag::Unsettled].into();
    limited.conditions.only = true;
    let mut maybe = claim(&old, "短信，上门都有可能。", "visit.hukou", Stance::Possible);
    maybe.products = vec![Product::Huabei, Product::Jiebei];
    maybe.conditions.overdue = Some(Extent::Range(Range { min_incl: false, ..Range::closed(Some(90), Some(180)) }));
    maybe.conditions.amount = Some(Extent::High);

    let mut new = article("a/new.html", "花呗上门吗", "花呗金额大会走访。走访之前，先打电话。");
    new.published = Some(date(2024, 4, 2));
    let mut visit = claim(&new, "花呗金额大会走访。", "visit.home", Stance::Certain);
    visit.products = vec![Product::Huabei];
    visit.conditions.overdue = Some(Extent::High);
    visit.conditions.amount = Some(Extent::Range(Range::at_least(50_000)));
    let mut phone = claim(&new, "走访之前，先打电话。", "contact.phone", Stance::Generally);
    phone.products = vec![Product::Huabei];
    phone.quantities.push(Quantity {
        role: Role::Frequency,
        min: None,
        max: Some(3.0),
        unit: Unit::PerDay,
        forever: false,
        none: false,
        text: "3次".into(),
    });
    vec![(old, vec![never, limited, maybe]), (new, vec![visit, phone])]
}

#[test]
fn everything_comes_back_as_it_went_in() {
    let dir = tempfile::tempdir().unwrap();
    let mut sample = sample();
    let article = &mut sample[0].0;
    article.url = Some("https://example.com/\u{1}?a=\"b\"".into());
    article.site = Some("示例".into());
    article.author = Some("某人".into());
    article.disclaimers = vec!["纯属虚构".into()];
    article.fictional = true;
    article.confidence = 0.3;
    article.provenance = vec![("published", "json-ld"), ("title", "h1")];
    article.notices = vec![Notice::new(NoticeKind::LowConfidence, "b/old.txt", "main text is uncertain")];
    let manifest = build(dir.path(), &sample);
    let index = Index::open(dir.path()).unwrap();
    assert_eq!(index.manifest(), &manifest);
    let back: Vec<_> = index.articles().unwrap().map(Result::unwrap).map(|s| (s.article, s.claims)).collect();
    let mut expected = sample.clone();
    expected.sort_by(|a, b| a.0.path.cmp(&b.0.path));
    assert_eq!(back, expected);
    let claims: Vec<_> = index.all_claims().unwrap().map(Result::unwrap).collect();
    assert_eq!(claims, expected.iter().flat_map(|(_, claims)| claims.clone()).collect::<Vec<_>>());
    for (article, claims) in &sample {
        assert_eq!(index.article(article.id).unwrap().as_ref(), Some(article));
        assert_eq!(&index.sourced(article.id).unwrap().unwrap().claims, claims);
        for claim in claims {
            assert_eq!(index.claim(claim.id).unwrap(), Some((claim.clone(), article.clone())));
        }
    }
    assert_eq!(index.article(ArticleId(1)).unwrap(), None);
    assert_eq!(index.claim(ClaimId(1)).unwrap(), None);
    assert_eq!((manifest.articles, manifest.claims, manifest.fictional), (2, 5, 1));
    assert_eq!(manifest.propositions["visit.home"], 2);
    assert_eq!(manifest.products["huabei"], 3);
    assert_eq!(manifest.notices["low_confidence"], 1);
}

#[test]
fn ids_may_be_cut_short_while_they_are_clear() {
    let dir = tempfile::tempdir().unwrap();
    let mut sample = sample();
    for (number, claim) in sample[0].1.iter_mut().enumerate() {
        claim.id = ClaimId(0xabcd_0000_0000_0000 + ((number as u64) << 40));
    }
    sample[1].0.id = ArticleId(0xabce_0000_0000_0000);
    build(dir.path(), &sample);
    let index = Index::open(dir.path()).unwrap();
    assert_eq!(index.lookup("abcd01").unwrap(), Some(Id::Claim(ClaimId(0xabcd_0100_0000_0000))));
    assert_eq!(index.lookup("ABCE").unwrap(), Some(Id::Article(ArticleId(0xabce_0000_0000_0000))));
    assert_eq!(index.lookup("0000000000000000").unwrap(), None);
    let message = index.lookup("abcd").unwrap_err().to_string();
    assert_eq!(message, "abcd begins several ids: abcd000000000000, abcd010000000000, abcd020000000000");
    for wrong in ["abc", "", "xyz0", "abcd\u{1b}[0m", "00000000000000000", "上门"] {
        assert!(matches!(index.lookup(wrong), Err(IndexError::NoId { .. })), "{wrong}");
    }
}

#[test]
fn notices_are_kept_and_counted_and_a_second_article_of_one_address_is_one() {
    let dir = tempfile::tempdir().unwrap();
    let writer = IndexWriter::create(dir.path(), WORDS.clone(), origin(), Effort::default()).unwrap();
    let skipped = Notice::new(NoticeKind::Skipped, "z.png", "an image holds no text");
    writer.notice(&skipped).unwrap();
    let (article, claims) = sample().remove(0);
    assert_eq!(writer.add(&article, &claims).unwrap(), Added::New);
    assert_eq!(writer.add(&article, &claims).unwrap(), Added::Duplicate);
    let manifest = writer.finish().unwrap();
    assert_eq!((manifest.articles, manifest.claims, manifest.notices["skipped"]), (1, 3, 2));
    let notices = Index::open(dir.path()).unwrap().notices().unwrap();
    assert_eq!(notices.len(), 2);
    assert_eq!(notices[1], skipped);
    assert!(notices[0].message.starts_with("left out: it has the same address"), "{}", notices[0]);
}

#[test]
fn an_empty_index_is_an_index() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(build(dir.path(), &[]).claims, 0);
    let index = Index::open(dir.path()).unwrap();
    assert_eq!(quotes(&index, &ClaimQuery { text: text("上门"), ..ClaimQuery::default() }), [""; 0]);
    assert_eq!(index.all_claims().unwrap().count(), 0);
    assert_eq!(index.lookup("abcd").unwrap(), None);
}

#[test]
fn hidden_characters_do_no_harm_anywhere() {
    let dir = tempfile::tempdir().unwrap();
    let text_with = "借\u{200b}呗\u{1f}不会\u{1e}上\u{0}门。\u{1b}[31m";
    let article = article("a\u{1}\n.txt", "\u{1f}标\u{1e}题", text_with);
    let claim = claim(&article, "借\u{200b}呗\u{1f}不会\u{1e}上\u{0}门。", "visit.home", Stance::Never);
    build(dir.path(), &[(article.clone(), vec![claim.clone()])]);
    let index = Index::open(dir.path()).unwrap();
    let query = ClaimQuery { text: text("\"不会上门\" 借呗\u{200b} 标题"), ..ClaimQuery::default() };
    let hits = index.search_claims(&query, 9, 0).unwrap().hits;
    assert_eq!(hits[0].claim, claim);
    assert_eq!(*hits[0].article, article);
    assert_eq!(hits[0].matched, [0..3, 4..6, 7..10]);
}
