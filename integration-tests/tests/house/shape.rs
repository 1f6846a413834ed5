//! Sizes, first lines, headings, and what may lie about: the rules that keep every room easy to enter.

use crate::{
    finding::Finding,
    tokens::{find, tokens},
    tree::{EDGES, OWNERS, Source, Tree},
};

/// What stands visibly at the top; tool settings are dotfiles.
const TOP: [&str; 9] =
    ["Cargo.lock", "Cargo.toml", "LICENSE", "README.md", "deploy", "integration-tests", "k8s", "proto", "services"];
/// Where our own text stands.
const PARTS: [&str; 4] = ["deploy", "integration-tests", "proto", "services"];
/// What a reader of a service's front page looks for.
const HEADINGS: [&str; 6] = ["Owns", "Serves", "Publishes", "Hears", "Asks", "Settings"];
const MAIN_LINES: usize = 20;
const FILE_LINES: usize = 400;
const MIGRATION_LINES: usize = 60;
/// Below it, versions are the chassis' own.
const FIRST_OF_SERVICES: u32 = 100;

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = top(tree);
    for part in PARTS {
        for ending in [".rs", ".proto", ".sql", ".sh"] {
            findings.extend(tree.files(part, ending).iter().filter_map(too_long));
        }
        for source in tree.files(part, ".rs") {
            findings.extend(unfinished(&source));
        }
    }
    for room in tree.names("services") {
        for migration in tree.files(&format!("services/{room}/migrations"), ".sql") {
            findings.extend(migration_shape(&migration, room == "chassis"));
        }
    }
    for service in OWNERS.iter().chain(&EDGES) {
        findings.extend(front_page(tree, service));
    }
    findings
}

fn top(tree: &Tree) -> Vec<Finding> {
    let ignored = tree.read(".gitignore").unwrap_or_default();
    let ignored: Vec<&str> = ignored.lines().map(|line| line.trim_matches('/')).collect();
    let names = tree.names("").into_iter();
    let strangers = names.filter(|name| !TOP.contains(&name.as_str()) && !ignored.contains(&name.as_str()));
    let finding =
        |name| Finding::new(name, "nothing else is visible at the top level", "move it into the room that uses it");
    strangers.map(finding).collect()
}

fn too_long(source: &Source) -> Option<Finding> {
    let lines = source.text.lines().count();
    let main = source.path.starts_with("services/") && source.path.ends_with("/src/main.rs");
    let migration = source.path.contains("/migrations/");
    let (limit, remedy) = match (main, migration) {
        (true, _) => (MAIN_LINES, "main.rs only starts the program: move the rest into lib.rs"),
        (_, true) => (MIGRATION_LINES, "split it into steps that each say why"),
        _ => (FILE_LINES, "split it by what it says"),
    };
    (lines > limit).then(|| Finding::new(&source.path, format!("{lines} lines, at most {limit}"), remedy))
}

fn unfinished(source: &Source) -> Vec<Finding> {
    const REMEDY: &str = "finish it or take it out: what is not there cannot mislead";
    let tokens = tokens(&source.path, &source.text);
    let marks: [(&[&str], &str); 4] = [
        (&["Status", ":", ":", "unimplemented"], "an rpc that answers UNIMPLEMENTED is a stub"),
        (&["todo", "!"], "nothing is left to do: todo!"),
        (&["unimplemented", "!"], "nothing is left to do: unimplemented!"),
        (&["#", "[", "ignore"], "every test runs: #[ignore]"),
    ];
    // A stand-in of a test may answer so.
    let marks = if source.path.contains("/tests/") { &marks[1..] } else { &marks[..] };
    let found = marks.iter().flat_map(|(row, rule)| find(&tokens, row).map(move |at| (at, *rule)));
    found.map(|(at, rule)| Finding::at(&source.path, tokens[at].line, rule, REMEDY)).collect()
}

fn migration_shape(migration: &Source, chassis: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !migration.text.lines().next().is_some_and(|line| line.starts_with("-- ") && line.len() > 10) {
        let rule = "a migration's first line is a comment that says why";
        findings.push(Finding::at(&migration.path, 1, rule, "begin with `-- ` and the reason"));
    }
    let file = migration.path.rsplit('/').next().unwrap_or_default();
    let version =
        file.split_once('_').filter(|(number, _)| number.len() == 4).and_then(|(number, _)| number.parse().ok());
    if version.is_none_or(|version: u32| (version < FIRST_OF_SERVICES) != chassis) {
        let rule = "migrations are numbered 0100_what.sql upwards, the chassis' own 0001 to 0099";
        findings.push(Finding::new(&migration.path, rule, "give it the next number of its room"));
    }
    findings
}

