//! Every rpc of the contract has exactly one permission row at its owner, and no row names anything else.

use std::collections::BTreeMap;

use crate::{
    contract::{Contract, Rpc},
    finding::Finding,
    tokens::{Kind, Token, by_commas, find, inside, tokens},
    tree::Tree,
};

/// One row as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// Of the table that it stands in: `epupns.identity.v1.IdentityService`; empty outside of one.
    pub(crate) service: String,
    /// The rpc.
    pub(crate) rpc: String,
    /// `public`, `roles`, `services` or `operators`.
    pub(crate) kind: String,
    /// Services that may call: `Gateway`.
    pub(crate) peers: Vec<String>,
    /// Roles that may stand behind them: `Verifier1`.
    pub(crate) roles: Vec<String>,
    /// From 1.
    pub(crate) line: usize,
}

impl Row {
    fn names(&self, rpc: &Rpc) -> bool {
        self.rpc == rpc.name && self.service == rpc.service
    }
}

/// Where the rows of a package of the contract stand: operations are every owner's, and the chassis serves them.
pub(crate) fn rows_path(package: &str) -> String {
    match package {
        "operations" => "services/chassis/src/grpc/operations.rs".to_owned(),
        owner => format!("services/{owner}/src/grpc/permissions.rs"),
    }
}

/// The rows of a file, in its order.
pub(crate) fn rows(tree: &Tree, path: &str) -> Vec<Row> {
    let text = tree.read(path).unwrap_or_default();
    let tokens = tokens(path, &text);
    let mut rows = Vec::new();
    let tables: Vec<(usize, usize, String)> = find(&tokens, &["Permissions", ":", ":", "of", "("])
        .filter_map(|at| {
            let within = inside(&tokens, at + 4);
            let name = within.first().and_then(Token::text)?;
            Some((at, at + 4 + within.len(), name.to_owned()))
        })
        .collect();
    for at in find(&tokens, &["Permission", ":", ":"]) {
        let (Some(kind), Some(open)) = (tokens.get(at + 3).and_then(Token::word), tokens.get(at + 4)) else { continue };
        let arguments = by_commas(inside(&tokens, at + 4));
        let Some(rpc) = arguments.first().and_then(|first| first.first()).and_then(Token::text) else { continue };
        if !open.is('(') {
            continue;
        }
        let names = |index: usize| arguments.get(index).map(|list| listed(&tokens, list)).unwrap_or_default();
        let table = tables.iter().find(|(from, to, _)| (*from..=*to).contains(&at));
        rows.push(Row {
            service: table.map(|(.., name)| name.clone()).unwrap_or_default(),
            rpc: rpc.to_owned(),
            kind: kind.to_owned(),
            peers: names(1),
            roles: names(2),
            line: tokens[at].line,
        });
    }
    rows
}

/// The names in `&[Gateway, ServiceName::Portal]`, or in the constant of the same file that stands for such a list.
fn listed(tokens: &[Token], list: &[Token]) -> Vec<String> {
    if let Some(open) = list.iter().position(|token| token.is('[')) {
        let last = |part: &&[Token]| part.iter().rev().find_map(Token::word).map(str::to_owned);
        return by_commas(inside(list, open)).iter().filter_map(last).collect();
    }
    let Some(name) = list.iter().rev().find_map(Token::word) else { return Vec::new() };
    let value = find(tokens, &["const", name, ":"]).next().map(|at| &tokens[at..]);
    let value = value.and_then(|tokens| tokens.iter().position(|token| token.is('=')).map(|at| &tokens[at..]));
    let end = value.and_then(|value| value.iter().position(|token| token.kind == Kind::Mark(';')));
    match (value, end) {
        (Some(value), Some(end)) if value[..end].iter().any(|token| token.is('[')) => listed(tokens, &value[..end]),
        // A list of the kernel's, e.g. `&ServiceName::ALL`.
        _ => vec![name.to_owned()],
    }
}

