//! The whole build over a generated corpus beside its floor: `cargo bench --bench whole`.
//!
//! The floor is what no build can do without: every file read, its text cut into words once, the lexicon's automaton
//! run over it, and the same documents written by the same engine. The build does more: it cleans, finds sentences,
//! reads claims, finds copies and contradictions. The ratio floor / build says how much of the time is not ours.
//!
//! `DUIZHI_BENCH_ARTICLES` (5000) and `DUIZHI_BENCH_ROUNDS` (3) make it smaller or steadier. The corpus is made from
//! the sentences of `tests/gold/dev`, shuffled and with other numbers, always the same for one number of articles.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints its result and may stop")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use duizhi::analyze::{self, Reading, Testimony, confront};
use duizhi::corpus::columns::Columns;
use duizhi::corpus::folder;
use duizhi::index::manifest::Origin;
use duizhi::index::words::Words;
use duizhi::index::write::{Effort, IndexWriter};
use duizhi::lexicon::Lexicon;
use duizhi::segment;
use jiff::civil::{Date, date};
use rayon::iter::{IntoParallelRefIterator, ParallelBridge, ParallelIterator};

const TODAY: Date = date(2026, 1, 1);
/// A fast wrong answer must fail: the pool has more claims than this for every article's length.
const CLAIMS_AN_ARTICLE: usize = 10;
/// Characters of an article, about those of real pages.
const LENGTH: usize = 2000;
/// One article in so many is a near copy of the one before.
const COPIES: usize = 10;

fn main() {
    let number = |name: &str, or: usize| std::env::var(name).ok().map_or(or, |text| text.parse().unwrap());
    let articles = number("DUIZHI_BENCH_ARTICLES", 5000);
    let rounds = number("DUIZHI_BENCH_ROUNDS", 3);
    if cfg!(debug_assertions) {
        println!("not optimised: the figures mean nothing");
    }

    let room = tempfile::tempdir().unwrap();
    let corpus = room.path().join("corpus");
    let bytes = generate(&corpus, articles);
    let megabytes = bytes as f64 / 1e6;
    println!("{articles} articles, {megabytes:.1} MB, {} threads", rayon::current_num_threads());

    // Both have their dictionaries beforehand: starting up is a matter of its own.
    let lexicon = Lexicon::embedded();
    let words = Words::new(segment::dictionary(lexicon.terms()));
    let given = Given { lexicon: &lexicon, words: &words, corpus: &corpus };
    let ready = given.read_all();
    let claims: usize = ready.iter().map(|(_, reading)| reading.claims.len()).sum();
    assert!(claims >= articles * CLAIMS_AN_ARTICLE, "only {claims} claims were found");

    let (mut builds, mut floors) = (Vec::new(), Vec::new());
    for round in 0..rounds {
        let (build, found) = timed(|| given.build(&room.path().join(format!("build-{round}"))));
        let (floor, hits) = timed(|| given.floor(&ready, &room.path().join(format!("floor-{round}"))));
        assert_eq!(found, claims, "a build found other claims than the one before");
        println!("round {}: build {build}, floor {floor}; {found} claims, {hits} hits of the lexicon", round + 1);
        builds.push(build);
        floors.push(floor);
    }
    let (build, floor) = (median(builds), median(floors));
    println!("build: {build}, {:.0} articles/s, {:.1} MB/s", articles as f64 / build.wall, megabytes / build.wall);
    println!("floor: {floor}, {:.0} articles/s", articles as f64 / floor.wall);
    println!(
        "floor / build: {:.2} wall{}",
        floor.wall / build.wall,
        match (floor.cpu, build.cpu) {
            (Some(floor), Some(build)) => format!(", {:.2} processor time", floor / build),
            _ => String::new(),
        }
    );
}

/// What both ways are given.
struct Given<'a> {
    lexicon: &'a Lexicon,
    words: &'a Words,
    corpus: &'a Path,
}

