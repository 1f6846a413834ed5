//! The sentences of the pages: `locales/<language>/<group>.ftl`, found by key.

#[cfg(test)]
mod tests;

use std::{borrow::Cow, fmt, sync::LazyLock};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use rust_embed::RustEmbed;

use crate::language::Language;

#[derive(RustEmbed)]
#[folder = "locales"]
struct Locales;

type Bundle = FluentBundle<FluentResource>;

static INDONESIAN: LazyLock<Bundle> = LazyLock::new(|| bundle(Language::Indonesian));
static ENGLISH: LazyLock<Bundle> = LazyLock::new(|| bundle(Language::English));

fn bundle(language: Language) -> Bundle {
    let name = language.as_str();
    let mut bundle = Bundle::new_concurrent(vec![name.parse().expect("two letters name a language")]);
    // Pages are HTML: the marks around arguments would travel into copied numbers and names.
    bundle.set_use_isolating(false);
    for path in Locales::iter().filter(|path| path.starts_with(&format!("{name}/"))) {
        let file = Locales::get(&path).map(|file| file.data).unwrap_or_default();
        let text = String::from_utf8_lossy(&file).into_owned();
        let resource = FluentResource::try_new(text).unwrap_or_else(|(resource, errors)| {
            tracing::error!(%path, ?errors, "a file of sentences is malformed");
            resource
        });
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(%path, ?errors, "a sentence stands twice");
        }
    }
    bundle
}

/// Says things in one language.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Text(pub Language);

impl Text {
    /// The sentence of a key.
    #[must_use]
    pub(crate) fn say<'a>(&self, key: impl Into<Cow<'a, str>>) -> Phrase<'a> {
        Phrase { language: self.0, key: key.into(), arguments: FluentArgs::new() }
    }
}

/// A sentence, perhaps with arguments, on its way into a page.
pub(crate) struct Phrase<'a> {
    language: Language,
    key: Cow<'a, str>,
    arguments: FluentArgs<'a>,
}

impl<'a> Phrase<'a> {
    /// The same with an argument: text or a number.
    #[must_use]
    pub(crate) fn with(mut self, name: &'a str, value: impl Into<FluentValue<'a>>) -> Self {
        self.arguments.set(name, value);
        self
    }
}

impl fmt::Display for Phrase<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bundle = match self.language {
            Language::Indonesian => &*INDONESIAN,
            Language::English => &*ENGLISH,
        };
        let Some(pattern) = bundle.get_message(&self.key).and_then(|message| message.value()) else {
            tracing::error!(key = %self.key, "a sentence is missing");
            return write!(f, "\u{27e6}{}\u{27e7}", self.key);
        };
        let mut errors = Vec::new();
        f.write_str(&bundle.format_pattern(pattern, Some(&self.arguments), &mut errors))?;
        if !errors.is_empty() {
            tracing::error!(key = %self.key, ?errors, "a sentence lacks an argument");
        }
        Ok(())
    }
}
