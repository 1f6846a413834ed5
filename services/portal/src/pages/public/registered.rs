use askama::Template;
use proto::registration::v1::Registration;

use crate::{
    dates::{instant, written},
    form::Form,
    numbers::in_halves,
    shell::Shell,
};

/// "Registrasi Sukses". Its form prints: fields `documents_token`, `document`.
#[derive(Template)]
#[template(path = "public/registered.html")]
pub(crate) struct Registered {
    /// The frame.
    pub shell: Shell,
    /// Prints.
    pub form: Form,
    /// In two halves.
    pub number: String,
    /// 18 digits.
    pub nip: String,
    /// With titles.
    pub name: String,
    /// Its name.
    pub agency: String,
    /// Its name.
    pub unit: String,
    /// When the agency has to have confirmed it, if that is known.
    pub due: Option<String>,
    /// Opens card and form for half an hour.
    pub documents_token: String,
}

impl Registered {
    /// What was registered.
    #[must_use]
    pub(crate) fn of(shell: Shell, form: Form, registration: Registration, documents_token: String) -> Self {
        let due = instant(registration.due_at).map(|at| written(at, shell.language()));
        Self {
            number: in_halves(&registration.registration_number),
            nip: registration.nip,
            name: registration.name,
            agency: registration.agency_name,
            unit: registration.unit_name,
            due,
            documents_token,
            form,
            shell,
        }
    }
}

#[cfg(test)]
pub(super) fn samples(all: &mut crate::samples::Samples) {
    let language = all.language;
    for (name, seconds) in [("Siti", Some(1_798_736_400)), ("\u{202e}<b>\u{1F600}", None)] {
        let registration = Registration {
            registration_number: "C8Y9GVRP".to_owned(),
            nip: "198612262009122001".to_owned(),
            name: name.repeat(30),
            agency_name: "Kota <Bandung>".to_owned(),
            due_at: seconds.map(|seconds| prost_types::Timestamp { seconds, nanos: 0 }),
            ..Registration::default()
        };
        let shell = Shell::sample(language, None, "/daftar/lengkapi");
        let form = Form::sample(language, "/daftar/cetak");
        all.add("registered", Registered::of(shell, form, registration, "sealed".to_owned()));
    }
}
