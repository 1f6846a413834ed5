//! A rule has one owner: what two services decide alike stands in the kernel, not in the domain of each.
//!
//! Two functions are the same rule when they read the same from their parameters to their end, whatever they are called and
//! whatever numbers stand in them. Shorter ones than [`SHORTEST`] say nothing that could come to differ.

use std::collections::BTreeMap;

use crate::{
    finding::Finding,
    tokens::{Kind, Token, tokens},
    tree::{OWNERS, Tree},
};

/// Tokens of parameters, result and body: some three lines.
const SHORTEST: usize = 40;

/// Where a rule stands: its owner, its file, its line.
type Place = (&'static str, String, usize);

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut known: BTreeMap<String, Place> = BTreeMap::new();
    let mut findings = Vec::new();
    for owner in OWNERS {
        let domain = format!("services/{owner}/src/domain");
        for source in tree.program(owner).iter().filter(|source| source.path.starts_with(&domain)) {
            for (line, rule) in functions(&tokens(&source.path, &source.text)) {
                match known.get(&rule) {
                    Some((other, path, there)) if *other != owner => findings.push(Finding::at(
                        &source.path,
                        line,
                        format!("{owner} decides here what {other} decides at {path}:{there}, in the same words"),
                        "one of them, in services/kernel, for both",
                    )),
                    Some(_) => {}
                    None => {
                        known.insert(rule, (owner, source.path.clone(), line));
                    }
                }
            }
        }
    }
    findings
}

/// Line and text of each function that is long enough, without its name.
fn functions(tokens: &[Token]) -> Vec<(usize, String)> {
    let starts = tokens.iter().enumerate().filter(|(_, token)| token.word() == Some("fn"));
    let function = |(at, token): (usize, &Token)| {
        let after = &tokens[at + 2..];
        let text = &after[..=end(after)?];
        (text.len() >= SHORTEST)
            .then(|| (token.line, format!("{:?}", text.iter().map(|token| &token.kind).collect::<Vec<_>>())))
    };
    starts.filter_map(function).collect()
}

/// Where the body closes; `None` for a function without one.
fn end(tokens: &[Token]) -> Option<usize> {
    let (mut depth, mut body) = (0_usize, None);
    for (index, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Open(bracket) => {
                if bracket == '{' && depth == 0 {
                    body = Some(index);
                }
                depth += 1;
            }
            Kind::Close(_) => {
                depth = depth.checked_sub(1)?;
                if depth == 0 && body.is_some() {
                    return Some(index);
                }
            }
            Kind::Mark(';') if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

#[test]
fn no_rule_has_two_owners() {
    crate::finding::none(&check(&Tree::ours()));
}

#[cfg(test)]
mod can_fail {
    use super::*;
    use crate::{finding, made_up::MadeUp};

    const RULE: &str = "/// Doc.\npub(crate) fn lasts(now: Time, taken: Option<Time>) -> bool {
        // Why.
        let Some(taken) = taken else { return false };
        let passed = now - taken;
        passed < Duration::minutes(30) && passed >= Duration::ZERO
    }";

    fn found(files: &[(&str, &str)]) -> Vec<Finding> {
        check(&MadeUp::of(files).tree())
    }

    #[test]
    fn the_same_rule_under_another_name_is_found() {
        let renamed = RULE.replace("lasts", "holds").replace("// Why.", "").replace("30", "45");
        let two =
            [("services/verification/src/domain/claim.rs", RULE), ("services/helpdesk/src/domain/ticket.rs", &renamed)];
        finding::one(&found(&two), "services/helpdesk/src/domain/ticket.rs:2");
    }

    #[test]
    fn other_rules_and_other_rooms_pass() {
        let other = RULE.replace('<', ">");
        let domain = ("services/verification/src/domain/claim.rs", RULE);
        finding::none(&found(&[domain, ("services/helpdesk/src/domain/claim.rs", &other)]));
        finding::none(&found(&[domain, ("services/helpdesk/src/store/claims.rs", RULE)]));
        finding::none(&found(&[domain, ("services/verification/src/domain/stage.rs", RULE)]));
        finding::none(&found(&[domain, ("services/kernel/src/claim.rs", RULE)]));
    }
}
