//! Words, phrases and filters find what they should, always in the same order.

use duizhi::article::Article;
use duizhi::claim::*;
use duizhi::index::query::{ArticleQuery, ClaimQuery, Fit};
use duizhi::index::read::Index;
use duizhi::index::write::{Added, Effort, IndexWriter};
use duizhi::wire::claim::records;
use jiff::civil::date;

use crate::index::{WORDS, build, origin, quotes, sample, text};
use crate::wire::{article, claim};

#[test]
fn words_phrases_and_context() {
    let dir = tempfile::tempdir().unwrap();
    build(dir.path(), &sample());
    let index = Index::open(dir.path()).unwrap();
    let never = "借呗不会上门催收。";
    let limited = "失信被执行人会被限制。";
    let maybe = "短信，上门都有可能。";
    for (query, expected) in [
        // Words are joined by AND; the second claim has 借呗 from its article's title.
        ("上门 借呗", vec![never, maybe]),
        ("借呗上门", vec![never, maybe]),
        ("上门　不会", vec![never]),
        // A title alone is no hit.
        ("后果", vec![]),
        ("吗 走访", vec!["花呗金额大会走访。", "走访之前，先打电话。"]),
        ("花呗 走访", vec!["花呗金额大会走访。", "走访之前，先打电话。"]),
        ("上门 走访 花呗", vec!["花呗金额大会走访。", "走访之前，先打电话。"]),
        // Phrases follow the words as they stand, and end at punctuation.
        ("\"不会上门\"", vec![never]),
        ("“上门不会”", vec![]),
        ("\"短信上门\"", vec![]),
        ("「短信，上门」", vec![maybe]),
        ("\"不会 上门\"催收", vec![never]),
        // Shorter words within a long one; the heading counts as context.
        ("被执行人", vec![limited]),
        ("失信", vec![limited]),
        ("限制 一", vec![limited]),
        ("被执行人 催收", vec![]),
        // Not found, or nothing to find.
        ("飞机", vec![]),
        ("！？", vec![]),
        ("\"", vec![]),
        ("\"不会上门", vec![never]),
    ] {
        let query = ClaimQuery { text: text(query), ..ClaimQuery::default() };
        let mut found = quotes(&index, &query);
        let mut expected: Vec<_> = expected.into_iter().map(str::to_owned).collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{query:?}");
    }
    assert_eq!(quotes(&index, &ClaimQuery { text: text("  "), ..ClaimQuery::default() }).len(), 5);
}

#[test]
fn evidence_ranks_before_title_and_matches_are_marked() {
    let dir = tempfile::tempdir().unwrap();
    build(dir.path(), &sample());
    let index = Index::open(dir.path()).unwrap();
    let query = ClaimQuery { text: text("上门 借呗"), ..ClaimQuery::default() };
    let hits = index.search_claims(&query, 10, 0).unwrap().hits;
    let marked: Vec<Vec<String>> = hits
        .iter()
        .map(|hit| {
            let chars: Vec<char> = hit.claim.evidence.quote.chars().collect();
            hit.matched.iter().map(|range| chars[range.clone()].iter().collect()).collect()
        })
        .collect();
    assert_eq!(marked, [vec!["借呗", "上门"], vec!["上门"]]);
    assert!(hits[0].score > hits[1].score);
    assert_eq!(hits[0].record(), records(&hits[0].article, std::slice::from_ref(&hits[0].claim)).next().unwrap());

    let second = index.search_claims(&query, 1, 1).unwrap();
    assert_eq!((second.total, second.hits), (2, vec![hits[1].clone()]));
}

