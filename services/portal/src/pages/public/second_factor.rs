use askama::Template;

use crate::{form::Form, shell::Shell};

/// Second factor. Fields: `ticket`, `code`.
#[derive(Template)]
#[template(path = "public/second_factor.html")]
pub(crate) struct SecondFactor {
    /// The frame.
    pub shell: Shell,
    /// What is wrong with the code.
    pub form: Form,
    /// From the first factor, sealed.
    pub ticket: String,
}

#[cfg(test)]
pub(super) fn samples(all: &mut crate::samples::Samples) {
    let language = all.language;
    let shell = || Shell::sample(language, None, "/masuk/kode");
    let form = || Form::sample(language, "/masuk/kode");
    all.add("second factor", SecondFactor { shell: shell(), form: form(), ticket: "sealed".to_owned() });
    let form = form().broken("code", "no");
    all.add("second factor refused", SecondFactor { shell: shell(), form, ticket: "sealed".to_owned() });
}
