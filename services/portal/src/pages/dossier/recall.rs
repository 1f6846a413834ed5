use askama::Template;

use crate::{form::Form, shell::Shell};

/// Asks once more before the dossier is taken back.
#[derive(Template)]
#[template(path = "dossier/recall.html")]
pub(crate) struct Recall {
    /// The frame.
    pub shell: Shell,
    /// The question, and why it was refused.
    pub form: Form,
    /// When to try again; empty when nobody said.
    pub again: String,
}

#[cfg(test)]
pub(super) fn samples(all: &mut crate::samples::Samples) {
    let language = all.language;
    let shell = || Shell::sample(language, Some(kernel::Role::Employee), "/berkas/tarik");
    let form = || Form::sample(language, "/berkas/tarik");
    all.add("dossier recall", Recall { shell: shell(), form: form(), again: String::new() });
    all.add(
        "dossier recall refused",
        Recall { shell: shell(), form: form().broken("tarik", "no"), again: "3".to_owned() },
    );
}
