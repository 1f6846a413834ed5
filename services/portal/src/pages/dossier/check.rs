use askama::Template;
use proto::registration::v1::{AnswerKind, Dossier, DossierField, MissingField};

use super::words;
use crate::{form::Form, refused::rule_sentence, shell::Shell};

/// What is missing, or what will be sent and the declaration that goes with it. Fields: `declaration_version`, `agreed`.
#[derive(Template)]
#[template(path = "dossier/check.html")]
pub(crate) struct Check {
    /// The frame.
    pub shell: Shell,
    /// Of the declaration.
    pub form: Form,
    /// What keeps it from being sent: place, name, why.
    pub missing: Vec<(String, String, String)>,
    /// What will be corrected: name, DATABASE BKN, PERBAIKAN.
    pub corrections: Vec<(String, String, String)>,
    /// How many fields are right as they are.
    pub checked: usize,
    /// Indonesian, as it is agreed to.
    pub declaration: String,
    /// Counts its wordings.
    pub declaration_version: u32,
    /// When to try again; empty when nobody said.
    pub again: String,
}

impl Check {
    /// The page before sending.
    pub(crate) fn of(shell: Shell, form: Form, dossier: &Dossier, missing: &[MissingField]) -> Self {
        let language = shell.language();
        let missing = missing.iter().map(|missing| {
            let field = dossier.fields.iter().find(|field| field.key == missing.key);
            let place = field.map_or_else(|| "/berkas".to_owned(), words::place);
            let label = field.map_or_else(
                || language.choose(&missing.label_id, &missing.label_en).clone(),
                |field| words::label(field, language),
            );
            (place, label, rule_sentence(&missing.rule, language).unwrap_or_default().to_owned())
        });
        let open = |kind: AnswerKind| {
            let is_such = move |field: &&DossierField| field.open && field.answer() == kind;
            dossier.fields.iter().filter(is_such)
        };
        let corrections = open(AnswerKind::Correction).map(|field| {
            let (before, after) = (words::database(field, language), words::correction(field, language));
            (words::label(field, language), before, after)
        });
        let declaration = dossier.declaration.clone().unwrap_or_default();
        Self {
            missing: missing.collect(),
            corrections: corrections.collect(),
            checked: open(AnswerKind::Check).count(),
            declaration: declaration.text,
            declaration_version: declaration.version,
            again: String::new(),
            form,
            shell,
        }
    }
}

#[cfg(test)]
pub(super) fn samples(all: &mut crate::samples::Samples) {
    let language = all.language;
    let shell = || Shell::sample(language, Some(kernel::Role::Employee), "/berkas/periksa");
    let form = || Form::sample(language, "/berkas/periksa");
    let [(_, dossier, _), ..] = super::samples::dossiers();
    let missing = |key: &str, rule: &str| MissingField {
        key: key.to_owned(),
        rule: rule.to_owned(),
        label_id: key.to_owned(),
        label_en: format!("{key} in English"),
        section: "data_utama".to_owned(),
    };
    let two = [missing("nama", "ANSWER_MISSING"), missing("elsewhere", "VALUE_OUTDATED")];
    all.add("dossier check incomplete", Check::of(shell(), form(), &dossier, &two));
    all.add("dossier check complete", Check::of(shell(), form(), &dossier, &[]));
    let refused = form().broken("agreed", "no");
    all.add("dossier check refused", Check::of(shell(), refused, &dossier, &[]));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn what_is_missing_is_named_in_the_language_of_the_page() {
        for (language, name) in [(Language::Indonesian, "Agama"), (Language::English, "Religion")] {
            let missing = MissingField {
                key: "agama".to_owned(),
                section: "data_utama".to_owned(),
                label_id: "Agama".to_owned(),
                label_en: "Religion".to_owned(),
                rule: "ANSWER_MISSING".to_owned(),
            };
            let shell = Shell::sample(language, Some(kernel::Role::Employee), "/berkas/periksa");
            let form = Form::sample(language, "/berkas/periksa");
            let check = Check::of(shell, form, &Dossier::default(), &[missing]);
            assert_eq!(check.missing[0].1, name);
        }
    }
}
