//! The index folder: what is there stays there until the new index is whole, and nothing foreign is touched.

use std::fs;
use std::path::Path;
use std::process::Command;

use duizhi::claim::Stance;
use duizhi::index::error::IndexError;
use duizhi::index::read::Index;
use duizhi::index::write::{Effort, IndexWriter};

use crate::index::{WORDS, build, origin};
use crate::wire::{article, claim};

/// Builds an index of one claim whose sentence is `sentence`.
fn build_one(dir: &Path, sentence: &str) {
    let article = article("a.txt", "", sentence);
    let claim = claim(&article, sentence, "visit.home", Stance::Never);
    build(dir, &[(article, vec![claim])]);
}

/// The sentence of an index of one claim.
fn sentence(dir: &Path) -> String {
    let index = Index::open(dir).unwrap();
    let claims: Vec<_> = index.all_claims().unwrap().map(Result::unwrap).collect();
    assert_eq!(claims.len(), 1);
    claims[0].evidence.quote.clone()
}

fn names(dir: &Path) -> Vec<String> {
    let names = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.filter(|name| !name.starts_with('.')).collect();
    names.sort();
    names
}

fn create(dir: &Path) -> Result<IndexWriter, IndexError> {
    IndexWriter::create(dir, WORDS.clone(), origin(), Effort::default())
}

#[test]
fn a_new_index_takes_the_place_of_the_old_and_hidden_files_stay() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join(".gitignore"), "*\n").unwrap();
    build_one(dir.path(), "不会上门。");
    let open = Index::open(dir.path()).unwrap();
    build_one(dir.path(), "会上门。");
    assert_eq!(sentence(dir.path()), "会上门。");
    assert_eq!(names(dir.path()), ["CURRENT", "data-2"]);
    assert_eq!(fs::read_to_string(dir.path().join(".gitignore")).unwrap(), "*\n");
    let before = open.all_claims().unwrap().next().unwrap().unwrap();
    assert_eq!(before.evidence.quote, "不会上门。", "an open index stays what it was");
}

#[test]
fn a_build_that_is_given_up_leaves_no_trace() {
    let dir = tempfile::tempdir().unwrap();
    build_one(dir.path(), "不会上门。");
    let writer = create(dir.path()).unwrap();
    writer.add(&article("b", "", "会上门。"), &[]).unwrap();
    drop(writer);
    assert_eq!(names(dir.path()), ["CURRENT", "data-1"]);
    assert_eq!(sentence(dir.path()), "不会上门。");
}

/// Not a test of its own: the process that [`a_build_that_is_killed_leaves_the_former_index`] starts, which dies.
#[test]
#[ignore = "run by another test"]
fn dies_while_building() {
    let Some(dir) = std::env::var_os("DUIZHI_TEST_DIES_IN") else {
        return;
    };
    let writer = create(Path::new(&dir)).unwrap();
    writer.add(&article("b", "", "会上门。"), &[]).unwrap();
    std::process::abort();
}

#[test]
fn a_build_that_is_killed_leaves_the_former_index() {
    let dir = tempfile::tempdir().unwrap();
    build_one(dir.path(), "不会上门。");
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "index_folder::dies_while_building", "--ignored"])
        .env("DUIZHI_TEST_DIES_IN", dir.path())
        .output()
        .unwrap();
    assert!(!child.status.success());
    assert_eq!(names(dir.path()), ["CURRENT", "data-1", "data-2"], "it got as far as its own folder");
    assert_eq!(sentence(dir.path()), "不会上门。");
    build_one(dir.path(), "会上门。");
    assert_eq!(names(dir.path()), ["CURRENT", "data-2"], "the next build has cleaned up");
    assert_eq!(sentence(dir.path()), "会上门。");
}

#[test]
fn killed_between_any_two_steps_of_the_swap() {
    let dir = tempfile::tempdir().unwrap();
    let other = tempfile::tempdir().unwrap();
    build_one(dir.path(), "不会上门。");
    build_one(other.path(), "会上门。");
    let at = |name: &str| dir.path().join(name);
    // The new data folder is whole, nothing names it yet.
    fs::rename(other.path().join("data-1"), at("data-2")).unwrap();
    assert_eq!(sentence(dir.path()), "不会上门。");
    // The file that will name it is half written, then whole.
    for text in ["", "duizhi in", "duizhi index\ndata-2\n"] {
        fs::write(at("CURRENT.new"), text).unwrap();
        assert_eq!(sentence(dir.path()), "不会上门。");
    }
    // Renamed; the former data folder is still there.
    fs::rename(at("CURRENT.new"), at("CURRENT")).unwrap();
    assert_eq!(sentence(dir.path()), "会上门。");
    // The next build finds all of this in order.
    build_one(dir.path(), "可能上门。");
    assert_eq!(sentence(dir.path()), "可能上门。");
    assert_eq!(names(dir.path()), ["CURRENT", "data-3"]);
}

#[test]
fn killed_before_the_first_index_was_whole() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("data-1")).unwrap();
    fs::create_dir(dir.path().join("data-2")).unwrap();
    fs::write(dir.path().join("data-2/DUIZHI"), "this folder").unwrap();
    fs::write(dir.path().join("CURRENT.new"), "duizhi index\ndata-2\n").unwrap();
    assert!(matches!(Index::open(dir.path()), Err(IndexError::Missing { .. })));
    build_one(dir.path(), "不会上门。");
    assert_eq!(sentence(dir.path()), "不会上门。");
    assert_eq!(names(dir.path()), ["CURRENT", "data-1"]);
}

