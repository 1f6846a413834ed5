use askama::Template;

use crate::{form::Form, shell::Shell};

/// What was sent while nobody could take it, ready to be sent again.
#[derive(Template)]
#[template(path = "dossier/away.html")]
pub(crate) struct Away {
    /// The frame.
    pub shell: Shell,
    /// Where to.
    pub form: Form,
    /// Why it was not taken.
    pub sentence: String,
    /// When to try again; empty when nobody said.
    pub again: String,
    /// Names and values as they were sent.
    pub kept: Vec<(String, String)>,
}

#[cfg(test)]
pub(super) fn samples(all: &mut crate::samples::Samples) {
    let language = all.language;
    let shell = Shell::sample(language, Some(kernel::Role::Employee), "/berkas/data-utama");
    let form = Form::sample(language, "/berkas/data-utama");
    let kept = vec![("nilai.nama".to_owned(), "\"<b>'; DROP TABLE pns; --".to_owned())];
    let again = shell.say("dossier-again-in").with("seconds", 3).to_string();
    all.add("dossier away", Away { shell, form, sentence: "no".to_owned(), again, kept });
}
