//! A dependency is named by somebody: what nothing uses is only compiled. The program's stand under `[dependencies]`, its tests'
//! under `[dev-dependencies]`.

use std::collections::BTreeSet;

use crate::{
    finding::Finding,
    tokens::{Token, tokens},
    tree::{Source, Tree},
};

/// Crates that generated code names: proto's stands where the build puts it.
const GENERATED: [(&str, &str); 4] =
    [("proto", "prost-types"), ("proto", "serde"), ("proto", "tonic"), ("proto", "tonic-prost")];

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut taken = BTreeSet::new();
    for room in rooms(tree) {
        let manifest = format!("{room}/Cargo.toml");
        let Some(table) = parse(tree, &manifest) else { continue };
        let sources = tree.files(&room, ".rs");
        // A crate that is nothing but tests has its dependencies where cargo puts them.
        let program = |source: &&Source| !is_test(&source.path) || room == "integration-tests";
        let names = |sources: Vec<&Source>| -> BTreeSet<String> { sources.into_iter().flat_map(words).collect() };
        let (program, all) = (names(sources.iter().filter(program).collect()), names(sources.iter().collect()));
        for (section, used) in [("dependencies", &program), ("dev-dependencies", &all), ("build-dependencies", &all)] {
            for name in keys(&table, section) {
                taken.insert(name.clone());
                if !used.contains(&name.replace('-', "_")) && !GENERATED.contains(&(room.as_str(), name.as_str())) {
                    let rule = format!("a dependency is named by somebody: {name} of [{section}] is not");
                    let remedy = "take it out, or move it to [dev-dependencies] if only tests name it";
                    findings.push(Finding::new(&manifest, rule, remedy));
                }
            }
        }
    }
    let shared = parse(tree, "Cargo.toml").and_then(|table| table.get("workspace")?.as_table().cloned());
    for name in shared.map(|workspace| keys(&workspace, "dependencies")).unwrap_or_default() {
        if !taken.contains(&name) {
            let rule = format!("a dependency of the workspace is taken by a crate: {name} is not");
            findings.push(Finding::new("Cargo.toml", rule, "take it out with its sentence"));
        }
    }
    findings
}

fn rooms(tree: &Tree) -> Vec<String> {
    let below = |part: &'static str| tree.names(part).into_iter().map(move |name| format!("{part}/{name}"));
    let mut rooms = vec!["proto".to_owned(), "integration-tests".to_owned()];
    rooms.extend(below("services").chain(below("deploy")));
    rooms
}

fn parse(tree: &Tree, manifest: &str) -> Option<toml::Table> {
    let text = tree.read(manifest)?;
    Some(text.parse().unwrap_or_else(|error| panic!("{manifest}: {error}")))
}

fn keys(table: &toml::Table, section: &str) -> Vec<String> {
    let section = table.get(section).and_then(toml::Value::as_table);
    section.map(|section| section.keys().cloned().collect()).unwrap_or_default()
}

fn is_test(path: &str) -> bool {
    path.contains("/tests/") || path.ends_with("/tests.rs")
}

/// Every word of the file.
fn words(source: &Source) -> Vec<String> {
    let tokens = tokens(&source.path, &source.text);
    let words = tokens.iter().filter_map(Token::word).map(str::to_owned);
    words.collect()
}

#[test]
fn every_dependency_is_named_by_somebody() {
    crate::finding::none(&check(&Tree::ours()));
}

#[cfg(test)]
mod can_fail {
    use super::*;
    use crate::{finding, made_up::MadeUp};

    fn found(manifest: &str) -> Vec<Finding> {
        let tree = [
            ("Cargo.toml", "[workspace.dependencies]\nserde-json = \"1\"\ntempfile = \"1\""),
            ("services/identity/Cargo.toml", manifest),
            ("services/identity/src/lib.rs", "use serde_json::Value; // tempfile"),
            ("services/identity/src/tests/sign_in.rs", "use tempfile::tempdir;"),
        ];
        check(&MadeUp::of(&tree).tree())
    }

    #[test]
    fn what_nobody_names_or_only_tests_do_is_found() {
        let right = "[dependencies]\nserde-json = \"1\"\n[dev-dependencies]\ntempfile = \"1\"";
        finding::none(&found(right));
        finding::one(&found(&format!("{right}\nproptest = \"1\"")), "services/identity/Cargo.toml");
        let program = "[dependencies]\nserde-json = \"1\"\ntempfile = \"1\"";
        finding::one(&found(program), "services/identity/Cargo.toml");
        finding::one(&found("[dependencies]\nserde-json = \"1\""), "Cargo.toml");
    }
}
