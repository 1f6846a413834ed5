//! Rust as tokens: comments are gone, strings are strings, so that a rule is not broken by a sentence about it.

use std::{cell::RefCell, collections::HashMap, rc::Rc, str::FromStr as _};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// One token in a flat row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Identifier or keyword.
    Word(String),
    /// One character of punctuation.
    Mark(char),
    /// A string, without its quotes.
    Text(String),
    /// Any other literal.
    Number,
    /// `(`, `[`, `{`.
    Open(char),
    /// `)`, `]`, `}`.
    Close(char),
}

/// A token and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    /// What it is.
    pub(crate) kind: Kind,
    /// From 1.
    pub(crate) line: usize,
}

impl Token {
    /// The identifier or keyword, if it is one.
    pub(crate) fn word(&self) -> Option<&str> {
        match &self.kind {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    /// The string, if it is one.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether it is this character of punctuation or this bracket.
    pub(crate) fn is(&self, character: char) -> bool {
        matches!(self.kind, Kind::Mark(own) | Kind::Open(own) | Kind::Close(own) if own == character)
    }
}

thread_local! {
    /// Checks read the same files: each text is taken apart once.
    static KNOWN: RefCell<HashMap<String, Rc<[Token]>>> = RefCell::default();
}

/// The tokens of a file. Documentation is left out with the other comments.
///
/// # Panics
/// When the file is not Rust; `path` says which.
pub(crate) fn tokens(path: &str, text: &str) -> Rc<[Token]> {
    if let Some(known) = KNOWN.with_borrow(|known| known.get(text).cloned()) {
        return known;
    }
    let stream = TokenStream::from_str(text).unwrap_or_else(|error| panic!("{path} is not Rust: {error}"));
    let mut flat = Vec::new();
    flatten(stream, &mut flat);
    let flat: Rc<[Token]> = flat.into();
    KNOWN.with_borrow_mut(|known| known.insert(text.to_owned(), flat.clone()));
    flat
}

/// Where a row of words and punctuation stands: `.tell(` is `[".", "tell", "("]`. Gives the index of each first token.
pub(crate) fn find<'a>(tokens: &'a [Token], row: &'a [&str]) -> impl Iterator<Item = usize> + 'a {
    tokens.windows(row.len()).enumerate().filter(|(_, window)| fits(window, row)).map(|(index, _)| index)
}

fn fits(window: &[Token], row: &[&str]) -> bool {
    window.iter().zip(row).all(|(token, wanted)| match &token.kind {
        Kind::Word(word) => word == wanted,
        Kind::Mark(own) | Kind::Open(own) | Kind::Close(own) => wanted.chars().eq([*own]),
        Kind::Text(_) | Kind::Number => false,
    })
}

/// What stands between the bracket at `open` and the one that closes it.
pub(crate) fn inside(tokens: &[Token], open: usize) -> &[Token] {
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate().skip(open) {
        match token.kind {
            Kind::Open(_) => depth += 1,
            Kind::Close(_) if depth == 1 => return &tokens[open + 1..index],
            Kind::Close(_) => depth -= 1,
            _ => {}
        }
    }
    &[]
}

/// Splits at commas outside of brackets; a last comma adds nothing.
pub(crate) fn by_commas(tokens: &[Token]) -> Vec<&[Token]> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0_usize, 0);
    for (index, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Open(_) => depth += 1,
            Kind::Close(_) => depth = depth.saturating_sub(1),
            Kind::Mark(',') if depth == 0 => {
                parts.push(&tokens[start..index]);
                start = index + 1;
            }
            _ => {}
        }
    }
    parts.push(&tokens[start..]);
    parts.retain(|part| !part.is_empty());
    parts
}

fn flatten(stream: TokenStream, flat: &mut Vec<Token>) {
    for tree in stream {
        let line = tree.span().start().line;
        match tree {
            TokenTree::Ident(ident) => {
                let word = ident.to_string();
                flat.push(Token { kind: Kind::Word(word.trim_start_matches("r#").to_owned()), line });
            }
            TokenTree::Literal(literal) => flat.push(Token { kind: unquoted(&literal.to_string()), line }),
            TokenTree::Group(group) => {
                let end = group.span_close().start().line;
                let Some((open, close)) = brackets(group.delimiter()) else {
                    flatten(group.stream(), flat);
                    continue;
                };
                if is_documentation(&group.stream(), flat) {
                    continue;
                }
                flat.push(Token { kind: Kind::Open(open), line });
                flatten(group.stream(), flat);
                flat.push(Token { kind: Kind::Close(close), line: end });
            }
            TokenTree::Punct(mark) => flat.push(Token { kind: Kind::Mark(mark.as_char()), line }),
        }
    }
}

/// `#[doc = ...]` or `#![doc = ...]`: what a doc comment is to the lexer. Takes its `#` and `!` away again.
fn is_documentation(inside: &TokenStream, before: &mut Vec<Token>) -> bool {
    let first = inside.clone().into_iter().next();
    let is_doc = matches!(first, Some(TokenTree::Ident(word)) if word == "doc");
    if !is_doc {
        return false;
    }
    if before.last().is_some_and(|token| token.is('!')) {
        before.pop();
    }
    if before.last().is_some_and(|token| token.is('#')) {
        before.pop();
    }
    true
}

fn brackets(delimiter: Delimiter) -> Option<(char, char)> {
    match delimiter {
        Delimiter::Parenthesis => Some(('(', ')')),
        Delimiter::Brace => Some(('{', '}')),
        Delimiter::Bracket => Some(('[', ']')),
        Delimiter::None => None,
    }
}

fn unquoted(literal: &str) -> Kind {
    let inside = literal.trim_start_matches(['r', 'b', '#']).trim_end_matches('#');
    match inside.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(text) => Kind::Text(text.to_owned()),
        None => Kind::Number,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        tokens("made-up", text).iter().filter_map(|token| token.word().map(str::to_owned)).collect()
    }

    #[test]
    fn comments_strings_and_documentation_hide_nothing_and_say_nothing() {
        let text =
            "//! async here\n/* sqlx::query */ /// tonic\nfn f() { g(\"proto::x\", r#\"a \" b\"#, 'c') } // todo!()";
        assert_eq!(words(text), ["fn", "f", "g"]);
        let strings: Vec<String> = tokens("made-up", text).iter().filter_map(|t| t.text().map(str::to_owned)).collect();
        assert_eq!(strings, ["proto::x", "a \" b"]);
    }

    #[test]
    fn a_token_knows_its_line() {
        let tokens = tokens("made-up", "fn f() {\n    // nothing\n    g()\n}");
        let g = tokens.iter().find(|token| token.word() == Some("g"));
        assert_eq!(g.map(|token| token.line), Some(3));
    }

    #[test]
    fn arguments_split_outside_of_brackets_only() {
        let tokens = tokens("made-up", "f(a, &[b, c], d,)");
        assert_eq!(by_commas(inside(&tokens, 1)).len(), 3);
    }
}