#[test]
fn filters() {
    let dir = tempfile::tempdir().unwrap();
    let sample = sample();
    build(dir.path(), &sample);
    let index = Index::open(dir.path()).unwrap();
    let all = ["花呗金额", "走访之前", "借呗不会", "失信被执", "短信，上"];
    let [visit, phone, never, limited, maybe] = all;
    let query = ClaimQuery::default;
    let cases: Vec<(&str, ClaimQuery, Vec<&str>)> = vec![
        ("everything, in order of path and place", query(), all.to_vec()),
        ("a proposition", ClaimQuery { propositions: vec!["visit.home".into()], ..query() }, vec![visit, never]),
        ("a group", ClaimQuery { propositions: vec!["visit".into()], ..query() }, vec![visit, never, maybe]),
        (
            "a group with a star",
            ClaimQuery { propositions: vec!["visit.*".into()], ..query() },
            vec![visit, never, maybe],
        ),
        (
            "either of two",
            ClaimQuery { propositions: vec!["legal".into(), "contact.phone".into()], ..query() },
            vec![phone, limited],
        ),
        ("no such", ClaimQuery { propositions: vec!["visit.".into()], ..query() }, vec![]),
        ("a product", ClaimQuery { products: vec![Product::Huabei], ..query() }, vec![visit, phone, maybe]),
        ("a stance", ClaimQuery { stances: vec![Stance::Never, Stance::Possible], ..query() }, vec![never, maybe]),
        ("an attribution", ClaimQuery { attributions: vec![Attribution::Law], ..query() }, vec![limited]),
        ("an actor", ClaimQuery { actors: vec![Actor::Court], ..query() }, vec![limited]),
        ("a role", ClaimQuery { roles: vec![Role::Frequency], ..query() }, vec![phone]),
        ("flags", ClaimQuery { flags: vec![Flag::Judgment, Flag::Unsettled], ..query() }, vec![limited]),
        ("flags, one missing", ClaimQuery { flags: vec![Flag::Judgment, Flag::Severe], ..query() }, vec![]),
        ("only", ClaimQuery { only: true, ..query() }, vec![limited]),
        (
            "more than 90 days leave 90 out",
            ClaimQuery { overdue: Some(90), ..query() },
            vec![visit, phone, never, limited],
        ),
        ("and take 91 in", ClaimQuery { overdue: Some(91), ..query() }, all.to_vec()),
        ("up to 180", ClaimQuery { overdue: Some(181), ..query() }, vec![visit, phone, never, limited]),
        ("too small an amount", ClaimQuery { amount: Some(49_999), ..query() }, vec![phone, never, limited, maybe]),
        ("an amount beyond all", ClaimQuery { amount: Some(i64::MAX), ..query() }, all.to_vec()),
        ("since", ClaimQuery { since: Some(date(2019, 3, 2)), ..query() }, vec![visit, phone]),
        ("until", ClaimQuery { until: Some(date(2019, 3, 1)), ..query() }, vec![never, limited, maybe]),
        ("an article", ClaimQuery { article: Some(sample[1].0.id), ..query() }, vec![visit, phone]),
        (
            "words and filters",
            ClaimQuery {
                text: text("上门"), stances: vec![Stance::Never], products: vec![Product::Jiebei], ..query()
            },
            vec![never],
        ),
    ];
    for (name, query, expected) in cases {
        let found: Vec<String> = quotes(&index, &query).iter().map(|quote| quote.chars().take(4).collect()).collect();
        assert_eq!(found, expected, "{name}");
    }
    let query = ClaimQuery { overdue: Some(100), amount: Some(60_000), ..query() };
    let fits: Vec<_> =
        index.search_claims(&query, 9, 0).unwrap().hits.iter().map(|hit| (hit.overdue, hit.amount)).collect();
    let [stated, vague, free] = [Some(Fit::Stated), Some(Fit::Vague), Some(Fit::Unconditional)];
    assert_eq!(fits, [(vague, stated), (free, free), (free, free), (free, free), (stated, vague)]);
}

#[test]
fn articles_are_found_by_title_and_text() {
    let dir = tempfile::tempdir().unwrap();
    build(dir.path(), &sample());
    let index = Index::open(dir.path()).unwrap();
    let paths = |query: ArticleQuery| -> Vec<String> {
        index.search_articles(&query, 9, 0).unwrap().hits.iter().map(|hit| hit.article.path.clone()).collect()
    };
    let query = |query: &str| ArticleQuery { text: text(query), ..ArticleQuery::default() };
    assert_eq!(paths(query("")), ["a/new.html", "b/old.txt"]);
    // Once in the title counts for more than twice in the text.
    assert_eq!(paths(query("上门")), ["a/new.html", "b/old.txt"]);
    assert_eq!(paths(query("借呗 上门")), ["b/old.txt"]);
    assert_eq!(paths(query("花呗 电话")), ["a/new.html"]);
    assert_eq!(paths(query("\"后果借呗\"")), [""; 0], "a phrase does not reach from the title into the text");
    assert_eq!(paths(ArticleQuery { since: Some(date(2020, 1, 1)), ..query("上门") }), ["a/new.html"]);
    let hit = index.search_articles(&query("走访"), 1, 0).unwrap().hits.remove(0);
    assert_eq!(hit.matched, [6..8, 9..11]);
}

