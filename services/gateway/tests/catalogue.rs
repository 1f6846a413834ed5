//! Every refusal that the contract promises has its sentence here.

use std::{collections::BTreeSet, path::PathBuf};

use gateway::{ENTRIES, RESULTS, RULES};

const PROTO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../proto/epupns");

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
    let codes: Vec<&str> =
        ENTRIES.iter().map(|entry| entry.code).chain(RULES.iter().chain(RESULTS).map(|(code, ..)| *code)).collect();
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
    let mut codes: Vec<_> = ENTRIES.iter().map(|entry| entry.code).collect();
    codes.extend(RULES.iter().chain(RESULTS).map(|(code, ..)| *code));
    codes.sort_unstable();
    let twice: Vec<_> = codes.windows(2).filter(|pair| pair[0] == pair[1]).collect();
    assert!(twice.is_empty(), "{twice:?}");
}
