//! The pages, as what their templates need. Every page gives samples of itself, which `every_page` renders.

pub(crate) mod desk;
pub(crate) mod dossier;
pub(crate) mod help;
pub(crate) mod public;

use askama::Template;

#[cfg(test)]
use crate::samples::Samples;
use crate::{form::Form, shell::Shell};

/// Nothing here, or nothing just now.
#[derive(Template)]
#[template(path = "kit/notice.html")]
pub(crate) struct Notice {
    /// The frame.
    pub shell: Shell,
    /// What it is.
    pub heading: String,
    /// What to do.
    pub advice: String,
}

/// A form whose token does not count any more, ready to be sent again.
#[derive(Template)]
#[template(path = "kit/expired.html")]
pub(crate) struct Expired {
    /// The frame.
    pub shell: Shell,
    /// Where to, with a fresh token.
    pub form: Form,
    /// What was typed and is no secret.
    pub kept: Vec<(String, String)>,
}

/// Nobody could be asked who looks: when to come back, and what was typed, ready to be sent again.
#[derive(Template)]
#[template(path = "kit/unknown.html")]
pub(crate) struct Unknown {
    /// The frame.
    pub shell: Shell,
    /// When to try again, in words.
    pub again: String,
    /// Where to look again.
    pub address: String,
    /// What was posted: where to, under the token that it had.
    pub posted: Option<(Form, Vec<(String, String)>)>,
    /// Some of it was secret and is not there.
    pub secrets: bool,
}

#[cfg(test)]
pub(crate) fn samples(all: &mut Samples) {
    let language = all.language;
    let shell = || Shell::sample(language, None, "/tidak-ada");
    all.add("not found", Notice { shell: shell(), heading: "Tidak ada".to_owned(), advice: "Kembali".to_owned() });
    let kept = vec![("login".to_owned(), "<b>".to_owned())];
    all.add("expired", Expired { shell: shell(), form: Form::sample(language, "/masuk"), kept });
    let unknown = |posted| Unknown {
        shell: shell(),
        again: "soon".to_owned(),
        address: "/bantuan/saya?lanjut=a%2Bb&x=%22%3E".to_owned(),
        posted,
        secrets: false,
    };
    all.add("unknown", unknown(None));
    let kept = vec![("nilai.nama".to_owned(), "\"<b>'; DROP TABLE pns; --".to_owned())];
    let posted = Some((Form::sample(language, "/berkas/data-utama"), kept));
    all.add("unknown, to send again", Unknown { secrets: true, ..unknown(posted) });
    public::samples(all);
    dossier::samples(all);
    desk::samples(all);
    help::samples(all);
}
