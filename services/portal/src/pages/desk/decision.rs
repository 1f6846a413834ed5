use askama::Template;

use super::{Chosen, confirmations::seen};
use crate::{
    form::{Choice, Form},
    refused::rule_sentence,
    shell::Shell,
    text::Text,
};

/// Why a registration is rejected, as the contract names it.
const REASONS: [&str; 4] = ["NOT_EMPLOYED_HERE", "NOT_MADE_BY_EMPLOYEE", "DUPLICATE", "OTHER"];

/// What is about to happen to ticked registrations: always before one is rejected, and when a confirmation has to be sent
/// again. Fields: `registration`, `seen`, `reason_code`.
#[derive(Template)]
#[template(path = "desk/decision.html")]
pub(crate) struct Decision {
    /// The frame.
    pub shell: Shell,
    /// What was chosen, and what is wrong with it.
    pub form: Form,
    /// Whether they are rejected.
    pub rejecting: bool,
    /// Who it is about.
    pub chosen: Vec<Chosen>,
    /// Proof that can have been looked at.
    pub seen: Vec<Choice>,
    /// Why they can be rejected.
    pub reasons: Vec<Choice>,
}

impl Decision {
    /// About these.
    #[must_use]
    pub(crate) fn of(shell: Shell, form: Form, rejecting: bool, chosen: Vec<Chosen>) -> Self {
        let language = shell.language();
        let reasons = REASONS.map(|code| Choice::new(code, rule_sentence(code, language).unwrap_or(code)));
        Self { seen: seen(Text(language)), reasons: reasons.into(), shell, form, rejecting, chosen }
    }

    /// What is about to be done, as a heading.
    fn heading(&self) -> String {
        let key = if self.rejecting { "decision-reject-heading" } else { "decision-confirm-heading" };
        self.shell.say(key).with("count", self.chosen.len()).to_string()
    }
}

#[cfg(test)]
pub(super) fn samples(all: &mut crate::samples::Samples) {
    let language = all.language;
    let path = "/petugas/konfirmasi/putuskan";
    let chosen = |name: &str| Chosen {
        id: "0198c0de-7abc-7def-8abc-a1b2c3d4e5f6".to_owned(),
        number: "YECTP2TQ".to_owned(),
        name: name.to_owned(),
    };
    let chosen = || vec![chosen("Siti Aminah"), chosen(super::HOSTILE)];
    for rejecting in [true, false] {
        let shell = || Shell::sample(language, Some(kernel::Role::Verifier1), path);
        let form = || Form::sample(language, path).filled("seen", "paper");
        all.add("decision", Decision::of(shell(), form(), rejecting, chosen()));
        let broken = form().broken("seen", "no");
        let broken = if rejecting { broken.broken("reason_code", "no") } else { broken };
        all.add("decision refused", Decision::of(shell(), broken, rejecting, chosen()));
    }
}
