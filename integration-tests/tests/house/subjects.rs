//! Where an owner holds several subjects, each has a folder in its rooms and names another only where the owner's front page says
//! so: the table `| subject | is about | may use |` of its README.

use std::collections::BTreeMap;

use crate::{
    finding::Finding,
    paths::{module_of, paths},
    tokens::tokens,
    tree::{OWNERS, Tree},
};

/// A subject and those that it may use.
type Uses = BTreeMap<String, Vec<String>>;

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for owner in OWNERS {
        let uses = table(&tree.read(&format!("services/{owner}/README.md")).unwrap_or_default());
        if uses.is_empty() {
            continue;
        }
        let src = format!("services/{owner}/src/");
        for source in tree.program(owner) {
            let module = module_of(&source.path[src.len()..]);
            let Some(may) = module.get(1).and_then(|subject| uses.get(subject)) else { continue };
            let own = &module[1];
            for path in paths(&module, &tokens(&source.path, &source.text)) {
                let [root, _, other, ..] = path.segments.as_slice() else { continue };
                if root == "crate" && uses.contains_key(other) && other != own && !may.contains(other) {
                    let rule = format!("{own} does not know {other}: it names {}", path.segments.join("::"));
                    let remedy = format!("{own} may use {}; see the table of subjects in {owner}'s README", list(may));
                    findings.push(Finding::at(&source.path, path.line, rule, remedy));
                }
            }
        }
    }
    findings
}

fn list(subjects: &[String]) -> String {
    if subjects.is_empty() { "no other".to_owned() } else { subjects.join(", ") }
}

/// The rows behind the heading of the table.
fn table(page: &str) -> Uses {
    let rows = page.lines().skip_while(|line| !line.starts_with("| subject | is about | may use |"));
    let rows = rows.skip(2).take_while(|line| line.starts_with('|'));
    let row = |line: &str| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').collect();
        let (first, last) = (cells.first()?, cells.last()?);
        Some((quoted(first).next()?, quoted(last).collect()))
    };
    rows.filter_map(row).collect()
}

/// Words between back ticks.
fn quoted(cell: &str) -> impl Iterator<Item = String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned)
}

#[test]
fn subjects_use_each_other_as_the_front_page_says() {
    let tree = Tree::ours();
    let registration = table(&tree.read("services/registration/README.md").unwrap_or_default());
    assert_eq!(registration.len(), 4, "the table of registration's subjects is read: {registration:?}");
    crate::finding::none(&check(&tree));
}

#[cfg(test)]
mod can_fail {
    use super::*;
    use crate::{finding, made_up::MadeUp};

    const PAGE: &str = "| subject | is about | may use |\n|---|---|---|\n| `reference` | x | nothing |\n| `master` | y | `reference` |\n\nMore.";

    fn found(path: &str, text: &str) -> Vec<Finding> {
        check(&MadeUp::of(&[("services/registration/README.md", PAGE), (path, text)]).tree())
    }

    #[test]
    fn a_use_against_the_table_is_found_and_others_pass() {
        let master = "services/registration/src/app/master/import.rs";
        finding::none(&found(master, "use crate::{app::App, store::{master::employees, reference::campaigns}};"));
        let reference = "services/registration/src/store/reference/campaigns.rs";
        finding::one(&found(reference, "\nuse crate::domain::master::employee;"), &format!("{reference}:2"));
        finding::none(&found("services/registration/src/tests/reference/x.rs", "use crate::domain::master::employee;"));
        finding::none(&found("services/registration/src/hears/x.rs", "use crate::app::master::import;"));
    }
}
