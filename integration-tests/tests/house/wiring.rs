//! Who asks whom, three times: what the code connects to, what its settings read, what the wiring of `deploy/stack` gives.

use std::collections::BTreeSet;

use crate::{
    tokens::{Token, by_commas, find, inside, tokens},
    tree::{EDGES, OWNERS, Tree},
};

/// Where the wiring stands.
pub(crate) const WIRING: &str = "deploy/stack/src/wiring.rs";

/// Services by name, sorted.
pub(crate) type Names = BTreeSet<String>;

/// Services that the code connects to over gRPC: `grpc::connect(address, "identity", tls)`.
pub(crate) fn connects(tree: &Tree, service: &str) -> Names {
    let mut names = Names::new();
    for source in tree.program(service) {
        let tokens = tokens(&source.path, &source.text);
        for at in find(&tokens, &["connect", "("]) {
            let arguments = by_commas(inside(&tokens, at + 1));
            let name = arguments.get(1).and_then(|name| name.first()).and_then(Token::text);
            names.extend(name.filter(|name| is_service(name)).map(str::to_owned));
        }
    }
    names
}

/// Services whose address the settings read: `env = "EPUPNS_IDENTITY_ADDRESS"`.
pub(crate) fn reads(tree: &Tree, service: &str) -> Names {
    let mut names = Names::new();
    for source in tree.program(service) {
        let tokens = tokens(&source.path, &source.text);
        let texts = tokens.iter().filter_map(Token::text);
        let addressed =
            texts.filter_map(|text| Some(text.strip_prefix("EPUPNS_")?.strip_suffix("_ADDRESS")?.to_lowercase()));
        names.extend(addressed.filter(|name| is_service(name)));
    }
    names
}

/// Services whose address the wiring gives: the arm of `fn asks` for this program.
pub(crate) fn is_given(tree: &Tree, service: &str) -> Names {
    let tokens = tokens(WIRING, &tree.read(WIRING).unwrap_or_default());
    let Some(start) = find(&tokens, &["fn", "asks"]).next() else { return Names::new() };
    let Some(body) = tokens[start..].iter().position(|token| token.is('{')) else { return Names::new() };
    let body = inside(&tokens, start + body);
    let Some(matched) = body.iter().position(|token| token.is('{')) else { return Names::new() };
    for arm in arms(inside(body, matched)) {
        let Some(arrow) = find(arm, &["=", ">"]).next() else { continue };
        let (programs, asked) = arm.split_at(arrow);
        if services(programs).contains(service) {
            return services(asked);
        }
    }
    Names::new()
}

/// The arms of a match: a block ends one without a comma.
fn arms(tokens: &[Token]) -> Vec<&[Token]> {
    let mut arms = Vec::new();
    for mut part in by_commas(tokens) {
        while let Some(open) = find(part, &["=", ">", "{"]).next() {
            let end = open + 2 + inside(part, open + 2).len() + 2;
            arms.push(&part[..end]);
            part = &part[end..];
        }
        arms.push(part);
    }
    arms.retain(|arm| !arm.is_empty());
    arms
}

fn services(tokens: &[Token]) -> Names {
    tokens.iter().filter_map(Token::word).map(str::to_lowercase).filter(|name| is_service(name)).collect()
}

fn is_service(name: &str) -> bool {
    OWNERS.contains(&name) || EDGES.contains(&name)
}
