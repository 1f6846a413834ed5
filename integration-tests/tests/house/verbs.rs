//! One verb, one name, four rooms: the rpc `SubmitDossier` is `grpc/`, `app/` and `tests/` `submit_dossier.rs`.

use crate::{
    contract::{Contract, snake},
    finding::Finding,
    tokens::{find, tokens},
    tree::Tree,
};

/// An rpc that lacks a room on purpose: rpc, path below the service, why.
pub(crate) type Exception = (&'static str, &'static str, &'static str);

pub(crate) const EXCEPTIONS: &[Exception] = &[(
    "ListSigningKeys",
    "src/app/list_signing_keys.rs",
    "shows what `signing` holds: nothing to load, decide or keep",
)];

pub(crate) fn check(tree: &Tree, contract: &Contract, exceptions: &[Exception]) -> Vec<Finding> {
    let mut findings = Vec::new();
    // Operations are every owner's verbs: the chassis serves and tests them once.
    for rpc in contract.rpcs.iter().filter(|rpc| rpc.package != "operations") {
        let verb = snake(&rpc.name);
        let service = format!("services/{}", rpc.package);
        for room in [format!("src/grpc/{verb}.rs"), format!("src/app/{verb}.rs"), format!("tests/{verb}.rs")] {
            let path = format!("{service}/{room}");
            let excepted = exceptions.iter().any(|(name, own, _)| *name == rpc.name && *own == room);
            if excepted && tree.has(&path) {
                let rule = format!("{} is no exception any more", rpc.name);
                findings.push(Finding::new(&path, rule, "take it out of EXCEPTIONS in tests/house/verbs.rs"));
            } else if !excepted && !tree.has(&path) {
                let rule = format!("one verb, one name, four rooms: {} has no {room}", rpc.name);
                findings.push(Finding::new(&path, rule, "write it under this name, or give the reason in EXCEPTIONS"));
            }
        }
        let main = format!("{service}/tests/main.rs");
        let mounts = tokens(&main, &tree.read(&main).unwrap_or_default());
        if tree.has(&format!("{service}/tests/{verb}.rs")) && find(&mounts, &["mod", &verb]).next().is_none() {
            let rule = format!("a test that is not mounted never runs: {verb}");
            findings.push(Finding::new(&main, rule, format!("add `mod {verb};`")));
        }
    }
    findings
}

#[test]
fn every_verb_has_its_four_rooms() {
    crate::finding::none(&check(&Tree::ours(), &Contract::compiled(), EXCEPTIONS));
}

#[cfg(test)]
mod can_fail {
    use super::*;
    use crate::{finding, made_up::MadeUp};

    const ROOMS: [(&str, &str); 4] = [
        ("services/identity/src/grpc/sign_in.rs", ""),
        ("services/identity/src/app/sign_in.rs", ""),
        ("services/identity/tests/sign_in.rs", ""),
        ("services/identity/tests/main.rs", "mod sign_in;"),
    ];

    fn found(files: &[(&str, &str)], exceptions: &[Exception]) -> Vec<Finding> {
        let contract = Contract::made_up(&[("identity", "SignIn"), ("operations", "Describe")], &[]);
        check(&MadeUp::of(files).tree(), &contract, exceptions)
    }

    #[test]
    fn a_missing_room_is_found() {
        finding::none(&found(&ROOMS, &[]));
        for missing in &ROOMS[..3] {
            let rest: Vec<_> = ROOMS.iter().filter(|file| *file != missing).copied().collect();
            finding::one(&found(&rest, &[]), missing.0);
        }
    }

    #[test]
    fn a_test_that_is_not_mounted_is_found() {
        let mut files = ROOMS;
        files[3].1 = "// mod sign_in;";
        finding::one(&found(&files, &[]), "services/identity/tests/main.rs");
    }

    #[test]
    fn an_exception_holds_until_the_room_exists() {
        let exception = [("SignIn", "tests/sign_in.rs", "made up")];
        finding::none(&found(&ROOMS[..2], &exception));
        finding::one(&found(&ROOMS, &exception), "services/identity/tests/sign_in.rs");
    }
}
