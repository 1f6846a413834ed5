//! The topology: what each service serves and to whom, whom it asks, what it tells, what it hears. The snapshot is the
//! picture that a reviewer sees change.

use std::{collections::BTreeMap, fmt::Write as _};

use crate::{
    contract::{Contract, Rpc},
    events::{hears, tells},
    finding::Finding,
    permissions::{Row, rows, rows_path},
    tree::{EDGES, OWNERS, Tree},
    wiring::{Names, WIRING, connects, is_given, reads},
};

fn services() -> impl Iterator<Item = &'static str> {
    OWNERS.into_iter().chain(EDGES)
}

/// The picture as text.
fn picture(tree: &Tree, contract: &Contract) -> String {
    let mut text = String::from("every owner\n  serves\n");
    serves(&mut text, &rows(tree, &rows_path("operations")));
    for service in services() {
        let _ = writeln!(text, "\n{service}");
        if OWNERS.contains(&service) {
            text.push_str("  serves\n");
            let all = rows(tree, &rows_path(service));
            let of = |rpc: &Rpc| all.iter().find(|row| row.rpc == rpc.name && row.service == rpc.service).cloned();
            let rpcs = contract.rpcs.iter().filter(|rpc| rpc.package == service);
            serves(&mut text, &rpcs.filter_map(of).collect::<Vec<_>>());
        }
        let _ = writeln!(text, "  asks   {}", list(reads(tree, service)));
        if OWNERS.contains(&service) {
            let _ =
                writeln!(text, "  tells  {}", list(tells(tree, service).into_iter().map(|(event, _)| pascal(&event))));
            let _ = writeln!(text, "  hears  {}", list(hears(tree, service).into_iter().map(|one| pascal(&one.event))));
        }
    }
    text
}

fn serves(text: &mut String, rows: &[Row]) {
    let width = rows.iter().map(|row| row.rpc.len()).max().unwrap_or(0);
    for row in rows {
        let through = row.peers.iter().map(|peer| peer.to_lowercase()).collect::<Vec<_>>().join(", ");
        let who = match row.kind.as_str() {
            "public" => format!("anyone, through {through}"),
            "anyone" => format!("anyone, known when signed in, through {through}"),
            "roles" => format!("{}, through {through}", row.roles.join(" | ")),
            "services" => through,
            other => other.to_owned(),
        };
        let _ = writeln!(text, "    {:width$}  <- {who}", row.rpc);
    }
    if rows.is_empty() {
        text.push_str("    nothing yet\n");
    }
}

fn list(names: impl IntoIterator<Item = String>) -> String {
    let names: Vec<String> = names.into_iter().collect();
    if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
}

/// `account_opened` is `AccountOpened`.
fn pascal(snake: &str) -> String {
    let words = snake.split('_').map(|word| {
        let (first, rest) = word.split_at(word.len().min(1));
        first.to_uppercase() + rest
    });
    words.collect()
}

/// Code, settings, wiring and permission rows say the same of who asks whom.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let asks: BTreeMap<&str, Names> = services().map(|service| (service, connects(tree, service))).collect();
    let mut findings = Vec::new();
    for service in services() {
        let (connects, reads, given) = (&asks[service], reads(tree, service), is_given(tree, service));
        let place = format!("services/{service}/src");
        for name in connects.difference(&reads) {
            let rule = format!("an address comes from a setting: {service} connects to {name} and reads none for it");
            let remedy = format!("add EPUPNS_{}_ADDRESS to its settings", name.to_uppercase());
            findings.push(Finding::new(&place, rule, remedy));
        }
        // The portal is reached over HTTP, by proxying.
        for name in reads.difference(connects).filter(|name| *name != "portal") {
            let rule = format!("a setting is used: {service} reads an address of {name} and never connects");
            findings.push(Finding::new(&place, rule, "connect with chassis::grpc::connect, or drop the setting"));
        }
        for name in reads.difference(&given) {
            let rule = format!("the wiring gives what settings read: {service} is not told where {name} is");
            findings.push(Finding::new(WIRING, rule, "add it to `asks`"));
        }
        for name in given.difference(&reads) {
            let rule =
                format!("the wiring gives what settings read: {service} is told where {name} is and never reads it");
            findings.push(Finding::new(WIRING, rule, "take it out of `asks` until it asks"));
        }
        if OWNERS.contains(&service) {
            findings.extend(doors(tree, service, &asks));
        }
    }
    findings
}

