//! No file imports what imports it, over however many steps: who reads one would have to read all of them.
//!
//! A file and those below it may name each other: together they are one thing, and the file is its front. Everything else that
//! names each other in a circle is found, also inside of such a thing. Tests are no part of what they look at.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    finding::Finding,
    paths::{module_of, paths},
    tokens::{Kind, Token, find, inside, tokens},
    tree::{Source, Tree},
};

/// From the root of the crate or program; the root itself has no name.
type Module = Vec<String>;

/// Whom each file names.
type Named = BTreeMap<Module, BTreeSet<Module>>;

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    roots(tree).iter().flat_map(|(root, sources)| of_root(root, sources)).collect()
}

/// What is compiled together: the files below the nearest `lib.rs` or `main.rs`.
fn roots(tree: &Tree) -> BTreeMap<String, Vec<Source>> {
    let sources = tree.files("", ".rs");
    let directory = |path: &str| path.rsplit_once('/').map_or_else(String::new, |(directory, _)| directory.to_owned());
    let is_root = |path: &str| path.ends_with("/lib.rs") || path.ends_with("/main.rs");
    let directories: BTreeSet<String> =
        sources.iter().filter(|source| is_root(&source.path)).map(|source| directory(&source.path)).collect();
    let mut roots: BTreeMap<String, Vec<Source>> = BTreeMap::new();
    for source in sources {
        let mut above = directory(&source.path);
        while !above.is_empty() && !directories.contains(&above) {
            above = directory(&above);
        }
        if directories.contains(&above) {
            roots.entry(above).or_default().push(source);
        }
    }
    roots
}

fn of_root(root: &str, sources: &[Source]) -> Vec<Finding> {
    let below = |source: &Source| source.path[root.len() + 1..].to_owned();
    let is_test = |module: &Module| module.first().is_some_and(|first| first == "tests");
    let files: BTreeMap<Module, &Source> = sources
        .iter()
        .map(|source| (module_of(&below(source)), source))
        .filter(|(module, _)| !module.is_empty() && !is_test(module))
        .collect();
    let front = front(root, sources);
    let named: Named =
        files.iter().map(|(module, source)| (module.clone(), names(module, source, &files, &front))).collect();
    let finding = |circle: &BTreeSet<Module>| {
        let place = circle.first().map(|first| files[first].path.clone()).unwrap_or_default();
        let members: Vec<String> = circle.iter().map(|member| member.join("::")).collect();
        let rule = format!("no file imports what imports it: {}", members.join(", "));
        Finding::new(place, rule, "move what both need below both, or hand it in from above")
    };
    circles(&named).iter().map(finding).collect()
}

/// Names that the root gives on, and where they come from.
fn front(root: &str, sources: &[Source]) -> BTreeMap<String, Module> {
    let roots = [format!("{root}/lib.rs"), format!("{root}/main.rs")];
    let mut front = BTreeMap::new();
    for source in sources.iter().filter(|source| roots.contains(&source.path)) {
        for path in paths(&[], &tokens(&source.path, &source.text)) {
            if let [first, module @ .., name] = path.segments.as_slice()
                && first == "crate"
                && !module.is_empty()
            {
                front.insert(name.clone(), module.to_vec());
            }
        }
    }
    front
}

fn names(
    module: &Module,
    source: &Source,
    files: &BTreeMap<Module, &Source>,
    front: &BTreeMap<String, Module>,
) -> BTreeSet<Module> {
    let program = without_tests(&tokens(&source.path, &source.text));
    let mut named = BTreeSet::new();
    for path in paths(module, &program) {
        let (first, rest) = path.segments.split_first().expect("a path has a beginning");
        let below = [module.as_slice(), std::slice::from_ref(first)].concat();
        let mut path = match first.as_str() {
            "crate" => rest.to_vec(),
            _ if files.contains_key(&below) => [below.as_slice(), rest].concat(),
            _ => continue,
        };
        if let Some(from) = path.first().filter(|first| !files.contains_key(std::slice::from_ref(*first)))
            && let Some(given_on) = front.get(from)
        {
            path = given_on.clone();
        }
        // The file in which the item stands.
        while !path.is_empty() && !files.contains_key(&path) {
            path.pop();
        }
        if !path.is_empty() && path != *module {
            named.insert(path);
        }
    }
    named
}

/// The tokens of a file but for its `#[cfg(test)] mod ... { }`.
fn without_tests(all: &[Token]) -> Vec<Token> {
    let mut kept = Vec::new();
    let mut from = 0;
    for start in find(all, &["#", "[", "cfg", "(", "test", ")", "]", "mod"]) {
        let open = start + 9;
        if start >= from && all.get(open).is_some_and(|token| token.kind == Kind::Open('{')) {
            kept.extend_from_slice(&all[from..start]);
            from = open + inside(all, open).len() + 2;
        }
    }
    kept.extend_from_slice(&all[from.min(all.len())..]);
    kept
}

