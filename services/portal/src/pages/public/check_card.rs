use askama::Template;

#[cfg(test)]
use super::state_sentence;
use crate::{form::Form, shell::Shell};
#[cfg(test)]
use proto::registration::v1::RegistrationState;

/// Reads the QR code of a card. Fields: `card_text`.
#[derive(Template)]
#[template(path = "public/check_card.html")]
pub(crate) struct CheckCard {
    /// The frame.
    pub shell: Shell,
    /// What was pasted.
    pub form: Form,
}

/// A genuine card.
#[derive(Template)]
#[template(path = "public/checked_card.html")]
pub(crate) struct CheckedCard {
    /// The frame.
    pub shell: Shell,
    /// In two halves.
    pub number: String,
    /// When it was registered, if that is known.
    pub registered: Option<String>,
    /// The key of where it stands.
    pub state: &'static str,
}

#[cfg(test)]
pub(super) fn samples(all: &mut crate::samples::Samples) {
    let language = all.language;
    let shell = || Shell::sample(language, None, "/cek-kartu");
    let form = || Form::sample(language, "/cek-kartu");
    all.add("check card", CheckCard { shell: shell(), form: form() });
    let form = form().filled("card_text", "</textarea><b>").broken("card_text", "no");
    all.add("check card refused", CheckCard { shell: shell(), form });
    for (state, registered) in
        [(RegistrationState::Confirmed, Some("1 Januari 2027".to_owned())), (RegistrationState::Rejected, None)]
    {
        let state = state_sentence(state);
        all.add("checked card", CheckedCard { shell: shell(), number: "C8Y9 GVRP".to_owned(), registered, state });
    }
}
