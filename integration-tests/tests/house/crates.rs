//! Who depends on whom by manifest, and what nothing may be called.

use crate::{
    finding::Finding,
    paths::module_of,
    tokens::{find, tokens},
    tree::{EDGES, OWNERS, Tree},
};

/// Names that say nothing: what would stand there belongs to whoever needs it.
const SAY_NOTHING: [&str; 11] =
    ["common", "utils", "util", "helpers", "helper", "models", "model", "db", "misc", "prelude", "types"];
/// The pools, which is what they are called.
const ALLOWED: &str = "services/chassis/src/db";
/// What edges must not hold: they own nothing durable.
const DURABLE: [&str; 1] = ["sqlx"];
/// Libraries as large as a program, each with the one crate of ours that it stands behind: its words stay inside, and what changes
/// every day is not compiled against it.
const BEHIND: [(&str, &str); 6] = [
    ("typst", "press"),
    ("typst-layout", "press"),
    ("typst-pdf", "press"),
    ("qrcode", "press"),
    ("fluent-bundle", "speech"),
    ("fluent-syntax", "speech"),
];

/// What tests alone stand on: no program links it.
const OF_TESTS: &str = "worlds";

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for part in ["services", "deploy"] {
        for room in tree.names(part) {
            let path = format!("{part}/{room}/Cargo.toml");
            let Some(text) = tree.read(&path) else { continue };
            let manifest: toml::Table = text.parse().unwrap_or_else(|error| panic!("{path}: {error}"));
            if dependencies(&manifest, &|table| table != "dev-dependencies").iter().any(|name| name == OF_TESTS) {
                let rule = format!("{OF_TESTS} is for tests alone: the program {room} links it");
                findings.push(Finding::new(&path, rule, "name it under [dev-dependencies]"));
            }
            if part == "services" {
                let every = dependencies(&manifest, &|_| true);
                let refused = every.iter().filter_map(|dependency| forbidden(&room, dependency));
                findings.extend(refused.map(|(rule, remedy)| Finding::new(&path, rule, remedy)));
            }
        }
    }
    findings.extend(names(tree));
    findings
}

/// Names of the dependencies in every table of the manifest that counts, under the name that each really has.
fn dependencies(manifest: &toml::Table, counts: &dyn Fn(&str) -> bool) -> Vec<String> {
    let mut names = Vec::new();
    for (key, value) in manifest {
        let Some(table) = value.as_table() else { continue };
        if key.ends_with("dependencies") && counts(key) {
            for (name, value) in table {
                let renamed = value.get("package").and_then(toml::Value::as_str);
                names.push(renamed.unwrap_or(name).to_owned());
            }
        } else if key == "target" {
            let targets = table.values().filter_map(toml::Value::as_table);
            names.extend(targets.flat_map(|target| dependencies(target, counts)));
        }
    }
    names
}

fn forbidden(room: &str, dependency: &str) -> Option<(String, &'static str)> {
    let service = OWNERS.contains(&dependency) || EDGES.contains(&dependency);
    if service && dependency != room {
        let rule = format!("no service depends on another's crate: {room} on {dependency}");
        return Some((rule, "ask it by gRPC, or hear its events"));
    }
    let ours = [
        "proto",
        "kernel",
        "speech",
        "words",
        "letters",
        "press",
        "chassis",
        "doorway",
        "stack",
        "worlds",
        "operator",
        "integration-tests",
        "epupns",
        "epupns-rehearsal",
    ]
    .contains(&dependency);
    let below: &[&str] = match room {
        "kernel" | "speech" | "press" => &[],
        "words" | "letters" => &["speech"],
        "chassis" => &["proto", "kernel", "stack"],
        "worlds" => &["proto", "kernel", "chassis", "stack"],
        "doorway" => &["speech", "chassis"],
        edge if EDGES.contains(&edge) => {
            &["proto", "kernel", "speech", "words", "chassis", "doorway", "stack", "worlds"]
        }
        "identity" => &["proto", "kernel", "letters", "chassis", "stack", "worlds"],
        "registration" => &["proto", "kernel", "press", "chassis", "stack", "worlds"],
        _ => &["proto", "kernel", "chassis", "stack", "worlds"],
    };
    if ours && !below.contains(&dependency) {
        let rule = format!("crates depend downwards, service -> chassis -> kernel: {room} on {dependency}");
        return Some((rule, "move what is needed into the lower crate, if two use it"));
    }
    if let Some((_, only)) = BEHIND.iter().find(|(library, only)| *library == dependency && *only != room) {
        let rule = format!("{dependency} stands behind {only} alone: {room} names it, too");
        return Some((rule, "give that crate plain values, and let it answer with plain values"));
    }
    if EDGES.contains(&room) && DURABLE.contains(&dependency) {
        let rule = format!("edges keep nothing durable: {room} on {dependency}");
        return Some((rule, "let the owner of the data keep it"));
    }
    None
}

