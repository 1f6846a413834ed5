//! Every path that a file names, whether imported or written out, from the crate's root where it is the crate's own.

use crate::tokens::{Kind, Token};

/// A path such as `crate::store::accounts` or `sqlx::query`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    /// Own paths start with `crate`, all others with the name of a crate or of something imported.
    pub(crate) segments: Vec<String>,
    /// From 1.
    pub(crate) line: usize,
}

impl Named {
    /// Whether it begins with these.
    pub(crate) fn starts_with(&self, start: &[&str]) -> bool {
        self.segments.len() >= start.len() && self.segments.iter().zip(start).all(|(own, wanted)| own == wanted)
    }
}

/// The module that a file below `src/` is: `src/grpc/register.rs` is `["grpc", "register"]`.
pub(crate) fn module_of(below_src: &str) -> Vec<String> {
    let module = below_src.trim_end_matches(".rs").trim_end_matches("/mod");
    if matches!(module, "lib" | "main") { Vec::new() } else { module.split('/').map(str::to_owned).collect() }
}

/// All paths of a file, in order.
pub(crate) fn paths(module: &[String], tokens: &[Token]) -> Vec<Named> {
    let mut reader = Reader { tokens, module: module.to_vec(), inner: Vec::new(), found: Vec::new() };
    reader.read();
    reader.found
}

struct Reader<'a> {
    tokens: &'a [Token],
    module: Vec<String>,
    /// For each open bracket, whether it opened a `mod`.
    inner: Vec<bool>,
    found: Vec<Named>,
}

impl Reader<'_> {
    fn read(&mut self) {
        let mut at = 0;
        while let Some(token) = self.tokens.get(at) {
            at = match &token.kind {
                Kind::Word(word) if word == "mod" && self.opens(at + 2, '{') => {
                    let name = self.tokens[at + 1].word().unwrap_or_default().to_owned();
                    self.module.push(name);
                    self.inner.push(true);
                    at + 3
                }
                Kind::Word(word) if word == "use" && !self.opens(at + 1, '<') => self.tree(at + 1, &[]),
                Kind::Word(_) => self.path(at),
                Kind::Open(_) => {
                    self.inner.push(false);
                    at + 1
                }
                Kind::Close(_) => {
                    if self.inner.pop() == Some(true) {
                        self.module.pop();
                    }
                    at + 1
                }
                _ => at + 1,
            };
        }
    }

    /// A path in code; single words are no paths.
    fn path(&mut self, start: usize) -> usize {
        let mut segments = Vec::new();
        let mut at = start;
        while let Some(word) = self.tokens.get(at).and_then(Token::word) {
            segments.push(word.to_owned());
            at += 1;
            if !self.is_double_colon(at) {
                break;
            }
            at += 2;
        }
        if segments.len() > 1 {
            self.keep(segments, self.tokens[start].line);
        }
        at.max(start + 1)
    }

    /// A tree of imports from `at` to its `;`, `,` or `}`, which is left to the caller.
    fn tree(&mut self, mut at: usize, prefix: &[String]) -> usize {
        let mut segments = prefix.to_vec();
        let mut line = None;
        while let Some(token) = self.tokens.get(at) {
            match &token.kind {
                Kind::Word(word) if word == "as" => at += 1,
                Kind::Word(word) => {
                    line.get_or_insert(token.line);
                    segments.push(word.clone());
                }
                Kind::Mark('*') => {
                    line.get_or_insert(token.line);
                    segments.push("*".to_owned());
                }
                Kind::Open('{') => {
                    at += 1;
                    while self.tokens.get(at).is_some_and(|token| !token.is('}')) {
                        at = self.tree(at, &segments);
                        if self.opens(at, ',') {
                            at += 1;
                        }
                    }
                    return at + 1;
                }
                Kind::Mark(';' | ',') | Kind::Close(_) => break,
                _ => {}
            }
            at += 1;
        }
        if let Some(line) = line {
            self.keep(segments, line);
        }
        at
    }

    fn keep(&mut self, segments: Vec<String>, line: usize) {
        let own = |module: &[String], rest: &[String]| {
            [&["crate".to_owned()], module, rest].concat().into_iter().filter(|segment| segment != "self").collect()
        };
        let segments = match segments[0].as_str() {
            "self" => own(&self.module, &segments[1..]),
            "super" => {
                let up = segments.iter().take_while(|segment| *segment == "super").count();
                own(&self.module[..self.module.len().saturating_sub(up)], &segments[up..])
            }
            _ => segments.into_iter().filter(|segment| segment != "self").collect(),
        };
        self.found.push(Named { segments, line });
    }

    fn opens(&self, at: usize, character: char) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(character))
    }

    fn is_double_colon(&self, at: usize) -> bool {
        self.opens(at, ':') && self.opens(at + 1, ':')
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::tokens;

    fn named(below_src: &str, text: &str) -> Vec<String> {
        let found = paths(&module_of(below_src), &tokens(below_src, text));
        found.iter().map(|named| named.segments.join("::")).collect()
    }

    #[test]
    fn imports_are_spread_out() {
        let text = "use a::{b, c::{self, d as e}, f::*}; use g; pub(crate) use ::h::i;";
        assert_eq!(named("x.rs", text), ["a::b", "a::c", "a::c::d", "a::f::*", "g", "h::i"]);
    }

    #[test]
    fn own_paths_start_at_the_root_of_the_crate() {
        let text = "use super::{app::App, wire}; fn f() { self::g(); super::super::h(); crate::i::j::<u8>() }";
        let found = ["crate::grpc::app::App", "crate::grpc::wire", "crate::grpc::a::g", "crate::h", "crate::i::j"];
        assert_eq!(named("grpc/a.rs", text), found);
    }

    #[test]
    fn super_in_an_inline_module_means_the_file() {
        let text = "mod tests { use super::x; mod more { use super::super::y; } } use super::z;";
        assert_eq!(named("domain/a.rs", text), ["crate::domain::a::x", "crate::domain::a::y", "crate::domain::z"]);
    }

    #[test]
    fn macros_and_their_arguments_count_too() {
        let text = "fn f() { sqlx::query!(\"select\", kernel::Nip::parse(x)); }";
        assert_eq!(named("a.rs", text), ["sqlx::query", "kernel::Nip::parse"]);
    }
}
