//! Imports run down only: `grpc`, `hears`, `jobs` -> `app` -> `store`, `tells`, `domain` -> kernel.

use crate::{
    finding::Finding,
    paths::{Named, module_of, paths},
    tokens::{Token, tokens},
    tree::{OWNERS, Source, Tree},
};

/// A room of every owner, and the rooms below it that it may name.
const ROOMS: [(&str, &[&str]); 9] = [
    ("grpc", &["app", "domain", "wire"]),
    // A listener is an adapter: it calls a use case in the transaction of its inbox row.
    ("hears", &["app", "domain", "wire"]),
    // The gRPC side of `app/ports.rs`, and other servers' clients.
    ("clients", &["app", "domain", "wire"]),
    // A job is a use case that nobody asks for.
    ("jobs", &["app", "store", "tells", "domain"]),
    ("app", &["store", "tells", "domain", "wire"]),
    ("tells", &["domain", "wire"]),
    ("store", &["domain"]),
    // Instants and codes as messages carry them.
    ("wire", &["domain"]),
    ("domain", &[]),
];
/// A room that one owner has for itself, what it may name, and why it is none of the others. Its use cases may name it.
const OWN_ROOMS: [(&str, &str, &[&str], &str); 3] = [
    ("identity", "hashing", &["domain"], "argon2 in a pool of threads: work, not a decision"),
    ("identity", "signing", &["domain"], "the only private key that signs tokens"),
    ("identity", "throttle", &[], "budgets counted in Redis, or in this process while it is away"),
];
/// Mounting: sees everything, is seen by nobody.
const MOUNTING: [&str; 3] = ["lib", "main", "settings"];

/// What a pure room must not name.
const IMPURE: [&str; 12] = [
    "sqlx",
    "tonic",
    "proto",
    "prost",
    "prost_types",
    "tokio",
    "futures",
    "chassis",
    "redis",
    "reqwest",
    "press",
    "letters",
];
const IMPURE_STD: [&str; 4] = ["fs", "env", "process", "thread"];
const SOCKETS: [&str; 4] = ["TcpStream", "TcpListener", "UdpSocket", "ToSocketAddrs"];

/// Findings of all owners and of the kernel, which is as pure as a domain.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for owner in OWNERS {
        let src = format!("services/{owner}/src/");
        for source in tree.program(owner) {
            let below = source.path[src.len()..].to_owned();
            findings.extend(owned(owner, &source, &below));
        }
    }
    for source in tree.files("services/kernel/src", ".rs") {
        let tokens = tokens(&source.path, &source.text);
        findings.extend(pure(&source, &tokens, &paths(&[], &tokens)));
    }
    findings
}

fn owned(owner: &str, source: &Source, below: &str) -> Vec<Finding> {
    let module = module_of(below);
    let tokens = tokens(&source.path, &source.text);
    let named = paths(&module, &tokens);
    let room = room_of(&module);
    let mut findings = queries(source, &room, &named);
    if MOUNTING.contains(&room.as_str()) {
        return findings;
    }
    let Some(sees) = sees(owner, &room) else {
        let rule = format!("`{room}` is no room of an owner");
        let remedy = "move it into one of the rooms of services/README.md, or give the reason in OWN_ROOMS";
        findings.push(Finding::new(&source.path, rule, remedy));
        return findings;
    };
    for path in &named {
        let Some(other) = own_room(owner, path) else { continue };
        // What the store found is rendered as it is, what was heard is handed down as it is kept: the adapters may know a row's
        // type, never call for it.
        let row = ["grpc", "hears"].contains(&room.as_str()) && other == "store" && is_type(path);
        if other != room && !sees.contains(&other.as_str()) && !row {
            let rule = format!("imports run down only: {room} names {}", path.segments.join("::"));
            let remedy = format!("{room} may name {}; move what is needed down, or call it from above", list(&sees));
            findings.push(Finding::at(&source.path, path.line, rule, remedy));
        }
    }
    if room == "domain" {
        findings.extend(pure(source, &tokens, &named));
    }
    if room == "store" {
        for path in named.iter().filter(|path| ["tonic", "proto"].contains(&path.segments[0].as_str())) {
            let rule = format!("the store knows rows, not messages: it names {}", path.segments.join("::"));
            findings.push(Finding::at(&source.path, path.line, rule, "take and give domain types; let app translate"));
        }
    }
    findings
}

/// `["grpc", "register"]` is in `grpc`.
fn room_of(module: &[String]) -> String {
    module.first().map_or_else(|| "lib".to_owned(), String::clone)
}

/// What a room may name; `None` when it is no room.
fn sees(owner: &str, room: &str) -> Option<Vec<&'static str>> {
    let own = || OWN_ROOMS.iter().filter(|(of, ..)| *of == owner);
    let common = ROOMS.iter().find(|(name, _)| *name == room).map(|(_, sees)| sees.to_vec());
    let mut sees = common.or_else(|| own().find(|(_, name, ..)| *name == room).map(|(_, _, sees, _)| sees.to_vec()))?;
    if room == "app" {
        sees.extend(own().map(|(_, name, ..)| *name));
    }
    Some(sees)
}

/// The room that a path of the own crate leads to; `None` for other crates' and for items of `lib.rs`.
fn own_room(owner: &str, path: &Named) -> Option<String> {
    let (first, rest) = path.segments.split_first()?;
    let room = room_of(rest);
    let known = sees(owner, &room).is_some() || MOUNTING.contains(&room.as_str());
    (first == "crate" && !rest.is_empty() && known).then_some(room)
}

fn is_type(path: &Named) -> bool {
    path.segments.last().is_some_and(|name| name.starts_with(char::is_uppercase))
}

