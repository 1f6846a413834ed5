use std::{collections::BTreeSet, path::Path};

use super::*;

/// Every key, of every group.
fn known() -> BTreeSet<&'static str> {
    ["desk", "dossier", "help", "kit", "public"].into_iter().flat_map(|group| SENTENCES.keys(group)).collect()
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
    assert_eq!(SENTENCES.faults(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/locales"))), [""; 0]);
    assert!(known().len() > 20, "{:?}", known());
}

#[test]
fn every_sentence_that_is_said_exists_and_none_is_left_over() {
    let (known, speakers) = (known(), speakers());
    // The keys of these tests are no pages' keys.
    let ours = ["no-such-sentence"];
    let missing: Vec<_> = said(&speakers)
        .into_iter()
        .filter(|key| !known.contains(key.as_str()) && !ours.contains(&key.as_str()))
        .collect();
    assert!(missing.is_empty(), "said and not written: {missing:?}");
    // Keys that code chooses among stand there in quotes, too.
    let unused: Vec<_> = known.iter().filter(|key| !speakers.contains(&format!("\"{key}\""))).collect();
    assert!(unused.is_empty(), "written and never said: {unused:?}");
}

#[test]
fn what_is_not_written_shows_its_key() {
    assert_eq!(Text(Language::English).say("no-such-sentence").to_string(), "\u{27e6}no-such-sentence\u{27e7}");
}

#[test]
fn two_sentences_are_parted_by_one_full_stop() {
    assert_eq!(followed("Layanan sibuk", "Silakan coba lagi"), "Layanan sibuk. Silakan coba lagi");
    assert_eq!(followed("Busy, try again.", "Please wait."), "Busy, try again. Please wait.");
    assert_eq!(followed("Busy, try again.", ""), "Busy, try again.");
}