/// Sets of files each of which leads to all others of its set, but for a file with what is below it.
fn circles(named: &Named) -> Vec<BTreeSet<Module>> {
    let mut found = Vec::new();
    let mut open = connected(named, &named.keys().cloned().collect());
    while let Some(mut circle) = open.pop() {
        let front = circle.iter().min_by_key(|member| member.len()).cloned().unwrap_or_default();
        if circle.iter().all(|member| member.starts_with(&front)) {
            circle.remove(&front);
            open.extend(connected(named, &circle));
        } else {
            found.push(circle);
        }
    }
    found.sort();
    found
}

fn connected(named: &Named, among: &BTreeSet<Module>) -> Vec<BTreeSet<Module>> {
    let reached: BTreeMap<&Module, BTreeSet<&Module>> =
        among.iter().map(|module| (module, reached(named, among, module))).collect();
    let mut seen = BTreeSet::new();
    let mut sets = Vec::new();
    for module in among {
        if !seen.insert(module) {
            continue;
        }
        let back = |other: &&&Module| reached[*other].contains(module);
        let set: BTreeSet<Module> = reached[module].iter().filter(back).map(|other| (*other).clone()).collect();
        if set.len() > 1 {
            seen.extend(among.iter().filter(|other| set.contains(*other)));
            sets.push(set);
        }
    }
    sets
}

/// Where one comes from a file, over however many steps.
fn reached<'a>(named: &'a Named, among: &'a BTreeSet<Module>, from: &'a Module) -> BTreeSet<&'a Module> {
    let (mut reached, mut open) = (BTreeSet::new(), vec![from]);
    while let Some(module) = open.pop() {
        for next in named[module].iter().filter(|next| among.contains(*next)) {
            if reached.insert(next) {
                open.push(next);
            }
        }
    }
    reached
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    crate::finding::none(&check(&Tree::ours()));
}

#[cfg(test)]
mod can_fail {
    use super::*;
    use crate::{finding, made_up::MadeUp};

    fn found(files: &[(&str, &str)]) -> Vec<Finding> {
        let root = ("services/x/src/lib.rs", "mod a; mod b; mod c; pub use self::b::Thing;");
        let files: Vec<(&str, &str)> = [root].iter().chain(files).copied().collect();
        check(&MadeUp::of(&files).tree())
    }

    #[test]
    fn what_runs_down_and_what_a_file_has_below_it_pass() {
        finding::none(&found(&[
            ("services/x/src/a.rs", "mod one; mod two; pub use self::one::f; fn g() { two::h() }"),
            ("services/x/src/a/one.rs", "use super::g; use super::two::h; // crate::c"),
            ("services/x/src/a/two.rs", "use crate::{b::Thing, c};"),
            ("services/x/src/b.rs", "use crate::c; #[cfg(test)] mod tests { use crate::a::f; fn t() { f() } }"),
            ("services/x/src/c.rs", "fn f() { \"crate::a\"; }"),
            ("services/x/src/tests/a.rs", "use crate::tests::b;"),
            ("services/x/src/tests/b.rs", "use crate::tests::a;"),
        ]));
    }

    #[test]
    fn a_circle_is_found_however_long_and_however_it_is_written() {
        let a = "services/x/src/a.rs";
        finding::one(&found(&[(a, "use crate::b;"), ("services/x/src/b.rs", "fn f() { super::a::g() }")]), a);
        let three = [
            (a, "use crate::b::Thing;"),
            ("services/x/src/b.rs", "use crate::{c};"),
            ("services/x/src/c.rs", "use super::a;"),
        ];
        finding::one(&found(&three), a);
        let over_the_root = [(a, "use crate::Thing;"), ("services/x/src/b.rs", "use crate::a;")];
        finding::one(&found(&over_the_root), a);
    }

    #[test]
    fn a_circle_among_what_a_file_has_below_it_is_found() {
        let one = "services/x/src/a/one.rs";
        let files = [
            ("services/x/src/a.rs", "mod one; mod two; fn f() { one::g(); two::g() }"),
            (one, "use super::two;"),
            ("services/x/src/a/two.rs", "use super::one; use super::f;"),
        ];
        finding::one(&found(&files), one);
        let over_another = [
            ("services/x/src/a.rs", "mod one; fn f() { one::g() }"),
            (one, "use crate::b;"),
            ("services/x/src/b.rs", "use crate::a;"),
        ];
        finding::one(&found(&over_another), "services/x/src/a.rs");
    }

    #[test]
    fn programs_beside_a_library_and_in_a_directory_of_their_own_are_looked_at() {
        let a = "tools/x/src/bin/y/a.rs";
        let files = [
            ("tools/x/src/bin/y/main.rs", "mod a; mod b;"),
            (a, "use crate::b;"),
            ("tools/x/src/bin/y/b.rs", "use crate::a;"),
        ];
        finding::one(&check(&MadeUp::of(&files).tree()), a);
    }
}
