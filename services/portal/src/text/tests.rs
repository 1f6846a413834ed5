use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use super::*;

/// The variables of every key of a language.
fn sentences(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let start = format!("{}/", language.as_str());
    for path in Locales::iter().filter(|path| path.starts_with(&start)) {
        let text = String::from_utf8(Locales::get(&path).unwrap().data.into_owned()).unwrap();
        assert!(FluentResource::try_new(text.clone()).is_ok(), "{path} is malformed");
        let mut key = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if line.starts_with(|c: char| c.is_ascii_lowercase()) {
                key = line.split_once(" =").unwrap_or_else(|| panic!("{path}: {line}")).0.to_owned();
                assert!(all.insert(key.clone(), BTreeSet::new()).is_none(), "{path}: {key} stands twice");
            }
            let variables = line.split('$').skip(1);
            let name = |text: &str| text.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            all.entry(key.clone()).or_default().extend(variables.map(name));
        }
    }
    all.remove("");
    all
}

fn sources(folder: &Path, found: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else {
            found.push_str(&std::fs::read_to_string(&path).unwrap());
        }
    }
}

/// Everything that can say something: templates and code.
fn speakers() -> String {
    let crate_root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = String::new();
    sources(&crate_root.join("src"), &mut found);
    sources(&crate_root.join("templates"), &mut found);
    found
}

/// What stands in quotes right behind `say(`.
fn said(speakers: &str) -> BTreeSet<String> {
    let calls = speakers.split("say(\"").skip(1);
    calls.filter_map(|rest| rest.split_once('"')).map(|(key, _)| key.to_owned()).collect()
}

#[test]
fn both_languages_say_the_same_with_the_same_variables() {
    let (indonesian, english) = (sentences(Language::Indonesian), sentences(Language::English));
    assert!(indonesian.len() > 20, "{indonesian:?}");
    assert_eq!(indonesian, english);
}

#[test]
fn every_sentence_that_is_said_exists_and_none_is_left_over() {
    let (known, speakers) = (sentences(Language::Indonesian), speakers());
    // The keys of these tests are no pages' keys.
    let ours = ["no-such-sentence"];
    let missing: Vec<_> =
        said(&speakers).into_iter().filter(|key| !known.contains_key(key) && !ours.contains(&key.as_str())).collect();
    assert!(missing.is_empty(), "said and not written: {missing:?}");
    // Keys that code chooses among stand there in quotes, too.
    let unused: Vec<_> = known.keys().filter(|key| !speakers.contains(&format!("\"{key}\""))).collect();
    assert!(unused.is_empty(), "written and never said: {unused:?}");
}

#[test]
fn what_is_not_written_shows_its_key() {
    assert_eq!(Text(Language::English).say("no-such-sentence").to_string(), "\u{27e6}no-such-sentence\u{27e7}");
}