impl Given<'_> {
    /// Every file with what it reads as, for the floor's documents; not timed.
    fn read_all(&self) -> Vec<(PathBuf, Reading)> {
        let entries = folder::list(&[self.corpus.to_owned()]).unwrap().entries;
        let read = |entry: &folder::Entry| {
            let page = folder::read(entry, &Columns::default()).next().unwrap().unwrap();
            (entry.file.clone(), analyze::read(self.lexicon, &page))
        };
        entries.par_iter().map(read).collect()
    }

    fn writer(&self, index: &Path) -> IndexWriter {
        let origin = Origin { lexicon: "bench".to_owned(), as_of: TODAY };
        IndexWriter::create(index, self.words.clone(), origin, Effort::default()).unwrap()
    }

    /// What `duizhi build` does, start to end; the number of claims.
    fn build(&self, index: &Path) -> usize {
        let listing = folder::list(&[self.corpus.to_owned()]).unwrap();
        let writer = self.writer(index);
        let testimonies: Mutex<Vec<Testimony>> = Mutex::default();
        listing.entries.iter().par_bridge().for_each(|entry| {
            let page = folder::read(entry, &Columns::default()).next().unwrap().unwrap();
            let reading = analyze::read(self.lexicon, &page);
            writer.add(&reading.article, &reading.claims).unwrap();
            let testimony = Testimony::of(&reading.article, reading.claims);
            testimonies.lock().unwrap_or_else(PoisonError::into_inner).push(testimony);
        });
        let testimonies = testimonies.into_inner().unwrap();
        let (written, report) = rayon::join(|| writer.finish(), || confront(testimonies, TODAY, &Default::default()));
        written.unwrap();
        assert!(!report.disputes.is_empty());
        report.claims
    }

    /// Reading, one segmentation, one scan, the same documents; the number of hits.
    fn floor(&self, ready: &[(PathBuf, Reading)], index: &Path) -> usize {
        let writer = self.writer(index);
        let hits = ready
            .par_iter()
            .map(|(file, reading)| {
                let text = String::from_utf8(fs::read(file).unwrap()).unwrap();
                let hits = self.lexicon.matcher.scan(&text).hits.len();
                writer.add_cut(&reading.article, &self.words.cut(&reading.article.text), &reading.claims).unwrap();
                hits
            })
            .sum();
        writer.finish().unwrap();
        hits
    }
}

/// Seconds on the clock and, where the system tells, of all processors together.
#[derive(Debug, Clone, Copy)]
struct Cost {
    wall: f64,
    cpu: Option<f64>,
}

impl std::fmt::Display for Cost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.2} s", self.wall)?;
        self.cpu.map_or(Ok(()), |cpu| write!(f, " (processor {cpu:.2} s)"))
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (Cost, T) {
    let (start, before) = (Instant::now(), processor());
    let value = work();
    let cpu = before.zip(processor()).map(|(before, after)| after - before);
    (Cost { wall: start.elapsed().as_secs_f64(), cpu }, value)
}

/// Seconds that this process has spent on processors so far, where the system has a `/proc`.
fn processor() -> Option<f64> {
    /// Clock ticks a second, on every Linux of today.
    const TICKS: f64 = 100.0;
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The name in brackets may hold blanks; user and system time are the 12th and 13th field after it.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / TICKS)
}

fn median(mut costs: Vec<Cost>) -> Cost {
    costs.sort_by(|a, b| a.wall.total_cmp(&b.wall));
    costs[costs.len() / 2]
}

/// Writes the corpus, in folders of a thousand files; its bytes.
fn generate(corpus: &Path, articles: usize) -> usize {
    let (titles, pool) = sentences();
    let mut dice = Dice(0x5eed_cafe_f00d_0001);
    let mut before: Vec<String> = Vec::new();
    let mut bytes = 0;
    for number in 0..articles {
        if number % COPIES == COPIES - 1 {
            let at = dice.below(before.len());
            before[at] = dice.sentence(&pool);
        } else {
            before = article(&mut dice, &titles, &pool);
        }
        let folder = corpus.join(format!("{:02}", number / 1000));
        fs::create_dir_all(&folder).unwrap();
        let text = before.concat();
        bytes += text.len();
        fs::write(folder.join(format!("{number:06}.txt")), text).unwrap();
    }
    bytes
}

fn article(dice: &mut Dice, titles: &[String], pool: &[String]) -> Vec<String> {
    let day = format!("{}-{:02}-{:02}", 2019 + dice.below(7), 1 + dice.below(12), 1 + dice.below(28));
    let title = &titles[dice.below(titles.len())];
    let mut pieces = vec![format!("{title}\n\n发布时间:{day}\n\n")];
    let mut length = 0;
    while length < LENGTH {
        let mut piece = dice.sentence(pool);
        length += piece.chars().count();
        if dice.below(4) == 0 {
            piece.push_str("\n\n");
        }
        pieces.push(piece);
    }
    pieces
}

/// Titles and sentences of the gold articles.
fn sentences() -> (Vec<String>, Vec<String>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold/dev");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "txt"));
    files.sort();
    let (mut titles, mut pool) = (Vec::new(), Vec::new());
    for file in files {
        let text = fs::read_to_string(file).unwrap();
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        titles.extend(lines.next().map(str::to_owned));
        let found = lines.flat_map(|line| line.split_inclusive(['。', '！', '？', '!', '?']));
        pool.extend(found.filter(|sentence| (6..=160).contains(&sentence.chars().count())).map(str::to_owned));
    }
    (titles, pool)
}

/// A small generator of its own: the same corpus on every machine and with every version of every library.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// One of `pool`; about every second number in it becomes another of as many digits.
    fn sentence(&mut self, pool: &[String]) -> String {
        let sentence = &pool[self.below(pool.len())];
        let mut other = false;
        let mut inside = false;
        let mut change = |c: char| {
            if !c.is_ascii_digit() {
                inside = false;
                return c;
            }
            if !inside {
                inside = true;
                other = self.below(2) == 0;
            }
            if other { char::from(b'1' + self.below(9) as u8) } else { c }
        };
        sentence.chars().map(&mut change).collect()
    }
}
