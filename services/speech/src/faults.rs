//! What can be wrong with files of sentences before anybody says them.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use fluent_bundle::FluentResource;
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

use crate::{Language, Sentences};

/// The arguments that each sentence of a language wants.
type Arguments = BTreeMap<String, BTreeSet<String>>;

impl Sentences {
    /// What a test of the crate that keeps them wants to be nothing: files below `locales` that are not declared or cannot be read,
    /// keys that stand twice, sentences that one language has and the other has not, or not with the same arguments.
    #[must_use]
    pub fn faults(&'static self, locales: &Path) -> Vec<String> {
        let mut faults = Vec::new();
        let [indonesian, english] = Language::ALL.map(|language| {
            faults.extend(self.undeclared(language, &locales.join(language.as_str())));
            self.arguments(language, &mut faults)
        });
        for key in indonesian.keys().chain(english.keys()).collect::<BTreeSet<_>>() {
            match (indonesian.get(key), english.get(key)) {
                (None, _) => faults.push(format!("{key} is not said in Indonesian")),
                (_, None) => faults.push(format!("{key} is not said in English")),
                (id, en) if id != en => faults.push(format!("{key} wants {id:?} in Indonesian and {en:?} in English")),
                _ => {}
            }
        }
        faults
    }

    fn undeclared(&self, language: Language, folder: &Path) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(folder) else { return vec![format!("{} is no folder", folder.display())] };
        let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
        let declared = |name: &String| self.files(language).iter().any(|file| *name == format!("{}.ftl", file.group));
        names.filter(|name| !declared(name)).map(|name| format!("{name} is declared by nobody")).collect()
    }

    fn arguments(&self, language: Language, faults: &mut Vec<String>) -> Arguments {
        let mut all = Arguments::new();
        for file in self.files(language) {
            let place = format!("{}/{}", language.as_str(), file.group);
            let resource = FluentResource::try_new(file.text.to_owned()).unwrap_or_else(|(resource, errors)| {
                faults.push(format!("{place} is malformed: {errors:?}"));
                resource
            });
            for entry in resource.entries() {
                let Entry::Message(message) = entry else { continue };
                let mut wanted = BTreeSet::new();
                match &message.value {
                    Some(value) => pattern(value, &mut wanted),
                    None => faults.push(format!("{place}: {} says nothing", message.id.name)),
                }
                if all.insert(message.id.name.to_owned(), wanted).is_some() {
                    faults.push(format!("{place}: {} stands twice", message.id.name));
                }
            }
        }
        all
    }
}

fn pattern(of: &Pattern<&str>, wanted: &mut BTreeSet<String>) {
    for element in &of.elements {
        if let PatternElement::Placeable { expression: inner } = element {
            expression(inner, wanted);
        }
    }
}

fn expression(of: &Expression<&str>, wanted: &mut BTreeSet<String>) {
    match of {
        Expression::Inline(inner) => inline(inner, wanted),
        Expression::Select { selector, variants } => {
            inline(selector, wanted);
            variants.iter().for_each(|variant| pattern(&variant.value, wanted));
        }
    }
}

fn inline(of: &InlineExpression<&str>, wanted: &mut BTreeSet<String>) {
    match of {
        InlineExpression::VariableReference { id } => {
            wanted.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression: inner } => expression(inner, wanted),
        InlineExpression::FunctionReference { arguments, .. }
        | InlineExpression::TermReference { arguments: Some(arguments), .. } => {
            let named = arguments.named.iter().map(|argument| &argument.value);
            arguments.positional.iter().chain(named).for_each(|argument| inline(argument, wanted));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::File;

    static RIGHT: Sentences = Sentences::new([
        &[File { group: "kit", text: "# Umum.\nwait = { $count } detik\nfront = Depan\n" }],
        &[File {
            group: "kit",
            text: "wait = { $count ->\n    [one] one second\n   *[other] { $count } seconds\n    }\nfront = Front\n    .long = Front page\n",
        }],
    ]);
    static WRONG: Sentences = Sentences::new([
        &[
            File { group: "kit", text: "wait = { $count } detik\nonly-id = Ya\nbroken\n" },
            File { group: "help", text: "wait = lagi\n" },
        ],
        &[File { group: "kit", text: "wait = a moment\nsilent =\n    .long = Nothing\n" }],
    ]);

    /// The complaints about sentences, without those about a folder that these have not.
    fn complaints(sentences: &'static Sentences) -> Vec<String> {
        let faults = sentences.faults(Path::new("/nowhere"));
        faults.into_iter().filter(|fault| !fault.ends_with("is no folder")).collect()
    }

    #[test]
    fn right_files_have_no_faults() {
        assert_eq!(complaints(&RIGHT), [""; 0]);
    }

    #[test]
    fn every_fault_is_named() {
        let found = complaints(&WRONG).join("\n");
        for fault in [
            "id/kit is malformed",
            "id/help: wait stands twice",
            "en/kit: silent says nothing",
            "only-id is not said in English",
            "silent is not said in Indonesian",
        ] {
            assert!(found.contains(fault), "{fault} in {found}");
        }
        let one = Sentences::new([
            &[File { group: "a", text: "wait = { $count } detik\n" }],
            &[File { group: "a", text: "wait = a moment\n" }],
        ]);
        let one = Box::leak(Box::new(one));
        assert_eq!(complaints(one), [r#"wait wants Some({"count"}) in Indonesian and Some({}) in English"#]);
    }

    #[test]
    fn a_file_that_nobody_declares_is_a_fault() {
        let locales = tempfile::tempdir().unwrap();
        for file in ["id/kit.ftl", "id/new.ftl", "en/kit.ftl"] {
            let path = locales.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        assert_eq!(RIGHT.faults(locales.path()), ["new.ftl is declared by nobody"]);
    }

    #[test]
    fn a_sentence_is_found_by_key_with_its_arguments() {
        assert_eq!(RIGHT.say(Language::Indonesian, "wait").with("count", 3).to_string(), "3 detik");
        assert_eq!(RIGHT.say(Language::English, "wait").with("count", 1).to_string(), "one second");
        assert_eq!(RIGHT.line(Language::English, "front"), Some("Front"));
        assert_eq!(RIGHT.line(Language::English, "wait"), None);
        assert_eq!(RIGHT.attribute(Language::English, "front", "long"), Some("Front page"));
        assert_eq!(RIGHT.attribute(Language::Indonesian, "front", "long"), None);
        assert_eq!(RIGHT.keys("kit").collect::<Vec<_>>(), ["wait", "front"]);
    }

    #[test]
    fn what_is_not_written_shows_its_key() {
        assert_eq!(RIGHT.say(Language::English, "no-such-sentence").to_string(), "\u{27e6}no-such-sentence\u{27e7}");
    }
}
