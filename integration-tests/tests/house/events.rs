//! Every event has one publisher, in its owner's `tells.rs`; whoever hears one names it after the event.

use crate::{
    contract::{Contract, Event, snake},
    finding::Finding,
    tokens::{Token, find, tokens},
    tree::{OWNERS, Tree},
};

/// An event of the contract that nobody tells yet, and why it stands there all the same.
pub(crate) type Untold = (&'static str, &'static str);

pub(crate) const UNTOLD: &[Untold] = &[];

/// An event heard by a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hearing {
    /// Path of the listener.
    pub(crate) path: String,
    /// `account_opened`.
    pub(crate) event: String,
}

/// What an owner hears: its files `hears/<event>.rs`.
pub(crate) fn hears(tree: &Tree, owner: &str) -> Vec<Hearing> {
    let under = format!("services/{owner}/src/hears");
    let sources = tree.files(&under, ".rs").into_iter();
    let named = sources.filter_map(|source| {
        let event = source.path.rsplit('/').next()?.strip_suffix(".rs")?.to_owned();
        // A folder's front page only lists what is in it.
        let folder = tree.has(&format!("{}/{event}", source.path.rsplit_once('/')?.0));
        (event != "mod" && !folder).then_some(Hearing { path: source.path, event })
    });
    named.collect()
}

/// What an owner tells: the public functions of its `tells.rs`, with their lines.
pub(crate) fn tells(tree: &Tree, owner: &str) -> Vec<(String, usize)> {
    let path = tells_path(owner);
    let tokens = tokens(&path, &tree.read(&path).unwrap_or_default());
    let functions = tokens.iter().enumerate().filter(|(_, token)| token.word() == Some("fn"));
    let public = functions.filter(|(at, _)| {
        let before = &tokens[at.saturating_sub(5)..*at];
        let start = before.iter().rposition(|token| token.is('}') || token.is(';') || token.is(']'));
        before[start.map_or(0, |at| at + 1)..].iter().any(|token| token.word() == Some("pub"))
    });
    public.filter_map(|(at, _)| Some((tokens.get(at + 1)?.word()?.to_owned(), tokens[at].line))).collect()
}

fn tells_path(owner: &str) -> String {
    format!("services/{owner}/src/tells.rs")
}

pub(crate) fn check(tree: &Tree, contract: &Contract, untold: &[Untold]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for event in &contract.events {
        findings.extend(publisher(tree, event, untold));
    }
    for owner in OWNERS {
        let path = tells_path(owner);
        for (function, line) in tells(tree, owner) {
            if !contract.events.iter().any(|event| event.package == owner && snake(&event.name) == function) {
                let rule = format!("tells.rs tells events of its own package: {function} is none");
                findings.push(Finding::at(
                    &path,
                    line,
                    rule,
                    "add the message to the contract, or remove the function",
                ));
            }
        }
        findings.extend(told_elsewhere(tree, owner));
        findings.extend(listeners(tree, owner, contract));
    }
    findings
}

fn publisher(tree: &Tree, event: &Event, untold: &[Untold]) -> Option<Finding> {
    let (name, owner) = (&event.name, &event.package);
    let function = snake(name);
    let path = tells_path(owner);
    let own: Vec<usize> =
        tells(tree, owner).into_iter().filter(|(own, _)| *own == function).map(|(_, line)| line).collect();
    let excepted = untold.iter().any(|(untold, _)| untold == name);
    match own.as_slice() {
        [] if excepted => None,
        [] => {
            let rule = format!("every event has one publisher: {name} has none");
            Some(Finding::new(&path, rule, format!("write `{function}` there, or give the reason in UNTOLD")))
        }
        [line] if excepted => {
            let rule = format!("{name} is no exception any more");
            Some(Finding::at(&path, *line, rule, "take it out of UNTOLD in tests/house/events.rs"))
        }
        [line] if !is_called(tree, owner, &function) => {
            let rule = format!("an event is told by somebody: nothing calls {function}");
            Some(Finding::at(&path, *line, rule, "tell it where it becomes true, or remove function and message"))
        }
        [_] => None,
        [_, second, ..] => {
            let rule = format!("every event has one publisher: {name} has {}", own.len());
            Some(Finding::at(&path, *second, rule, "keep one function"))
        }
    }
}

