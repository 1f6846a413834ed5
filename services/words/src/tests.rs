//! Every refusal that the contract promises has its sentences here, and every sentence is right.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use super::*;

const PROTO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../proto/epupns");
const LOCALES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/locales");

fn files() -> Vec<PathBuf> {
    let packages = std::fs::read_dir(PROTO).unwrap().map(|package| package.unwrap().path().join("v1"));
    let files = packages.flat_map(|folder| std::fs::read_dir(folder).unwrap());
    files.map(|file| file.unwrap().path()).collect()
}

/// Codes in comments: behind `Errors:` of an rpc, and of fields that hold a code.
fn promised() -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for file in files() {
        let mut comment = String::new();
        for line in std::fs::read_to_string(file).unwrap().lines().map(str::trim) {
            if let Some(text) = line.strip_prefix("//") {
                comment += text;
                continue;
            }
            let errors = comment.split_once("Errors:").map(|(_, errors)| errors).filter(|_| line.starts_with("rpc "));
            let holds = ["string error_code ", "string reason_code ", "string rule ", "repeated string marks "];
            let held = holds.iter().any(|start| line.starts_with(start)).then_some(comment.as_str());
            codes.extend(errors.or(held).into_iter().flat_map(codes_in));
            comment.clear();
        }
    }
    codes
}

/// Words in capitals are codes when they have an underscore, and some few that have none.
fn codes_in(text: &str) -> impl Iterator<Item = String> + '_ {
    let words = text.split(|c: char| !(c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_' || c == '*'));
    let alone = ["BUSY", "INTERNAL", "UNAVAILABLE", "DUPLICATE", "OTHER"];
    let is_code = move |word: &&str| word.starts_with(|c: char| c.is_ascii_uppercase()) && word.contains('_');
    words.filter(move |word| is_code(word) || alone.contains(word)).map(str::to_owned)
}

#[test]
fn every_code_of_the_contract_has_a_sentence() {
    let promised = promised();
    for code in ["EMPLOYEE_NOT_MATCHED", "REBUILD_RUNNING", "REFERENCE_UNKNOWN", "VALUE_OUTDATED", "NOTE_REQUIRED"] {
        assert!(promised.contains(code), "{code} of {promised:?}");
    }
    let codes: Vec<&str> = REASONS.iter().map(|reason| reason.code).chain(rules()).collect();
    let known = |promised: &str| match promised.strip_suffix('*') {
        Some(family) => codes.iter().any(|code| code.starts_with(family)),
        None => codes.contains(&promised),
    };
    // A row of an import breaks rules that only the operator's report names.
    let missing: Vec<_> = promised.iter().filter(|code| !known(code) && *code != "UNIT_UNKNOWN").collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn a_code_stands_once() {
    let mut codes: Vec<_> = REASONS.iter().map(|reason| reason.code).chain(rules()).collect();
    codes.sort_unstable();
    let twice: Vec<_> = codes.windows(2).filter(|pair| pair[0] == pair[1]).collect();
    assert!(twice.is_empty(), "{twice:?}");
}

#[test]
fn both_languages_say_the_same() {
    assert_eq!(SENTENCES.faults(Path::new(LOCALES)), [""; 0]);
}

#[test]
fn a_code_is_a_reason_exactly_when_it_has_a_reasons_sentence() {
    let reasons: Vec<_> = REASONS.iter().map(|reason| reason.code).collect();
    assert_eq!(reasons, SENTENCES.keys("reasons").collect::<Vec<_>>());
}

#[test]
fn every_sentence_is_one_line_and_wants_no_argument() {
    for code in REASONS.iter().map(|reason| reason.code).chain(rules()) {
        for language in Language::ALL {
            assert!(sentence(code, language).is_some(), "{code} in {}", language.as_str());
        }
    }
}

#[test]
fn programs_are_told_in_the_words_of_the_api_and_people_are_not() {
    let reason = find("FIELDS_INVALID").unwrap();
    assert_eq!(reason.for_programs(), "errors names each field and the rule it breaks.");
    assert_eq!(reason.sentence(Language::English), "Some answers are not right yet.");
    assert_eq!(reason.sentence(Language::Indonesian), "Ada isian yang belum benar");
    let same = find("BODY_TOO_SLOW").unwrap();
    assert_eq!(same.for_programs(), same.sentence(Language::English));
}