fn queries(source: &Source, room: &str, named: &[Named]) -> Vec<Finding> {
    if room == "store" {
        return Vec::new();
    }
    let asks = |path: &&Named| {
        let query = |name: &String| name.starts_with("query") || name.starts_with("raw_sql") || name == "QueryBuilder";
        path.segments[0] == "sqlx" && path.segments.get(1).is_some_and(query)
    };
    let finding = |path: &Named| {
        let rule = format!("all SQL stands in store/: {} in {room}", path.segments.join("::"));
        Finding::at(&source.path, path.line, rule, "move it into store/<table>.rs as a function over a connection")
    };
    named.iter().filter(asks).map(finding).collect()
}

fn pure(source: &Source, tokens: &[Token], named: &[Named]) -> Vec<Finding> {
    const REMEDY: &str = "a pure room decides over values it is given: pass it in, or do it in app";
    let mut findings = Vec::new();
    for token in tokens.iter().filter(|token| matches!(token.word(), Some("async" | "await"))) {
        findings.push(Finding::at(&source.path, token.line, "the domain waits for nothing: async", REMEDY));
    }
    for path in named {
        let first = path.segments[0].as_str();
        let of_std = |names: &[&str]| first == "std" && path.segments.iter().any(|name| names.contains(&name.as_str()));
        let does_io = of_std(&IMPURE_STD) || of_std(&SOCKETS);
        let looks_at_clock =
            path.segments.last().is_some_and(|name| matches!(name.as_str(), "now" | "now_utc" | "now_v7"));
        if IMPURE.contains(&first) || does_io || looks_at_clock || path.starts_with(&["std", "time", "SystemTime"]) {
            let rule = format!("the domain is pure: it names {}", path.segments.join("::"));
            findings.push(Finding::at(&source.path, path.line, rule, REMEDY));
        }
    }
    findings
}

fn list(rooms: &[&str]) -> String {
    if rooms.is_empty() { "kernel only".to_owned() } else { rooms.join(", ") }
}

#[test]
fn imports_run_down_only_and_the_domain_is_pure() {
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
        let right = [
            (
                "services/identity/src/lib.rs",
                "pub mod grpc; fn mount() { crate::jobs::start(crate::settings::read()) }",
            ),
            (
                "services/identity/src/grpc/sign_in.rs",
                "use crate::{app::App, domain::throttle, store::accounts::Found, SCHEMA};",
            ),
            ("services/identity/src/app/check.rs", "use crate::hashing::HashPool;"),
            ("services/identity/src/app/sign_in.rs", "use crate::{tells, store, domain}; use chassis::db::Db;"),
            ("services/identity/src/store/accounts.rs", "fn f() { sqlx::query!(\"select 1\") }"),
            ("services/identity/src/domain/throttle.rs", "//! no async, no sqlx::query\nuse super::account::Account;"),
            ("services/identity/src/hears/account_opened.rs", "use crate::app::App;"),
            ("services/identity/src/tests/sign_in.rs", "use crate::{store, app}; fn f() { sqlx::query(\"select 1\") }"),
        ];
        finding::none(&check(&MadeUp::of(&right).tree()));
    }

    #[test]
    fn an_import_upwards_or_sideways_is_found() {
        let store = "services/identity/src/store/accounts.rs";
        finding::one(&found(store, "use crate::{\n    domain::x,\n    app::App,\n};"), &format!("{store}:3"));
        let grpc = "services/identity/src/grpc/sign_in.rs";
        finding::one(&found(grpc, "fn f() { super::super::store::accounts::load() }"), &format!("{grpc}:1"));
        let hears = "services/identity/src/hears/registration_lapsed.rs";
        finding::one(&found(hears, "use crate::jobs::deliver_mail;"), &format!("{hears}:1"));
        finding::one(&found(hears, "use crate::store::accounts;"), &format!("{hears}:1"));
        finding::one(&found(grpc, "use crate::store::accounts::load;"), &format!("{grpc}:1"));
        finding::one(&found(grpc, "use crate::hashing::HashPool;"), &format!("{grpc}:1"));
        let tells = "services/identity/src/tells.rs";
        finding::one(&found(tells, "use crate::settings::Settings;"), &format!("{tells}:1"));
    }

    #[test]
    fn a_domain_that_waits_asks_or_looks_at_a_clock_is_found() {
        let domain = "services/identity/src/domain/throttle.rs";
        let impure = [
            "async fn f() {}",
            "use sqlx::Error;",
            "use tonic::Status;",
            "use ::proto::identity::v1::Role;",
            "use chassis::db;",
            "use chassis::ambient::Clock;",
            "fn f() { time::OffsetDateTime::now_utc() }",
            "use std::{fmt, fs};",
            "use std::net::{IpAddr, TcpStream};",
        ];
        for text in impure {
            finding::one(&found(domain, text), &format!("{domain}:1"));
            finding::one(&found("services/kernel/src/nip.rs", text), "services/kernel/src/nip.rs:1");
        }
    }

    #[test]
    fn sql_outside_of_the_store_is_found() {
        for text in ["fn f() { sqlx::query!(\"select 1\") }", "use sqlx::{Error, query_as};"] {
            for room in ["app/sign_in", "jobs/sweep", "tells", "lib"] {
                let path = format!("services/identity/src/{room}.rs");
                finding::one(&found(&path, text), &format!("{path}:1"));
            }
        }
    }

    #[test]
    fn a_message_in_the_store_and_an_unknown_room_are_found() {
        let store = "services/identity/src/store/accounts.rs";
        finding::one(&found(store, "use proto::identity::v1::Role;"), &format!("{store}:1"));
        let room = "services/identity/src/managers/account.rs";
        finding::one(&found(room, "struct Manager;"), room);
        let of_another = "services/verification/src/hashing.rs";
        finding::one(&found(of_another, "struct Pool;"), of_another);
    }
}
