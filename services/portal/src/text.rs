//! The sentences of the pages: `locales/<language>/<group>.ftl`, found by key.

#[cfg(test)]
mod tests;

use std::borrow::Cow;

pub(crate) use speech::Phrase;
use speech::Sentences;

use crate::language::Language;

static SENTENCES: Sentences = speech::sentences!("desk", "dossier", "help", "kit", "public");

/// Says things in one language.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Text(pub Language);

impl Text {
    /// The sentence of a key.
    #[must_use]
    pub(crate) fn say<'a>(&self, key: impl Into<Cow<'a, str>>) -> Phrase<'a> {
        SENTENCES.say(self.0, key)
    }
}

/// Two sentences, one after the other: a first that ends with its full stop gets no second one.
#[must_use]
pub(crate) fn followed(first: &str, second: &str) -> String {
    if second.is_empty() {
        return first.to_owned();
    }
    format!("{}. {second}", first.trim_end_matches('.'))
}
