use askama::Template;

use crate::{form::Form, shell::Shell};

/// First factor. Fields: `login`, `password`.
#[derive(Template)]
#[template(path = "public/sign_in.html")]
pub(crate) struct SignIn {
    /// The frame.
    pub shell: Shell,
    /// What was typed, and what is wrong with it.
    pub form: Form,
    /// The password was right; the agency has not confirmed the registration.
    pub awaiting: bool,
}

#[cfg(test)]
pub(super) fn samples(all: &mut crate::samples::Samples) {
    let language = all.language;
    let shell = || Shell::sample(language, None, "/masuk");
    let form = || Form::sample(language, "/masuk");
    all.add("sign-in", SignIn { shell: shell(), form: form(), awaiting: false });
    let refused = || form().filled("login", "\"<b>").broken("login", "no");
    for awaiting in [false, true] {
        all.add("sign-in refused", SignIn { shell: shell(), form: refused(), awaiting });
    }
}
