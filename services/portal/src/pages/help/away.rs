use askama::Template;

use crate::{form::Form, shell::Shell};

/// What was sent while nobody could take it, ready to be sent again under the number that it had.
#[derive(Template)]
#[template(path = "help/away.html")]
pub(crate) struct Away {
    /// The frame.
    pub shell: Shell,
    /// Where to, and why it was not taken.
    pub form: Form,
    /// Names and values as they were sent.
    pub kept: Vec<(String, String)>,
}

#[cfg(test)]
pub(super) fn samples(all: &mut crate::samples::Samples) {
    let language = all.language;
    let shell = Shell::sample(language, None, "/bantuan/baru/nama_salah");
    let form = Form::sample(language, "/bantuan/baru/nama_salah").wrong("away");
    all.add("help away", Away { shell, form, kept: vec![("text".to_owned(), super::HOSTILE.to_owned())] });
}
