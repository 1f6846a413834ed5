//! Which agencies are rehearsed is said once, in the kernel. Programs ask there; SQL, whose conditions need the letter so that
//! an index serves them and no mistake above reaches a real agency, says the same letter.

use kernel::RehearsalAgency;

use crate::{
    finding::Finding,
    tree::{EDGES, OWNERS, Source, Tree},
};

/// How SQL asks: `left(agency_code, 1) = 'X'`, `left($1, 8) = 'geladi.x'`.
const ASKED: &str = "left(";
/// How SQL asks where an index is to find them in order: `code >= 'X' and code < 'Y'`.
const FROM: &str = "code >= '";
/// How a program would ask by itself.
const BY_ITSELF: &str = "starts_with('X')";

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for service in OWNERS.iter().chain(&EDGES) {
        let under = format!("services/{service}");
        let sql = [tree.files(&format!("{under}/src"), ".sql"), tree.files(&format!("{under}/migrations"), ".sql")];
        for source in tree.program(service).iter().chain(sql.iter().flatten()) {
            findings.extend(in_file(source));
        }
    }
    findings
}

fn in_file(source: &Source) -> Vec<Finding> {
    const REMEDY: &str = "say what kernel::RehearsalAgency says, or ask it";
    let lines = source.text.lines().enumerate();
    let at = |(line, rule): (usize, String)| Finding::at(&source.path, line + 1, rule, REMEDY);
    let broken = lines.flat_map(|(line, text)| {
        let letters = asked(text).into_iter().filter(|letter| !is_prefix(letter));
        let others = letters.map(|letter| format!("rehearsed is what begins with {}, not {letter}", prefix()));
        let own =
            text.contains(BY_ITSELF).then(|| "which agencies are rehearsed stands in the kernel alone".to_owned());
        others.chain(own).map(move |rule| (line, rule)).collect::<Vec<_>>()
    });
    broken.map(at).collect()
}

/// What a line of SQL compares the beginnings of codes and of names with: of each the last character, which is the letter.
fn asked(line: &str) -> Vec<String> {
    let begun = line.match_indices(ASKED).filter_map(|(at, _)| {
        let (value, rest) = line[at + ASKED.len()..].split_once(')')?;
        let ours = value.contains("code,") || value.starts_with('$');
        let literal = rest.trim_start_matches([' ', '=', '<', '>']).strip_prefix('\'');
        literal.filter(|_| ours)?.split_once('\'').map(|(literal, _)| literal)
    });
    let listed = line.match_indices(FROM).filter_map(|(at, _)| line[at + FROM.len()..].split_once('\''));
    begun.chain(listed.map(|(literal, _)| literal)).map(last).collect()
}

fn last(literal: &str) -> String {
    literal.chars().last().map(String::from).unwrap_or_default()
}

fn is_prefix(letter: &str) -> bool {
    letter.eq_ignore_ascii_case(&prefix())
}

fn prefix() -> String {
    RehearsalAgency::PREFIX.to_string()
}

#[test]
fn sql_and_programs_know_a_rehearsal_by_the_kernels_rule() {
    crate::finding::none(&check(&Tree::ours()));
}

#[test]
fn our_sql_is_found_asking() {
    let tree = Tree::ours();
    for (owner, at_least) in [("identity", 2), ("registration", 5), ("verification", 3), ("reporting", 10)] {
        let sources = tree.program(owner);
        let found: usize = sources.iter().flat_map(|source| source.text.lines()).map(|line| asked(line).len()).sum();
        assert!(found >= at_least, "{owner} asks in {found} places: is it written in a way that this check misses?");
    }
}

#[cfg(test)]
mod can_fail {
    use super::*;
    use crate::{finding, made_up::MadeUp};

    fn found(path: &str, text: &str) -> Vec<Finding> {
        check(&MadeUp::of(&[(path, text)]).tree())
    }

    #[test]
    fn what_the_kernel_says_passes() {
        for text in [
            "\"delete from t where code = $1 and left(code, 1) = 'X'\"",
            "where left(a.code, 1) <> 'X'\n  and left($1, 8) = 'geladi.x'",
            "where code >= 'X' and code < 'Y'",
            "select left(name, 1) = 'A'",
            "kernel::RehearsalAgency::parse(code)",
        ] {
            finding::none(&found("services/reporting/src/store/exports.rs", text));
        }
    }

    #[test]
    fn another_letter_is_found_wherever_sql_stands() {
        for path in [
            "services/reporting/src/store/exports.rs",
            "services/verification/src/store/worklist/one.sql",
            "services/registration/migrations/0200_x.sql",
        ] {
            for text in ["and left(code, 1) <> 'Z'", "left($2, 8) = 'agency:Z'", "where code >= 'Z' and code < 'a'"] {
                finding::one(&found(path, text), &format!("{path}:1"));
            }
        }
    }

    #[test]
    fn a_program_that_decides_by_itself_is_found() {
        let path = "services/helpdesk/src/app/purge_rehearsal.rs";
        finding::one(&found(path, "\nensure!(code.starts_with('X'));"), &format!("{path}:2"));
    }
}