fn front_page(tree: &Tree, service: &str) -> Vec<Finding> {
    let path = format!("services/{service}/README.md");
    let Some(text) = tree.read(&path) else {
        return vec![Finding::new(
            path,
            "every service has a front page",
            "write what it owns, serves, tells, hears, asks",
        )];
    };
    let has = |heading: &str| {
        text.lines().any(|line| {
            let line = line.trim_start_matches(['#', '|', ' ', '*']);
            line.strip_prefix(heading).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        })
    };
    let missing = HEADINGS.iter().filter(|heading| !has(heading));
    let finding = |heading: &&str| {
        let rule = format!("a front page says what the service {}: the heading is missing", heading.to_lowercase());
        Finding::new(&path, rule, format!("add a heading or a row `{heading}`; `nothing` is an answer"))
    };
    missing.map(finding).collect()
}

#[test]
fn files_are_small_finished_and_where_they_belong() {
    crate::finding::none(&check(&Tree::ours()));
}

#[cfg(test)]
mod can_fail {
    use super::*;
    use crate::{finding, made_up::MadeUp};

    /// A tree whose services have front pages, and one file more.
    fn found(path: &str, text: &str) -> Vec<Finding> {
        let page = "| Owns | x |\n| Serves | x |\n## Publishes\n## Hears\n**Asks** x\n| Settings | x |";
        let pages: Vec<String> =
            OWNERS.iter().chain(&EDGES).map(|service| format!("services/{service}/README.md")).collect();
        let mut files: Vec<(&str, &str)> = pages.iter().map(|path| (path.as_str(), page)).collect();
        files.push((".gitignore", "/target/\n"));
        files.push((path, text));
        check(&MadeUp::of(&files).tree())
    }

    #[test]
    fn a_right_tree_passes() {
        finding::none(&found("services/identity/migrations/0100_accounts.sql", "-- Who may sign in.\nselect 1;"));
        finding::none(&found("services/chassis/migrations/0001_leases.sql", "-- One holder at a time.\nselect 1;"));
        finding::none(&found(
            "services/identity/src/lib.rs",
            "// todo!() #[ignore]\nconst S: &str = \"unimplemented!()\";",
        ));
        finding::none(&found("target/anything", ""));
    }

    #[test]
    fn a_long_file_is_found() {
        let lines = |count: usize| "// a line\n".repeat(count);
        finding::one(&found("services/identity/src/main.rs", &lines(21)), "services/identity/src/main.rs");
        finding::none(&found("services/identity/src/domain.rs", &lines(400)));
        finding::one(&found("services/identity/src/domain.rs", &lines(401)), "services/identity/src/domain.rs");
        let migration = "services/identity/migrations/0100_accounts.sql";
        finding::one(&found(migration, &format!("-- Who may sign in.\n{}", "select 1;\n".repeat(60))), migration);
    }

    #[test]
    fn a_migration_without_a_reason_or_a_number_is_found() {
        let accounts = "services/identity/migrations/0100_accounts.sql";
        finding::one(&found(accounts, "create table x ();"), &format!("{accounts}:1"));
        for path in ["services/identity/migrations/0007_accounts.sql", "services/chassis/migrations/0100_x.sql"] {
            finding::one(&found(path, "-- Who may sign in."), path);
        }
    }

    #[test]
    fn what_is_unfinished_is_found() {
        let path = "services/identity/src/app/sign_in.rs";
        for text in [
            "fn f() { todo!() }",
            "fn f() { unimplemented!() }",
            "#[ignore]\nfn f() {}",
            "#[ignore = \"slow\"] fn f() {}",
        ] {
            finding::one(&found(path, text), &format!("{path}:1"));
        }
        let stub = "fn f() { Err(tonic::Status::unimplemented(\"\")) }";
        finding::one(&found(path, stub), &format!("{path}:1"));
        finding::none(&found("services/gateway/tests/stand_ins.rs", stub));
    }

    #[test]
    fn a_front_page_without_a_heading_and_a_stranger_at_the_top_are_found() {
        let page = "services/identity/README.md";
        finding::one(&found(page, "# Owns\n# Serves\n# Publishes\n# Hearsay\n# Asks\n# Settings"), page);
        finding::one(&found("notes.txt", ""), "notes.txt");
    }
}