/// `number` articles of sentences drawn from a few words, with a claim for every second sentence.
fn generated(number: usize) -> Vec<(Article, Vec<Claim>)> {
    let vocabulary = ["借呗", "花呗", "上门", "短信", "电话", "律师", "起诉", "逾期"];
    let mut state = 7u64;
    let mut draw = |most: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % most
    };
    let mut articles = Vec::new();
    for place in 0..number {
        let sentences: Vec<String> = (0..1 + draw(6))
            .map(|sentence| {
                (0..1 + draw(4)).map(|_| vocabulary[draw(8)]).collect::<String>() + &format!("{place}_{sentence}。")
            })
            .collect();
        // Paths in another order than that of arrival.
        let path = format!("{:04}.txt", (place * 7919) % 10_000);
        let article = article(&path, vocabulary[draw(8)], &sentences.concat());
        let claims = sentences.iter().step_by(2);
        let claims = claims.map(|s| claim(&article, s, "visit.home", Stance::ALL[draw(11)])).collect();
        articles.push((article, claims));
    }
    articles
}

#[test]
fn search_agrees_with_reading_everything_and_does_not_depend_on_threads_or_order() {
    let articles = generated(600);
    let folders: Vec<_> = (0..3).map(|_| tempfile::tempdir().unwrap()).collect();
    build(folders[0].path(), &articles);
    // One thread, the other way round; and two threads fed by rayon, over a budget that always runs out.
    let small = Effort { threads: 1, memory: 0, waiting: 0 };
    let writer = IndexWriter::create(folders[1].path(), WORDS.clone(), origin(), small).unwrap();
    articles.iter().rev().for_each(|(article, claims)| assert_eq!(writer.add(article, claims).unwrap(), Added::New));
    writer.finish().unwrap();
    let effort = Effort { threads: 2, memory: 0, waiting: 20_000 };
    let writer = IndexWriter::create(folders[2].path(), WORDS.clone(), origin(), effort).unwrap();
    rayon::scope(|scope| {
        for part in articles.chunks(50) {
            let writer = &writer;
            scope.spawn(move |_| {
                part.iter().for_each(|(article, claims)| assert_eq!(writer.add(article, claims).unwrap(), Added::New))
            });
        }
    });
    writer.finish().unwrap();

    let manifests: Vec<_> =
        folders.iter().map(|folder| std::fs::read(folder.path().join("data-1/manifest.json")).unwrap()).collect();
    assert!(manifests[0] == manifests[1] && manifests[0] == manifests[2]);
    let indexes: Vec<_> = folders.iter().map(|folder| Index::open(folder.path()).unwrap()).collect();
    let all: Vec<_> = indexes[0].all_claims().unwrap().map(Result::unwrap).collect();
    for other in &indexes[1..] {
        assert!(other.all_claims().unwrap().map(Result::unwrap).eq(all.iter().cloned()));
    }
    for words in [vec!["上门"], vec!["借呗", "上门"], vec!["短信", "电话", "律师"]] {
        let mut expected = Vec::new();
        for (article, claims) in &articles {
            let has = |claim: &Claim, word: &str| claim.evidence.quote.contains(word) || article.title == word;
            let hit = |claim: &&Claim| {
                words.iter().all(|word| has(claim, word)) && words.iter().any(|w| claim.evidence.quote.contains(w))
            };
            expected.extend(claims.iter().filter(hit).map(|claim| claim.id));
        }
        expected.sort();
        assert!(!expected.is_empty());
        let query = ClaimQuery { text: text(&words.join(" ")), ..ClaimQuery::default() };
        let hits = indexes[0].search_claims(&query, 10_000, 0).unwrap();
        let mut found: Vec<_> = hits.hits.iter().map(|hit| hit.claim.id).collect();
        found.sort();
        assert_eq!(found, expected);
        for other in &indexes[1..] {
            assert_eq!(other.search_claims(&query, 10_000, 0).unwrap(), hits);
        }
        // A page is a piece of the whole.
        let page = indexes[2].search_claims(&query, 7, 5).unwrap();
        assert_eq!(page.hits, hits.hits[5..(12).min(hits.total)]);
    }
    let phrase = ClaimQuery { text: text("\"上门短信\""), ..ClaimQuery::default() };
    let expected = all.iter().filter(|claim| claim.evidence.quote.contains("上门短信")).count();
    assert_eq!(quotes(&indexes[0], &phrase).len(), expected);
    assert!(expected > 0);
}