pub(crate) fn check(tree: &Tree, contract: &Contract) -> Vec<Finding> {
    let mut by_package: BTreeMap<&str, Vec<&Rpc>> = BTreeMap::new();
    for rpc in &contract.rpcs {
        by_package.entry(&rpc.package).or_default().push(rpc);
    }
    let mut findings = Vec::new();
    for (package, rpcs) in by_package {
        let path = rows_path(package);
        let rows = rows(tree, &path);
        for rpc in &rpcs {
            let own: Vec<&Row> = rows.iter().filter(|row| row.names(rpc)).collect();
            let rpc = &rpc.name;
            match own.as_slice() {
                [_] => {}
                [] => {
                    let rule = format!("every rpc has a permission row: {rpc} has none, so nobody may call it");
                    findings.push(Finding::new(&path, rule, "add `Permission::...(\"Rpc\", ...)` for who may"));
                }
                [_, others @ ..] => {
                    for other in others {
                        let rule = format!("one permission row per rpc: {rpc} has {}", own.len());
                        findings.push(Finding::at(&path, other.line, rule, "keep the one that is meant"));
                    }
                }
            }
        }
        for row in rows.iter().filter(|row| row.service.is_empty()) {
            let rule =
                format!("a permission row stands in the table of its service: {} is keyed by its name alone", row.rpc);
            findings.push(Finding::at(
                &path,
                row.line,
                rule,
                "put it into `Permissions::of(\"package.Service\", ...)`",
            ));
        }
        for row in rows.iter().filter(|row| !row.service.is_empty() && !rpcs.iter().any(|rpc| row.names(rpc))) {
            let rule = format!("a permission row names an rpc of the contract: {}/{} is none", row.service, row.rpc);
            findings.push(Finding::at(&path, row.line, rule, "remove it, or write the name as in the .proto file"));
        }
        for row in rows.iter().filter(|row| row.peers.is_empty() && row.kind != "operators") {
            let rule = format!("the row of {} lets nobody in", row.rpc);
            findings.push(Finding::at(&path, row.line, rule, "name the services that may call it"));
        }
    }
    findings
}

#[test]
fn every_rpc_has_exactly_one_permission_row() {
    crate::finding::none(&check(&Tree::ours(), &Contract::compiled()));
}

#[cfg(test)]
mod can_fail {
    use super::*;
    use crate::{finding, made_up::MadeUp};

    const PATH: &str = "services/identity/src/grpc/permissions.rs";

    fn found(rows: &str) -> Vec<Finding> {
        let rows = format!("Permissions::of(\"epupns.identity.v1.IdentityService\", &{rows});");
        check_of(&rows)
    }

    fn check_of(rows: &str) -> Vec<Finding> {
        let contract = Contract::made_up(&[("identity", "SignIn"), ("identity", "EnrolOfficer")], &[]);
        check(&MadeUp::of(&[(PATH, rows)]).tree(), &contract)
    }

    #[test]
    fn a_right_table_passes_and_is_read_whole() {
        let text = r#"
            const SEEN: &[Role] = &[Role::Verifier1, Role::Verifier2];
            pub const PERMISSIONS: &[Permissions] = &[Permissions::of("epupns.identity.v1.IdentityService", &[
                Permission::public("SignIn", &[Gateway]).within(Duration::from_secs(15)),
                Permission::roles("EnrolOfficer", &[Gateway, ServiceName::Portal], SEEN),
            ])];"#;
        finding::none(&check_of(text));
        let rows = rows(&MadeUp::of(&[(PATH, text)]).tree(), PATH);
        assert_eq!(rows[1].peers, ["Gateway", "Portal"]);
        assert_eq!(rows[1].roles, ["Verifier1", "Verifier2"]);
    }

    #[test]
    fn a_missing_row_is_found() {
        finding::one(&found("[Permission::public(\"SignIn\", &[Gateway])]"), PATH);
        // A row in a comment is no row.
        let comment = "[Permission::public(\"SignIn\", &[Gateway])\n// Permission::operators(\"EnrolOfficer\")\n]";
        finding::one(&found(comment), PATH);
    }

    #[test]
    fn a_row_without_a_table_or_in_that_of_another_service_is_found() {
        let rows = "[Permission::public(\"SignIn\", &[Gateway]),\nPermission::operators(\"EnrolOfficer\")]";
        let places = |findings: Vec<Finding>| findings.into_iter().map(|finding| finding.place).collect::<Vec<_>>();
        let (first, second) = (format!("{PATH}:1"), format!("{PATH}:2"));
        assert_eq!(places(check_of(rows)), [PATH, PATH, &first, &second]);
        let other = format!("Permissions::of(\"epupns.identity.v1.OtherService\", &{rows});");
        assert_eq!(places(check_of(&other)), [PATH, PATH, &first, &second]);
    }

    #[test]
    fn a_second_an_unknown_and_an_empty_row_are_found() {
        let both = "[Permission::public(\"SignIn\", &[Gateway]), Permission::operators(\"EnrolOfficer\"),\n";
        finding::one(&found(&format!("{both}Permission::operators(\"SignIn\")]")), &format!("{PATH}:2"));
        finding::one(&found(&format!("{both}Permission::operators(\"Sign\")]")), &format!("{PATH}:2"));
        let empty = "[Permission::public(\"SignIn\", &[Gateway]),\nPermission::services(\"EnrolOfficer\", &[])]";
        finding::one(&found(empty), &format!("{PATH}:2"));
    }
}
