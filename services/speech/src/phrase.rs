//! A sentence on its way to somebody.

use std::{borrow::Cow, fmt};

use fluent_bundle::{FluentArgs, FluentValue};

use crate::{Language, Sentences};

/// A sentence that is going to be said, perhaps with arguments.
pub struct Phrase<'a> {
    sentences: &'static Sentences,
    language: Language,
    key: Cow<'a, str>,
    arguments: FluentArgs<'a>,
}

impl Sentences {
    /// The sentence of a key, to which arguments can be given.
    #[must_use]
    pub fn say<'a>(&'static self, language: Language, key: impl Into<Cow<'a, str>>) -> Phrase<'a> {
        Phrase { sentences: self, language, key: key.into(), arguments: FluentArgs::new() }
    }
}

impl<'a> Phrase<'a> {
    /// The same with an argument: text or a number.
    #[must_use]
    pub fn with(mut self, name: &'a str, value: impl Into<FluentValue<'a>>) -> Self {
        self.arguments.set(name, value);
        self
    }
}

/// A sentence that nobody wrote shows its key in brackets: who reads it can at least say which.
impl fmt::Display for Phrase<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.sentences.spoken(self.language, &self.key, &self.arguments) {
            Some(said) => f.write_str(&said),
            None => {
                tracing::error!(key = %self.key, "a sentence is missing");
                write!(f, "\u{27e6}{}\u{27e7}", self.key)
            }
        }
    }
}
