//! The sentences of one crate, read once.

use std::{borrow::Cow, sync::OnceLock};

use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use fluent_syntax::ast::{Entry, Pattern, PatternElement};

use crate::Language;

/// Declares the sentences of a crate: the files `locales/<language>/<group>.ftl` of these groups, built into the program.
///
/// ```text
/// static SENTENCES: Sentences = speech::sentences!("kit", "public");
/// ```
#[macro_export]
macro_rules! sentences {
    ($($group:literal),+ $(,)?) => {
        $crate::Sentences::new([
            &[$($crate::sentences!(@file "id", $group)),+],
            &[$($crate::sentences!(@file "en", $group)),+],
        ])
    };
    (@file $language:literal, $group:literal) => {
        $crate::File {
            group: $group,
            text: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/locales/", $language, "/", $group, ".ftl")),
        }
    };
}

/// One file of sentences in one language.
#[derive(Debug)]
pub struct File {
    /// What it is about: its name without ending.
    pub group: &'static str,
    /// All of it.
    pub text: &'static str,
}

/// The sentences of a crate, in both languages. A `static`, made by [`sentences!`](crate::sentences!).
pub struct Sentences {
    /// Indonesian, English.
    files: [&'static [File]; 2],
    read: [OnceLock<Read>; 2],
}

/// One language, as it is looked up.
struct Read {
    bundle: FluentBundle<FluentResource>,
    /// Group and key, in the order of the files.
    keys: Vec<(&'static str, String)>,
}

impl Sentences {
    /// Of these files, Indonesian and English; they are read when the first sentence is said.
    #[must_use]
    pub const fn new(files: [&'static [File]; 2]) -> Self {
        Self { files, read: [OnceLock::new(), OnceLock::new()] }
    }

    /// The sentence of a key as it stands in the file; `None` where there is none, or none without arguments and line breaks.
    #[must_use]
    pub fn line(&'static self, language: Language, key: &str) -> Option<&'static str> {
        as_it_stands(self.read(language).bundle.get_message(key)?.value()?)
    }

    /// The same of what stands below a key as `.attribute`: another way to say it, for somebody else.
    #[must_use]
    pub fn attribute(&'static self, language: Language, key: &str, attribute: &str) -> Option<&'static str> {
        as_it_stands(self.read(language).bundle.get_message(key)?.get_attribute(attribute)?.value())
    }

    /// The keys of a group, in the order of its file.
    pub fn keys(&'static self, group: &str) -> impl Iterator<Item = &'static str> {
        let keys = self.read(Language::Indonesian).keys.iter();
        keys.filter(move |(of, _)| *of == group).map(|(_, key)| key.as_str())
    }

    pub(crate) fn files(&self, language: Language) -> &'static [File] {
        let [indonesian, english] = self.files;
        language.choose(indonesian, english)
    }

    /// Says a sentence with its arguments; `None` when nobody wrote it.
    pub(crate) fn spoken(
        &'static self,
        language: Language,
        key: &str,
        arguments: &FluentArgs<'_>,
    ) -> Option<Cow<'static, str>> {
        let bundle = &self.read(language).bundle;
        let pattern = bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let said = bundle.format_pattern(pattern, Some(arguments), &mut errors);
        if !errors.is_empty() {
            tracing::error!(key, ?errors, "a sentence lacks an argument");
        }
        Some(said)
    }

    fn read(&'static self, language: Language) -> &'static Read {
        let [indonesian, english] = &self.read;
        language.choose(indonesian, english).get_or_init(|| read(language, self.files(language)))
    }
}

/// A mistake in a file costs the sentences that it spoils and no others; tests find it before ([`Sentences::faults`]).
fn read(language: Language, files: &'static [File]) -> Read {
    let name = language.as_str();
    let mut bundle = FluentBundle::new_concurrent(vec![name.parse().expect("two letters name a language")]);
    // Pages are HTML, and letters plain text: the marks around arguments would travel into copied numbers and names.
    bundle.set_use_isolating(false);
    let mut keys = Vec::new();
    for File { group, text } in files {
        let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(resource, errors)| {
            tracing::error!(language = name, group, ?errors, "a file of sentences is malformed");
            resource
        });
        keys.extend(resource.entries().filter_map(|entry| match entry {
            Entry::Message(message) => Some((*group, message.id.name.to_owned())),
            _ => None,
        }));
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(language = name, group, ?errors, "a sentence stands twice");
        }
    }
    Read { bundle, keys }
}

fn as_it_stands(pattern: &'static Pattern<&'static str>) -> Option<&'static str> {
    match pattern.elements.as_slice() {
        [PatternElement::TextElement { value }] => Some(value),
        _ => None,
    }
}