fn is_called(tree: &Tree, owner: &str, function: &str) -> bool {
    let sources = tree.program(owner).into_iter();
    let mut others = sources.filter(|source| source.path != tells_path(owner));
    others.any(|source| tokens(&source.path, &source.text).iter().any(|token| token.word() == Some(function)))
}

fn told_elsewhere(tree: &Tree, owner: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in tree.program(owner) {
        if source.path == tells_path(owner) {
            continue;
        }
        let tokens = tokens(&source.path, &source.text);
        for at in find(&tokens, &[".", "tell", "("]) {
            let rule = "only tells.rs puts into the outbox";
            findings.push(Finding::at(&source.path, tokens[at].line, rule, "call its function for this event"));
        }
    }
    findings
}

fn listeners(tree: &Tree, owner: &str, contract: &Contract) -> Vec<Finding> {
    let mut findings = Vec::new();
    for Hearing { path, event } in hears(tree, owner) {
        let Some(known) = contract.events.iter().find(|known| snake(&known.name) == event) else {
            let rule = format!("a listener is named after an event of the contract: {event} is none");
            findings.push(Finding::new(&path, rule, "name the file <event>.rs as in *_events.proto"));
            continue;
        };
        let tokens = tokens(&path, &tree.read(&path).unwrap_or_default());
        if !tokens.iter().filter_map(Token::word).any(|word| word == known.name) {
            let rule = format!("a listener hears what its name says: {} is not in it", known.name);
            findings.push(Finding::new(&path, rule, "take that message, or rename the file"));
        }
    }
    findings
}

#[test]
fn every_event_has_one_publisher_and_listeners_name_events() {
    crate::finding::none(&check(&Tree::ours(), &Contract::compiled(), UNTOLD));
}

#[cfg(test)]
mod can_fail {
    use super::*;
    use crate::{finding, made_up::MadeUp};

    const TELLS: &str = "services/identity/src/tells.rs";
    const HEARS: &str = "services/registration/src/hears/account_opened.rs";
    const APP: &str = "services/identity/src/app/open_account.rs";
    const ONE: &str = "pub async fn account_opened() { o.tell(m) }\nfn helper() {}";
    const CALL: &str = "fn f() { tells::account_opened() }";

    fn found(files: &[(&str, &str)], untold: &[Untold]) -> Vec<Finding> {
        let contract = Contract::made_up(&[], &[("identity", "AccountOpened")]);
        check(&MadeUp::of(files).tree(), &contract, untold)
    }

    #[test]
    fn a_right_tree_passes() {
        finding::none(&found(&[(TELLS, ONE), (APP, CALL), (HEARS, "use x::AccountOpened;")], &[]));
    }

    #[test]
    fn no_publisher_two_and_one_that_nobody_calls_are_found() {
        finding::one(&found(&[], &[]), TELLS);
        let two = "pub fn account_opened() {}\npub(crate) async fn account_opened() {}";
        finding::one(&found(&[(TELLS, two), (APP, CALL)], &[]), &format!("{TELLS}:2"));
        finding::one(&found(&[(TELLS, ONE), (APP, "// account_opened")], &[]), &format!("{TELLS}:1"));
    }

    #[test]
    fn a_publisher_of_nothing_and_a_fact_told_elsewhere_are_found() {
        let more = format!("{ONE}\npub fn account_shut() {{}}");
        finding::one(&found(&[(TELLS, &more), (APP, CALL)], &[]), &format!("{TELLS}:3"));
        let elsewhere = format!("{CALL}\nfn g() {{ app.outbox.tell(tx, None, &m) }}");
        finding::one(&found(&[(TELLS, ONE), (APP, &elsewhere)], &[]), &format!("{APP}:2"));
    }

    #[test]
    fn a_listener_of_nothing_or_of_something_else_is_found() {
        let wrong = "services/registration/src/hears/account_shut.rs";
        finding::one(&found(&[(TELLS, ONE), (APP, CALL), (wrong, "")], &[]), wrong);
        finding::one(&found(&[(TELLS, ONE), (APP, CALL), (HEARS, "use x::AccountErased;")], &[]), HEARS);
    }

    #[test]
    fn an_untold_event_is_excepted_until_it_is_told() {
        let untold = [("AccountOpened", "made up")];
        finding::none(&found(&[], &untold));
        finding::one(&found(&[(TELLS, ONE), (APP, CALL)], &untold), &format!("{TELLS}:1"));
    }
}
