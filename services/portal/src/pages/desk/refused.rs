use askama::Template;
use doorway::again::seconds;

use crate::{form::Form, refused::Refused, shell::Shell};

/// It cannot go on as it was asked; nothing that was typed is lost.
#[derive(Template)]
#[template(path = "desk/stopped.html")]
pub(crate) struct Stopped {
    /// The frame.
    pub shell: Shell,
    /// What the service says.
    pub sentence: String,
    /// What it means here, and what to do.
    pub advice: String,
    /// When to try again, in seconds.
    pub seconds: Option<u64>,
    /// To send it once more, with what was typed; none where that cannot help.
    pub again: Option<(Form, Vec<(String, String)>)>,
    /// What was typed and cannot be sent any more, to read.
    pub typed: Vec<String>,
    /// Where to go on.
    pub back: &'static str,
}

impl Stopped {
    /// A refusal in words.
    #[must_use]
    pub(crate) fn of(shell: Shell, refused: &Refused, back: &'static str) -> Self {
        let advice = advice(&refused.code).map(|key| shell.say(key).to_string()).unwrap_or_default();
        let seconds = refused.retry_after.map(seconds);
        Self { shell, sentence: refused.sentence.to_owned(), advice, seconds, again: None, typed: Vec::new(), back }
    }
}

/// What a refusal means at the desk, and what to do; the key of the sentence.
#[must_use]
pub(super) fn advice(code: &str) -> Option<&'static str> {
    Some(match code {
        "CLAIMED_BY_OTHER" => "advice-claimed-by-other",
        "CLAIM_REQUIRED" => "advice-claim-required",
        "SUBMISSION_OUTDATED" => "advice-submission-outdated",
        "STAGE_DONE" => "advice-stage-done",
        "DOSSIER_NOT_FOUND" => "advice-dossier-not-found",
        "SEPARATION_ON_ONESELF" => "advice-separation-on-oneself",
        "SEPARATION_AT_TWO_STAGES" => "advice-separation-at-two-stages",
        "DECISIONS_MISSING" => "advice-decisions-missing",
        "VERIFICATION_CLOSED" => "advice-verification-closed",
        "ROLE_NOT_PERMITTED" => "advice-role-not-permitted",
        "UNAVAILABLE" | "DEADLINE_EXCEEDED" | "INTERNAL" | "BUSY" => "advice-away",
        "SESSION_REQUIRED" | "PASSPORT_INVALID" | "SESSION_ENDED" => "advice-session",
        _ => return None,
    })
}

#[cfg(test)]
pub(super) fn samples(all: &mut crate::samples::Samples) {
    use chassis::reason::Refusal;
    use tonic::Code;

    let language = all.language;
    let shell = || Shell::sample(language, Some(kernel::Role::Verifier2), "/petugas/berkas");
    let refused = |code| Refused::of(&Refusal::new(Code::FailedPrecondition, code, "").into(), language);
    for code in ["CLAIMED_BY_OTHER", "CLAIM_REQUIRED", "SUBMISSION_OUTDATED", "STAGE_DONE", "DOSSIER_NOT_FOUND"] {
        let typed = vec![super::HOSTILE.to_owned()];
        all.add("stopped", Stopped { typed, ..Stopped::of(shell(), &refused(code), "/petugas/berkas") });
    }
    for code in ["SEPARATION_ON_ONESELF", "SEPARATION_AT_TWO_STAGES", "VERIFICATION_CLOSED", "ROLE_NOT_PERMITTED"] {
        all.add("stopped", Stopped::of(shell(), &refused(code), "/petugas"));
    }
    for code in ["UNAVAILABLE", "SESSION_REQUIRED", "CURSOR_INVALID", "DECISIONS_MISSING"] {
        let kept = vec![("note-0".to_owned(), super::HOSTILE.to_owned())];
        let again = Some((Form::sample(language, "/petugas/berkas"), kept));
        let stopped = Stopped::of(shell(), &refused(code), "/petugas/berkas");
        all.add("stopped, to send again", Stopped { again, seconds: Some(3), ..stopped });
    }
}
