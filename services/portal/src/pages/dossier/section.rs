use askama::Template;

use super::row::{Row, Widget};
use crate::{form::Form, shell::Shell};

/// A section: its fields, answered one by one or together. The fields' names: [`super::typed`].
#[derive(Template)]
#[template(path = "dossier/section.html")]
pub(crate) struct SectionPage {
    /// The frame.
    pub shell: Shell,
    /// What is wrong with what was typed.
    pub form: Form,
    /// The section's name.
    pub title: String,
    /// What has been kept just now; empty where nothing was.
    pub notice: String,
    /// What keeps the page from telling all; empty when it does.
    pub missing: String,
    /// Those that came back first.
    pub rows: Vec<Row>,
    /// Whether anything can be answered now.
    pub editable: bool,
    /// Where to go from here, with its name.
    pub onward: (String, String),
}

#[cfg(test)]
pub(super) fn samples(all: &mut crate::samples::Samples) {
    use super::{
        row::{Extra, Rows},
        samples::dossiers,
        typed::Typed,
    };
    use crate::{form::Choice, form::Fields, text::Text};

    let language = all.language;
    let path = "/berkas/data-utama";
    let choices = || vec![Choice::new("S1-HKM", "Sarjana <Hukum>"), Choice::new("S2", "Magister")];
    // Every field as it was found, typed in, refused, and met by another device.
    let bodies =
        ["", "nilai.K=%22%3Cb%3E", "nilai.K=&jawab.K=perbaikan&cari.K=%3Cb%3E", "nilai.K=x&jawab.K=cek&bentrok.K=1"];
    for (name, dossier, progress) in dossiers() {
        for body in bodies {
            let rows = Rows { t: Text(language), dossier: &dossier, progress: &progress };
            let mut form = Form::sample(language, path);
            let mut shown = Vec::new();
            for field in &dossier.fields {
                let key = &field.key;
                let body = format!("isian={key}&revisi.{key}=1&{}", body.replace('K', key));
                let typed = Typed::all(&Fields::read(body.as_bytes()));
                let typed = typed.first().filter(|typed| typed.is_unsaved());
                let widget = match field.reference_table.as_str() {
                    "agama" => Some(Widget::Select(choices())),
                    "jabatan" if typed.is_none() => Some(Widget::Search { found: Vec::new(), told: String::new() }),
                    "jabatan" => Some(Widget::Search { found: choices(), told: "2".to_owned() }),
                    _ => None,
                };
                let error = typed.map(|_| format!("{key}: <no>"));
                let saved_at = typed.is_none().then(|| "08.00".to_owned());
                let stale = typed.is_some_and(|typed| typed.conflict);
                let row = rows.row(field, Extra { widget, typed, error: error.clone(), stale, saved_at });
                if let Some(error) = error {
                    form = form.broken(&row.anchor(), error);
                }
                shown.push(row);
            }
            let editable = shown.iter().any(|row| row.entry.is_some());
            let shell = Shell::sample(language, Some(kernel::Role::Employee), path);
            let (title, onward) = ("Data Utama".to_owned(), ("/berkas".to_owned(), "Berkas".to_owned()));
            let (notice, missing) = ("3".to_owned(), "x".to_owned());
            all.add(name, SectionPage { shell, form, title, notice, missing, rows: shown, editable, onward });
        }
    }
}
