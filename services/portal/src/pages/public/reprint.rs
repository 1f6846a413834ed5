use askama::Template;

use crate::{form::Form, shell::Shell};

/// Card and form once more. Fields: `nip`, `password`, `document`.
#[derive(Template)]
#[template(path = "public/reprint.html")]
pub(crate) struct Reprint {
    /// The frame.
    pub shell: Shell,
    /// What was typed, except the password.
    pub form: Form,
    /// Whoever wanted to register finds that they have.
    pub registered_already: bool,
}

#[cfg(test)]
pub(super) fn samples(all: &mut crate::samples::Samples) {
    let language = all.language;
    let form = || Form::sample(language, "/kartu").filled("nip", "198612262009122001");
    for (form, registered_already) in
        [(Form::sample(language, "/kartu"), false), (form(), true), (form().broken("password", "no"), false)]
    {
        let path = if registered_already { "/daftar" } else { "/kartu" };
        all.add("reprint", Reprint { shell: Shell::sample(language, None, path), form, registered_already });
    }
}
