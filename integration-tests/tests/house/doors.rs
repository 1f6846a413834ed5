//! What the repository's doors say: the README names every part of the tests and the Rust that everything needs, and leads on.

use crate::{finding::Finding, tree::Tree};

const README: &str = "README.md";
/// Where a newcomer, a finder of a fault and an operator go on.
const NEXT: [&str; 3] = [".github/CONTRIBUTING.md", ".github/SECURITY.md", ".github/CHANGELOG.md"];

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let readme = tree.read(README).unwrap_or_default();
    let mut findings: Vec<Finding> = parts(tree, &readme).into_iter().collect();
    findings.extend(rust(tree, &readme));
    for page in NEXT {
        if !tree.has(page) || !readme.contains(&format!("]({page})")) {
            findings.push(Finding::new(README, format!("it leads to {page}"), "link it, and see that it is there"));
        }
    }
    findings
}

/// What `deploy/test` runs and what the README's table explains are the same, in the same order.
fn parts(tree: &Tree, readme: &str) -> Option<Finding> {
    let script = tree.read("deploy/test").unwrap_or_default();
    let run = between(&script, "\nPARTS=(", ")").split_whitespace().collect::<Vec<_>>();
    let table = between(readme, "\n## What the tests prove\n", "\n## ");
    let cells = table.lines().filter_map(|line| line.strip_prefix("| `")?.split(" | ").next());
    let told = cells.flat_map(|cell| cell.split("`, `")).map(|name| name.trim_end_matches('`'));
    let told = told.filter_map(|name| name.split_whitespace().next()).collect::<Vec<_>>();
    (run != told || run.is_empty()).then(|| {
        let rule = format!("its table explains the parts that deploy/test runs: {run:?}, not {told:?}");
        Finding::new(README, rule, "give each part its row, in the order of PARTS")
    })
}

/// The oldest Rust stands in `Cargo.toml`; where people and images read it, it is the same.
fn rust(tree: &Tree, readme: &str) -> Vec<Finding> {
    let manifest = tree.read("Cargo.toml").unwrap_or_default();
    let version = between(&manifest, "rust-version = \"", "\"");
    let image = "deploy/images/Dockerfile";
    let said = [
        (README, readme.contains(&format!("Rust {version} (or newer)"))),
        (image, tree.read(image).is_some_and(|text| text.contains(&format!("FROM rust:{version}-")))),
    ];
    let wrong = said.into_iter().filter(|(_, right)| !right || version.is_empty());
    let finding =
        |(place, _)| Finding::new(place, format!("it names Rust {version}, as Cargo.toml does"), "say so there");
    wrong.map(finding).collect()
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let rest = text.split_once(from).map_or("", |(_, rest)| rest);
    rest.split_once(to).map_or(rest, |(inside, _)| inside)
}

#[test]
fn the_doors_tell_the_truth() {
    crate::finding::none(&check(&Tree::ours()));
}

#[cfg(test)]
mod can_fail {
    use super::*;
    use crate::{finding, made_up::MadeUp};

    const PAGE: &str = "Both need Rust 1.95 (or newer).

## What the tests prove

| part | proves |
|---|---|
| `fmt`, `lint` | x |
| `services [NAME]` | `y` |

## Next
[a](.github/CONTRIBUTING.md) [b](.github/SECURITY.md) [c](.github/CHANGELOG.md)
";

    fn found(readme: &str, parts: &str) -> Vec<Finding> {
        let script = format!("#!/bin/sh\nPARTS=({parts})\n");
        let mut files = vec![("README.md", readme), ("deploy/test", script.as_str())];
        files.extend([("Cargo.toml", "rust-version = \"1.95\""), ("deploy/images/Dockerfile", "FROM rust:1.95-x\n")]);
        files.extend(NEXT.map(|page| (page, "")));
        check(&MadeUp::of(&files).tree())
    }

    #[test]
    fn true_doors_pass() {
        finding::none(&found(PAGE, "fmt lint services"));
    }

    #[test]
    fn a_part_that_is_not_explained_another_rust_and_a_lost_link_are_found() {
        finding::one(&found(PAGE, "fmt lint services clocks"), README);
        finding::one(&found(PAGE, "lint fmt services"), README);
        finding::one(&found(&PAGE.replace("1.95", "1.94"), "fmt lint services"), README);
        finding::one(&found(&PAGE.replace("SECURITY", "SAFETY"), "fmt lint services"), README);
    }
}