fn names(tree: &Tree) -> Vec<Finding> {
    const REMEDY: &str = "name it after what it is about, or put it beside its only user";
    let mut findings = Vec::new();
    for part in ["services", "proto", "deploy", "integration-tests"] {
        for source in tree.files(part, ".rs") {
            let module = module_of(&source.path);
            let allowed = source.path.starts_with(ALLOWED);
            if let Some(name) = module.iter().find(|name| SAY_NOTHING.contains(&name.as_str()) && !allowed) {
                findings.push(Finding::new(&source.path, format!("nothing is called {name}"), REMEDY));
            }
            let tokens = tokens(&source.path, &source.text);
            for name in SAY_NOTHING {
                for at in find(&tokens, &["mod", name, "{"]) {
                    let rule = format!("nothing is called {name}");
                    findings.push(Finding::at(&source.path, tokens[at].line, rule, REMEDY));
                }
            }
        }
    }
    findings
}

#[test]
fn services_depend_on_no_other_service_and_nothing_is_called_common() {
    crate::finding::none(&check(&Tree::ours()));
}

#[cfg(test)]
mod can_fail {
    use super::*;
    use crate::{finding, made_up::MadeUp};

    fn found(path: &str, text: &str) -> Vec<Finding> {
        check(&MadeUp::of(&[(path, text)]).tree())
    }

    #[test]
    fn a_right_tree_passes() {
        let manifest =
            "[dependencies]\nkernel.workspace = true\n[dev-dependencies]\nstack = { path = \"../../deploy/stack\" }";
        let tree = [
            ("services/identity/Cargo.toml", manifest),
            ("services/chassis/src/db.rs", "struct Db;"),
            ("services/identity/src/domain/account.rs", "mod tests {} // common"),
        ];
        finding::none(&check(&MadeUp::of(&tree).tree()));
    }

    #[test]
    fn a_crate_of_another_service_is_found_however_it_is_written() {
        let path = "services/identity/Cargo.toml";
        for text in [
            "[dependencies]\nregistration = { path = \"../registration\" }",
            "[dev-dependencies]\nregistration.workspace = true",
            "[dependencies]\nother = { package = \"registration\", path = \"../registration\" }",
            "[target.'cfg(unix)'.dependencies]\nregistration.workspace = true",
            "[dependencies.gateway]\npath = \"../gateway\"",
        ] {
            finding::one(&found(path, text), path);
        }
    }

    #[test]
    fn a_program_that_links_what_tests_stand_on_is_found() {
        for path in ["services/identity/Cargo.toml", "services/portal/Cargo.toml"] {
            finding::none(&found(path, "[dev-dependencies]\nworlds.workspace = true"));
        }
        for path in ["services/identity/Cargo.toml", "services/portal/Cargo.toml", "deploy/cli/Cargo.toml"] {
            for text in [
                "[dependencies]\nworlds.workspace = true",
                "[build-dependencies]\nother = { package = \"worlds\", path = \"../worlds\" }",
                "[target.'cfg(unix)'.dependencies]\nworlds.workspace = true",
            ] {
                finding::one(&found(path, text), path);
            }
        }
        // It stands on the chassis, whose own tests would see two of each type.
        let path = "services/chassis/Cargo.toml";
        finding::one(&found(path, "[dev-dependencies]\nworlds.workspace = true"), path);
    }

    #[test]
    fn an_owner_has_no_business_at_the_doorway() {
        for name in ["doorway", "words", "speech"] {
            let manifest = format!("[dependencies]\n{name}.workspace = true");
            finding::none(&found("services/portal/Cargo.toml", &manifest));
            for room in ["identity", "chassis", "kernel"] {
                let path = format!("services/{room}/Cargo.toml");
                finding::one(&found(&path, &manifest), &path);
            }
        }
    }

    #[test]
    fn a_dependency_upwards_and_an_edge_with_a_store_are_found() {
        finding::one(
            &found("services/kernel/Cargo.toml", "[dependencies]\nproto.workspace = true"),
            "services/kernel/Cargo.toml",
        );
        finding::one(
            &found("services/portal/Cargo.toml", "[dependencies]\nsqlx.workspace = true"),
            "services/portal/Cargo.toml",
        );
    }

    #[test]
    fn a_library_that_stands_behind_one_crate_is_found_elsewhere() {
        let manifest = "[dependencies]\ntypst.workspace = true";
        finding::none(&found("services/press/Cargo.toml", manifest));
        let path = "services/registration/Cargo.toml";
        finding::one(&found(path, manifest), path);
    }

    #[test]
    fn a_name_that_says_nothing_is_found() {
        for path in
            ["services/identity/src/common.rs", "services/identity/src/utils/mod.rs", "services/models/src/lib.rs"]
        {
            finding::one(&found(path, ""), path);
        }
        finding::one(&found("services/identity/src/db.rs", ""), "services/identity/src/db.rs");
        finding::one(&found("deploy/cli/src/main.rs", "\nmod helpers { }"), "deploy/cli/src/main.rs:2");
    }
}
