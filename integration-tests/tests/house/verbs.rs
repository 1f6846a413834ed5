//! One verb, one name, four rooms: the rpc `SubmitDossier` is `grpc/`, `app/` and `tests/` `submit_dossier.rs`, each perhaps in
//! the folder of its subject.

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
        for room in ["grpc", "app", "tests"].map(|room| format!("src/{room}/{verb}.rs")) {
            let found = stands(tree, &service, &room);
            let path = found.clone().unwrap_or_else(|| format!("{service}/{room}"));
            let excepted = exceptions.iter().any(|(name, own, _)| *name == rpc.name && *own == room);
            if excepted && found.is_some() {
                let rule = format!("{} is no exception any more", rpc.name);
                findings.push(Finding::new(&path, rule, "take it out of EXCEPTIONS in tests/house/verbs.rs"));
            } else if !excepted && found.is_none() {
                let rule = format!("one verb, one name, four rooms: {} has no {room}", rpc.name);
                findings.push(Finding::new(&path, rule, "write it under this name, or give the reason in EXCEPTIONS"));
            }
        }
        let test = stands(tree, &service, &format!("src/tests/{verb}.rs"));
        if let Some((folder, _)) = test.as_deref().and_then(|test| test.rsplit_once('/')) {
            let front = format!("{folder}.rs");
            let mounts = tokens(&front, &tree.read(&front).unwrap_or_default());
            if find(&mounts, &["mod", &verb]).next().is_none() {
                let rule = format!("a test that is not mounted never runs: {verb}");
                findings.push(Finding::new(&front, rule, format!("add `mod {verb};`")));
            }
        }
    }
    findings
}

/// Where a file of a room stands: in the room itself or in the folder of a subject.
fn stands(tree: &Tree, service: &str, room: &str) -> Option<String> {
    let path = format!("{service}/{room}");
    let (folder, file) = path.rsplit_once('/')?;
    let subjects = tree.names(folder).into_iter().map(|subject| format!("{folder}/{subject}/{file}"));
    std::iter::once(path.clone()).chain(subjects).find(|path| tree.has(path))
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
        ("services/identity/src/tests/sign_in.rs", ""),
        ("services/identity/src/tests.rs", "mod sign_in;"),
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
    fn rooms_may_stand_in_the_folder_of_their_subject() {
        let files = [
            ("services/identity/src/grpc/session/sign_in.rs", ""),
            ("services/identity/src/app/session/sign_in.rs", ""),
            ("services/identity/src/tests/session/sign_in.rs", ""),
            ("services/identity/src/tests/session.rs", "mod sign_in;"),
        ];
        finding::none(&found(&files, &[]));
        finding::one(&found(&files[..3], &[]), "services/identity/src/tests/session.rs");
    }

    #[test]
    fn a_test_that_is_not_mounted_is_found() {
        let mut files = ROOMS;
        files[3].1 = "// mod sign_in;";
        finding::one(&found(&files, &[]), "services/identity/src/tests.rs");
    }

    #[test]
    fn an_exception_holds_until_the_room_exists() {
        let exception = [("SignIn", "src/tests/sign_in.rs", "made up")];
        finding::none(&found(&ROOMS[..2], &exception));
        finding::one(&found(&ROOMS, &exception), "services/identity/src/tests/sign_in.rs");
    }
}