/// An owner's rows let in exactly those who ask it.
fn doors(tree: &Tree, owner: &str, asks: &BTreeMap<&str, Names>) -> Vec<Finding> {
    let path = rows_path(owner);
    let rows = rows(tree, &path);
    let named: Names = rows.iter().flat_map(|row| &row.peers).map(|peer| peer.to_lowercase()).collect();
    // `&ServiceName::ALL`, or a constant that stands for it.
    let everyone = named.contains("all");
    let mut findings = Vec::new();
    for peer in services().filter(|peer| *peer != owner) {
        let (asks, admitted) = (asks[peer].contains(owner), named.contains(peer));
        if asks && !admitted && !everyone {
            let rule = format!("who asks is let in somewhere: no row of {owner} names {peer}");
            let remedy = format!("add {peer} to the row it needs, or stop it from connecting");
            findings.push(Finding::new(&path, rule, remedy));
        } else if admitted && !asks {
            let rule = format!("who is let in asks: rows of {owner} name {peer}, which never connects");
            findings.push(Finding::new(&path, rule, "deny by default: take it out until it asks"));
        }
    }
    findings
}

#[test]
fn code_settings_wiring_and_rows_agree_on_who_asks_whom() {
    crate::finding::none(&check(&Tree::ours()));
}

#[test]
fn the_topology_is_the_picture_that_was_reviewed() {
    insta::assert_snapshot!("topology", picture(&Tree::ours(), &Contract::compiled()));
}

#[cfg(test)]
mod can_fail {
    use super::*;
    use crate::{finding, made_up::MadeUp};

    const ROWS: &str = "services/identity/src/grpc/permissions.rs";
    const RIGHT: [(&str, &str); 4] = [
        ("services/portal/src/settings.rs", "#[arg(long, env = \"EPUPNS_IDENTITY_ADDRESS\")] struct S;"),
        ("services/portal/src/lib.rs", "fn f() { grpc::connect(&s.identity_address, \"identity\", &s.tls) }"),
        (ROWS, "const P: &[Permission] = &[Permission::public(\"SignIn\", &[Portal])];"),
        (
            WIRING,
            "const fn asks(p: P) -> &'static [P] { match p { P::Portal | P::Helpdesk => &[P::Identity], _ => &[] } }",
        ),
    ];

    /// The right tree with one file changed; the helpdesk of it asks nobody and is told nothing.
    fn found(change: usize, text: &str) -> Vec<Finding> {
        let mut files = RIGHT;
        files[3].1 = "const fn asks(p: P) -> &'static [P] { match p { P::Portal => &[P::Identity], _ => &[] } }";
        if let Some(file) = files.get_mut(change) {
            file.1 = text;
        }
        check(&MadeUp::of(&files).tree())
    }

    #[test]
    fn a_right_tree_passes_and_arms_are_read() {
        finding::none(&found(9, ""));
        let tree = MadeUp::of(&RIGHT);
        assert_eq!(is_given(&tree.tree(), "helpdesk"), Names::from(["identity".to_owned()]));
    }

    #[test]
    fn a_connection_without_a_setting_and_a_setting_without_wiring_are_found() {
        let places = |findings: Vec<Finding>| findings.into_iter().map(|finding| finding.place).collect::<Vec<_>>();
        assert_eq!(places(found(0, "")), ["services/portal/src", WIRING]);
        assert_eq!(places(found(1, "")), [ROWS, "services/portal/src"]);
        finding::one(&found(3, "const fn asks(p: P) -> &'static [P] { match p { _ => &[] } }"), WIRING);
    }

    #[test]
    fn a_door_that_is_shut_for_who_asks_or_open_for_who_does_not_is_found() {
        let findings = found(2, "[Permission::public(\"SignIn\", &[Gateway])]");
        let places: Vec<&str> = findings.iter().map(|finding| finding.place.as_str()).collect();
        assert_eq!(places, [ROWS, ROWS], "{findings:#?}");
    }

    #[test]
    fn the_picture_shows_every_row_and_event() {
        let tree = [
            (
                ROWS,
                "Permissions::of(\"epupns.identity.v1.IdentityService\", &[Permission::roles(\"SignIn\", &[Gateway], &[Role::Verifier1])])",
            ),
            ("services/identity/src/tells.rs", "pub(crate) fn account_opened() {}"),
            ("services/identity/src/hears/registration_lapsed.rs", ""),
        ];
        let text = picture(&MadeUp::of(&tree).tree(), &Contract::made_up(&[("identity", "SignIn")], &[]));
        for line in ["SignIn  <- Verifier1, through gateway", "tells  AccountOpened", "hears  RegistrationLapsed"] {
            assert!(text.contains(line), "{line} is not in:\n{text}");
        }
    }
}
