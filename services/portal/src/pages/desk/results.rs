use askama::Template;

use super::Chosen;
use crate::shell::Shell;

/// What became of each registration.
#[derive(Template)]
#[template(path = "desk/results.html")]
pub(crate) struct Results {
    /// The frame.
    pub shell: Shell,
    /// Whether they were to be rejected.
    pub rejecting: bool,
    /// Decided.
    pub done: Vec<Chosen>,
    /// Not decided, each with the reason.
    pub refused: Vec<(Chosen, String)>,
}

#[cfg(test)]
pub(super) fn samples(all: &mut crate::samples::Samples) {
    let language = all.language;
    let chosen = || Chosen { id: "a".to_owned(), number: "YECTP2TQ".to_owned(), name: super::HOSTILE.to_owned() };
    let refused = || vec![(chosen(), "no".to_owned())];
    for (rejecting, done, refused) in [
        (false, vec![chosen(), chosen()], Vec::new()),
        (false, vec![chosen()], refused()),
        (true, vec![chosen()], Vec::new()),
        (true, Vec::new(), refused()),
    ] {
        let shell = Shell::sample(language, Some(kernel::Role::Verifier1), "/petugas/konfirmasi/putuskan");
        all.add("results", Results { shell, rejecting, done, refused });
    }
}
