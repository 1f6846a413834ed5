//! The settings of a program, as its `settings.rs` declares them to clap.

use std::collections::BTreeMap;

use crate::{
    tokens::{Token, by_commas, find, inside, tokens},
    tree::Tree,
};

/// Environment variables, and whether a program does not start without.
pub(super) type Settings = BTreeMap<String, bool>;

const SHARED: &str = "services/chassis/src/settings.rs";

/// What `<program> serve` reads.
pub(super) fn of(tree: &Tree, program: &str) -> Settings {
    let mut found = Settings::new();
    collect(tree, &format!("services/{program}/src/settings.rs"), "Settings", &mut found);
    assert!(
        !found.is_empty(),
        "{program} has no settings: services/{program}/src/settings.rs is read for `struct Settings`"
    );
    found
}

fn collect(tree: &Tree, path: &str, name: &str, found: &mut Settings) {
    let tokens = tokens(path, &tree.read(path).unwrap_or_default());
    let Some(start) = find(&tokens, &["struct", name, "{"]).next() else { return };
    for field in by_commas(inside(&tokens, start + 2)) {
        let says = |word: &str| field.iter().any(|token| token.word() == Some(word));
        let of_type: Vec<&str> = after_name(field).iter().filter_map(Token::word).collect();
        if says("flatten") {
            collect(tree, SHARED, of_type.last().copied().unwrap_or_default(), found);
        } else if let Some(at) = find(field, &["env", "="]).next()
            && let Some(variable) = field.get(at + 2).and_then(Token::text)
        {
            let given = ["default_value", "default_value_t", "default_values_t"].iter().any(|word| says(word));
            let may_miss = of_type.first().is_some_and(|word| ["Option", "Vec", "bool"].contains(word));
            found.insert(variable.to_owned(), !given && !may_miss);
        }
    }
}

/// The type: what stands behind the field's own colon, which is the first one outside of brackets.
fn after_name(field: &[Token]) -> &[Token] {
    let mut depth = 0_usize;
    for (index, token) in field.iter().enumerate() {
        if token.is('[') || token.is('(') {
            depth += 1;
        } else if token.is(']') || token.is(')') {
            depth = depth.saturating_sub(1);
        } else if token.is(':') && depth == 0 {
            return &field[index + 1..];
        }
    }
    &[]
}

#[test]
fn what_must_be_set_is_told_from_what_may() {
    let tree = Tree::ours();
    let identity = of(&tree, "identity");
    for required in ["EPUPNS_LISTEN", "EPUPNS_OPS_LISTEN", "EPUPNS_TLS_KEY_FILE", "EPUPNS_PEPPER_FILE"] {
        assert_eq!(identity.get(required), Some(&true), "{required}");
    }
    for optional in ["EPUPNS_LOG", "EPUPNS_NATS_REQUIRE_DURABLE", "EPUPNS_PREVIOUS_PEPPER_FILE", "EPUPNS_HASH_BACKEND"]
    {
        assert_eq!(identity.get(optional), Some(&false), "{optional}");
    }
    assert_eq!(of(&tree, "gateway").get("EPUPNS_TRUSTED_PROXIES"), Some(&false));
    assert!(!of(&tree, "gateway").contains_key("EPUPNS_DATABASE_URL"));
}