#[test]
fn foreign_folders_are_refused_and_left_alone() {
    for name in ["photo.jpg", "CURRENT", "data-1/notes.txt"] {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, "MANIFEST-000001\n").unwrap();
        for error in [create(dir.path()).unwrap_err(), Index::open(dir.path()).unwrap_err()] {
            let found = name.split('/').next().unwrap();
            let message = error.to_string();
            assert!(message.contains(&format!("holds {found:?} and is no duizhi index")), "{message}");
            assert!(message.contains("duizhi build --index"), "{message}");
        }
        assert_eq!(fs::read_to_string(&file).unwrap(), "MANIFEST-000001\n");
    }
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "x").unwrap();
    assert!(create(&file).is_err());
    assert!(matches!(Index::open(&file), Err(IndexError::Foreign { .. })));
    assert_eq!(fs::read_to_string(&file).unwrap(), "x");
}

#[test]
fn foreign_files_in_an_index_survive_a_build() {
    let dir = tempfile::tempdir().unwrap();
    build_one(dir.path(), "不会上门。");
    fs::write(dir.path().join("notes.txt"), "mine").unwrap();
    fs::create_dir(dir.path().join("data-7")).unwrap();
    fs::write(dir.path().join("data-7/numbers.csv"), "mine").unwrap();
    build_one(dir.path(), "会上门。");
    assert_eq!(names(dir.path()), ["CURRENT", "data-7", "data-8", "notes.txt"]);
    assert_eq!(fs::read_to_string(dir.path().join("data-7/numbers.csv")).unwrap(), "mine");
}

#[test]
fn no_index_says_how_to_make_one() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("in\u{1b}dex");
    let message = Index::open(&folder).unwrap_err().to_string();
    let shown = folder.to_string_lossy().replace('\u{1b}', "\u{FFFD}");
    assert_eq!(message, format!("no index in {shown}: make one with `duizhi build --index {shown}`"));
    assert!(!folder.exists(), "looking makes nothing");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join(".gitignore"), "*").unwrap();
    assert!(matches!(Index::open(&folder), Err(IndexError::Missing { .. })));
}

#[test]
fn another_format_is_refused_by_number() {
    let dir = tempfile::tempdir().unwrap();
    build_one(dir.path(), "不会上门。");
    let manifest = dir.path().join("data-1/manifest.json");
    fs::write(&manifest, r#"{"format": 99, "something": "new"}"#).unwrap();
    let message = Index::open(dir.path()).unwrap_err().to_string();
    assert!(message.contains("has format 99, this duizhi reads format 1: rebuild it with `duizhi build"), "{message}");
    build_one(dir.path(), "会上门。");
    assert_eq!(sentence(dir.path()), "会上门。");
}

#[test]
fn damage_is_told_and_a_build_mends_it() {
    let dir = tempfile::tempdir().unwrap();
    type Damage = fn(&Path);
    let damages: [Damage; 4] = [
        |data| fs::write(data.join("manifest.json"), "{").unwrap(),
        |data| fs::remove_file(data.join("manifest.json")).unwrap(),
        |data| fs::remove_file(data.join("meta.json")).unwrap(),
        |data| fs::write(data.join("../CURRENT"), "duizhi index\n../../etc\n").unwrap(),
    ];
    for damage in damages {
        build_one(dir.path(), "不会上门。");
        let data = names(dir.path()).into_iter().find(|name| name.starts_with("data-")).unwrap();
        damage(&dir.path().join(data));
        let error = Index::open(dir.path()).unwrap_err();
        let message = error.to_string();
        assert!(message.contains("rebuild it with `duizhi build"), "{message}");
    }
    build_one(dir.path(), "会上门。");
    assert_eq!(sentence(dir.path()), "会上门。");
}

#[test]
fn two_builds_do_not_meet() {
    let dir = tempfile::tempdir().unwrap();
    let first = create(dir.path()).unwrap();
    let message = create(dir.path()).unwrap_err().to_string();
    assert!(message.starts_with("another `duizhi build` is writing to "), "{message}");
    drop(first);
    build_one(dir.path(), "不会上门。");
    assert_eq!(sentence(dir.path()), "不会上门。");
}

#[test]
fn a_file_cut_short_is_an_error_and_no_panic() {
    let dir = tempfile::tempdir().unwrap();
    build_one(dir.path(), "不会上门。");
    let data = dir.path().join("data-1");
    let segment = names(&data).into_iter().filter(|name| name.contains('.') && name != "manifest.json");
    for name in segment {
        let path = data.join(&name);
        let whole = fs::read(&path).unwrap();
        fs::write(&path, &whole[..whole.len() / 2]).unwrap();
        let read = Index::open(dir.path()).and_then(|index| index.all_claims()?.collect::<Result<Vec<_>, _>>());
        assert!(read.is_err(), "{name}");
        fs::write(&path, whole).unwrap();
    }
    assert_eq!(sentence(dir.path()), "不会上门。");
}
