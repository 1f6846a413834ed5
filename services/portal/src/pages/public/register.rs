use askama::Template;

use super::Schedule;
use crate::{challenge::ChallengeBlock, form::Form, shell::Shell};

/// First step: who it is. Fields: `nip`, `nik`, and a challenge.
#[derive(Template)]
#[template(path = "public/register.html")]
pub(crate) struct Register {
    /// The frame.
    pub shell: Shell,
    /// What was typed, except the NIK.
    pub form: Form,
    /// That it is a person.
    pub challenge: ChallengeBlock,
    /// The campaign, if it is known.
    pub schedule: Schedule,
    /// The pair did not match: there are ways on.
    pub not_matched: bool,
}

#[cfg(test)]
pub(super) fn samples(all: &mut crate::samples::Samples) {
    let language = all.language;
    let shell = || Shell::sample(language, None, "/daftar");
    let form = || Form::sample(language, "/daftar");
    let challenges = ChallengeBlock::samples();
    for (schedule, challenge) in Schedule::samples(language).into_iter().zip(challenges.clone()) {
        all.add("register", Register { shell: shell(), form: form(), challenge, schedule, not_matched: false });
    }
    let typed = || form().filled("nip", "\"><b>198612262009122001");
    for (challenge, not_matched) in challenges.into_iter().zip([true, false, true]) {
        let form = typed().broken("nip", "no").broken(challenge.field(), "no").wrong("whole");
        let schedule = Schedule::Unknown;
        all.add("register refused", Register { shell: shell(), form, challenge, schedule, not_matched });
    }
}
