//! The floors of the house: who may import whom, who may touch the world, and that ARCHITECTURE.md tells the truth.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The floors, lowest first. A module imports from floors below its own; the domain types also from one another.
const FLOORS: &[&[&str]] = &[
    &["article", "claim", "dispute", "notice", "page"],
    &["lexicon", "quantity"],
    &["clean", "segment"],
    &["extract", "wire"],
    &["contradict", "voices"],
    &["analyze", "examples", "gold"],
    &["corpus", "index", "report"],
    &["cli"],
];

/// Modules between the domain types and the rim are pure.
const PURE: std::ops::RangeInclusive<usize> = 0..=5;

/// What would make them impure, in the words of the source.
const WORLD: &[&str] =
    &["std::fs", "std::net", "std::env", "std::time", "std::process", "File::open", "stdin()", "Zoned::now", "reqwest"];

/// Files of the pure floors that touch the world all the same, each with its reason.
const EXCEPTIONS: &[(&str, &str)] =
    &[("src/lexicon/load.rs", "a user's own rows are read from a folder, once, before anything else")];

/// Files beside the modules: the front door.
const DOORS: &[&str] = &["lib", "main"];

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

/// Every Rust file under `src` with the top module that it belongs to.
fn sources() -> Vec<(String, PathBuf)> {
    let files = walkdir::WalkDir::new("src").sort_by_file_name().into_iter().map(|entry| entry.unwrap().into_path());
    let rust = files.filter(|path| path.extension().is_some_and(|ending| ending == "rs"));
    rust.map(|path| {
        let first = path.strip_prefix("src").unwrap().iter().next().unwrap().to_str().unwrap();
        (first.trim_end_matches(".rs").to_owned(), path)
    })
    .collect()
}

/// The code of a file without its comments and without its tests, which may reach anywhere.
fn code(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    let code = text.split("#[cfg(test)]").next().unwrap();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// Modules named behind `crate::` in a file, groups such as `crate::{article, claim::Claim}` included.
fn imports(code: &str) -> Vec<String> {
    let mut modules = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let word =
            |text: &str| text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
        match rest.strip_prefix('{') {
            None => modules.push(word(rest)),
            Some(group) => {
                let mut depth = 0;
                let mut start = true;
                for (i, c) in group.char_indices() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => start = true,
                        c if start && !c.is_whitespace() => {
                            modules.push(word(&group[i..]));
                            start = false;
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    modules
}

#[test]
fn every_module_stands_on_a_floor() {
    let unplaced: Vec<String> = sources()
        .into_iter()
        .map(|(module, _)| module)
        .filter(|module| !DOORS.contains(&module.as_str()) && floor(module).is_none())
        .collect();
    assert!(unplaced.is_empty(), "give {unplaced:?} a floor in tests/it/architecture.rs");
    for module in FLOORS.iter().copied().flatten() {
        assert!(sources().iter().any(|(name, _)| name == module), "there is no module {module} any more");
    }
}

#[test]
fn nothing_imports_upwards() {
    let mut wrong = Vec::new();
    for (module, path) in sources().iter().filter(|(module, _)| !DOORS.contains(&module.as_str())) {
        for import in imports(&code(path)) {
            let (Some(own), Some(other)) = (floor(module), floor(&import)) else { continue };
            let allowed = import == *module || other < own || (own == 0 && other == 0);
            if !allowed {
                wrong.push(format!("{}: {module} (floor {own}) imports {import} (floor {other})", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_middle_is_pure() {
    let mut wrong = Vec::new();
    for (module, path) in sources() {
        let excepted = EXCEPTIONS.iter().any(|(file, _)| Path::new(file) == path);
        if excepted || !floor(&module).is_some_and(|floor| PURE.contains(&floor)) {
            continue;
        }
        let code = code(&path);
        let touched = WORLD.iter().filter(|world| code.contains(*world));
        wrong.extend(touched.map(|world| format!("{}: {world}", path.display())));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    for (file, _) in EXCEPTIONS {
        assert!(WORLD.iter().any(|world| code(Path::new(file)).contains(world)), "{file} is no exception any more");
    }
}

#[test]
fn imports_are_found_in_lines_and_groups() {
    assert_eq!(imports("use crate::claim::Claim;\nlet x = crate::clean::clean(page);"), ["claim", "clean"]);
    assert_eq!(imports("use crate::{article::{A, B}, claim, page::Page};"), ["article", "claim", "page"]);
}

/// The words between backquotes that are paths of this house.
fn named_paths(text: &str) -> BTreeMap<String, usize> {
    let tops = ["src/", "tests/", "docs/", "benches/", "corpus/", "index/", "examples/", ".ci/"];
    let lines = text.lines().enumerate();
    lines
        .flat_map(|(number, line)| line.split('`').skip(1).step_by(2).map(move |word| (word.to_owned(), number + 1)))
        .filter(|(word, _)| {
            tops.iter().any(|top| word.starts_with(top)) || (word.ends_with(".md") && !word.contains(' '))
        })
        .filter(|(word, _)| !word.contains(['*', '<', 'N']))
        .collect()
}

#[test]
fn architecture_md_is_short_and_names_what_exists() {
    let text = std::fs::read_to_string("ARCHITECTURE.md").unwrap();
    assert!(text.lines().count() <= 150, "ARCHITECTURE.md has more than 150 lines");
    let paths = named_paths(&text);
    assert!(paths.len() > 20, "ARCHITECTURE.md names few paths: {paths:?}");
    let gone: Vec<_> = paths.iter().filter(|(path, _)| !Path::new(path).exists()).collect();
    assert!(gone.is_empty(), "ARCHITECTURE.md names what is not there (path, line): {gone:?}");
}

#[test]
fn architecture_md_tells_of_every_module() {
    let text = std::fs::read_to_string("ARCHITECTURE.md").unwrap();
    for module in FLOORS.iter().copied().flatten() {
        let named = text.contains(&format!("`src/{module}.rs`")) || text.contains(&format!("`src/{module}/`"));
        assert!(named, "ARCHITECTURE.md does not tell of {module}");
    }
}
