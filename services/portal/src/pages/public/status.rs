use askama::Template;
use proto::registration::v1::RegistrationState;

use crate::{challenge::ChallengeBlock, form::Form, shell::Shell};

/// Asks where a registration stands. Fields: `registration_number`, and a challenge.
#[derive(Template)]
#[template(path = "public/status.html")]
pub(crate) struct AskStatus {
    /// The frame.
    pub shell: Shell,
    /// What was typed.
    pub form: Form,
    /// That it is a person.
    pub challenge: ChallengeBlock,
}

/// Where it stands, without anything personal.
#[derive(Template)]
#[template(path = "public/status_found.html")]
pub(crate) struct StatusFound {
    /// The frame.
    pub shell: Shell,
    /// In two halves.
    pub number: String,
    /// The key of where it stands.
    pub state: &'static str,
    /// The key of what comes next.
    pub next: &'static str,
    /// The stages; none where it ended.
    pub stages: Vec<Stage>,
    /// When the agency has to have confirmed it; absent once decided.
    pub due: Option<String>,
    /// That time has passed.
    pub overdue: bool,
    /// Whether there is something to sign in for.
    pub sign_in: bool,
    /// Whether registering anew is the way on.
    pub register: bool,
}

/// One stage of the way.
pub(crate) struct Stage {
    /// The key of its name.
    pub name: &'static str,
    /// The key of how far it is.
    pub how_far: &'static str,
}

const STAGES: [&str; 4] = ["stage-registered", "stage-confirmed", "stage-form", "stage-verified"];

/// The key of the sentence that says where a registration stands.
#[must_use]
pub(crate) fn state_sentence(state: RegistrationState) -> &'static str {
    match state {
        RegistrationState::Unspecified => "status-unknown",
        RegistrationState::Reserved => "status-reserved",
        RegistrationState::Registered => "status-registered",
        RegistrationState::Confirmed => "status-confirmed",
        RegistrationState::Rejected => "status-rejected",
    }
}

impl StatusFound {
    /// A registration as it stands; `due` with whether that has passed.
    #[must_use]
    pub(crate) fn of(shell: Shell, number: String, state: RegistrationState, due: Option<(String, bool)>) -> Self {
        let (next, done) = match state {
            RegistrationState::Unspecified => ("status-next-unknown", None),
            RegistrationState::Reserved => ("status-next-reserved", Some(0)),
            RegistrationState::Registered => ("status-next-registered", Some(1)),
            RegistrationState::Confirmed => ("status-next-confirmed", Some(2)),
            RegistrationState::Rejected => ("status-next-rejected", None),
        };
        let how_far = |place: usize, done: usize| match place.cmp(&done) {
            std::cmp::Ordering::Less => "stage-is-done",
            std::cmp::Ordering::Equal => "stage-is-current",
            std::cmp::Ordering::Greater => "stage-is-next",
        };
        let stage = |(place, name, done)| Stage { name, how_far: how_far(place, done) };
        let stages =
            done.into_iter().flat_map(|done| STAGES.into_iter().enumerate().map(move |(at, name)| (at, name, done)));
        let stages = stages.map(stage).collect();
        let (due, overdue) = due.map_or((None, false), |(due, overdue)| (Some(due), overdue));
        Self {
            state: state_sentence(state),
            sign_in: state == RegistrationState::Confirmed,
            register: matches!(state, RegistrationState::Reserved | RegistrationState::Rejected),
            shell,
            number,
            next,
            stages,
            due,
            overdue,
        }
    }
}

#[cfg(test)]
pub(super) fn samples(all: &mut crate::samples::Samples) {
    let language = all.language;
    let shell = || Shell::sample(language, None, "/status");
    for challenge in ChallengeBlock::samples() {
        let form = || Form::sample(language, "/status");
        all.add("status", AskStatus { shell: shell(), form: form(), challenge: challenge.clone() });
        let form = form().filled("registration_number", "<b>\u{202e}").broken("registration_number", "no");
        let form = form.broken(challenge.field(), "no");
        all.add("status refused", AskStatus { shell: shell(), form, challenge });
    }
    for number in 0..5 {
        let state = RegistrationState::try_from(number).unwrap();
        let due = (number == 2).then(|| ("1 Januari 2027".to_owned(), false));
        all.add("status found", StatusFound::of(shell(), "C8Y9 GVRP".to_owned(), state, due));
    }
    let late = Some(("1 Januari 2027".to_owned(), true));
    let found = StatusFound::of(shell(), "C8Y9 GVRP".to_owned(), RegistrationState::Registered, late);
    all.add("status overdue", found);
}
