use askama::Template;

use crate::{
    form::{Choice, Form},
    shell::Shell,
};

/// The questions that are offered, as the deck words them; what is kept is the question itself.
pub(crate) const QUESTIONS: [(&str, &str); 3] = [
    ("ibu", "Siapakah nama lengkap ibu kandung saya?"),
    ("tempat_lahir", "Dimanakah tempat lahir saya?"),
    ("artis", "Siapakah artis favorit saya?"),
];
/// One's own question.
pub(crate) const OWN: &str = "sendiri";

/// Second step: address and secrets. Fields: `email`, `password`, `password_confirmation`, `mother_name`, `security_question`,
/// `own_question`, `security_answer`.
#[derive(Template)]
#[template(path = "public/register_secrets.html")]
pub(crate) struct RegisterSecrets {
    /// The frame.
    pub shell: Shell,
    /// What was typed, except the secrets.
    pub form: Form,
    /// Whom the look-up found.
    pub found: Found,
    /// The questions to choose among.
    pub questions: Vec<Choice>,
    /// The form had been sent before with other words: perhaps that has succeeded.
    pub sent_before: bool,
}

/// What the look-up found. Travels with the form: nothing is kept here.
pub(crate) struct Found {
    /// As typed.
    pub nip: String,
    /// With titles.
    pub name: String,
    /// Its name.
    pub agency: String,
    /// Sealed by registration, which believes nothing else.
    pub lookup_token: String,
}

impl RegisterSecrets {
    /// The page, with its questions.
    #[must_use]
    pub(crate) fn new(shell: Shell, form: Form, found: Found) -> Self {
        let hint = |value: &str| match value {
            "ibu" => shell.say("register-question-weak-mother").to_string(),
            "tempat_lahir" => shell.say("register-question-weak-birthplace").to_string(),
            _ => String::new(),
        };
        let english = |value: &str| match value {
            "ibu" => shell.say("register-question-mother"),
            "tempat_lahir" => shell.say("register-question-birthplace"),
            _ => shell.say("register-question-artist"),
        };
        let offered =
            QUESTIONS.iter().map(|(value, _)| Choice { hint: hint(value), ..Choice::new(*value, english(value)) });
        let questions = offered.chain([Choice::new(OWN, shell.say("register-question-own"))]).collect();
        Self { shell, form, found, questions, sent_before: false }
    }
}

#[cfg(test)]
pub(super) fn samples(all: &mut crate::samples::Samples) {
    let language = all.language;
    let shell = || Shell::sample(language, None, "/daftar/lengkapi");
    let form = || Form::sample(language, "/daftar/lengkapi");
    let found = |name: &str| Found {
        nip: "198612262009122001".to_owned(),
        name: name.to_owned(),
        agency: "Pemerintah Kabupaten Kepulauan Siau Tagulandang Biaro".to_owned(),
        lookup_token: "sealed".to_owned(),
    };
    all.add("secrets", RegisterSecrets::new(shell(), form(), found("Siti Aminah")));
    let names = [
        "email",
        "password",
        "password_confirmation",
        "mother_name",
        "security_question",
        "own_question",
        "security_answer",
    ];
    let broken = names.into_iter().fold(form(), |form, name| form.broken(name, "no"));
    let broken = broken.filled("email", "\"<b>").filled("security_question", OWN).wrong("whole");
    let hostile = format!("\u{202e}{} <script>", "a\u{300}".repeat(90));
    let page = RegisterSecrets { sent_before: true, ..RegisterSecrets::new(shell(), broken, found(&hostile)) };
    all.add("secrets refused", page);
}
