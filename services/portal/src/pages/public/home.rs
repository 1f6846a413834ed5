use askama::Template;
use kernel::{Jurisdiction, Person, Role};
use proto::registration::v1::{AnswerKind, Dossier, DossierState};

use super::Schedule;
use crate::{language::Language, shell::Shell};

/// Who is signed in, and what is to be done next.
#[derive(Template)]
#[template(path = "public/home.html")]
pub(crate) struct Home {
    /// The frame.
    pub shell: Shell,
    /// The key of the role's name.
    pub role: &'static str,
    /// Where it holds.
    pub area: String,
    /// An employee's own form; nothing for officers.
    pub own: Option<OwnForm>,
    /// The campaign, if it is known.
    pub schedule: Schedule,
}

/// An employee's form at a glance.
pub(crate) enum OwnForm {
    /// It cannot be shown just now.
    Away,
    /// As it stands.
    Known(Glance),
}

/// Where a form stands and what comes next.
pub(crate) struct Glance {
    /// The key of where it stands.
    pub state: &'static str,
    /// The key of the next step's name.
    pub next: &'static str,
    /// Where that is done.
    pub path: &'static str,
    /// Whether it waits for its owner: then the date counts.
    pub is_open: bool,
    /// Fields that can be answered now.
    pub open: usize,
    /// Of these, answered.
    pub answered: usize,
    /// Names of the fields that came back.
    pub returned: Vec<String>,
}

impl Glance {
    /// What a form says of itself.
    #[must_use]
    pub(crate) fn of(dossier: &Dossier, language: Language) -> Self {
        let open = || dossier.fields.iter().filter(|field| field.open);
        let unanswered = |kind| kind == AnswerKind::Unspecified;
        let lacks = open().any(|field| field.required && unanswered(field.answer()));
        let (state, next, path) = match dossier.state() {
            DossierState::Returned => ("home-form-returned", "home-next-correct", "/berkas"),
            DossierState::Submitted => ("home-form-submitted", "home-next-follow", "/berkas"),
            DossierState::Final => ("home-form-final", "home-next-result", "/berkas"),
            DossierState::Open | DossierState::Unspecified if lacks => {
                ("home-form-open", "home-next-fill-in", "/berkas")
            }
            DossierState::Open | DossierState::Unspecified => {
                ("home-form-complete", "home-next-submit", "/berkas/periksa")
            }
        };
        let returned = open().filter(|field| !field.return_reason_code.is_empty());
        Self {
            state,
            next,
            path,
            is_open: matches!(dossier.state(), DossierState::Open | DossierState::Returned),
            open: open().count(),
            answered: open().filter(|field| !unanswered(field.answer())).count(),
            returned: returned.map(|field| language.choose(&field.label_id, &field.label_en).clone()).collect(),
        }
    }
}

impl Home {
    /// What is known of a person, and of their own form.
    #[must_use]
    pub(crate) fn of(shell: Shell, person: &Person, own: Option<OwnForm>, schedule: Schedule) -> Self {
        let coded = |key: &'static str, code: String| shell.say(key).with("code", code).to_string();
        let area = match &person.jurisdiction {
            Jurisdiction::OwnFile => shell.say("area-own").to_string(),
            Jurisdiction::Unit(code) => coded("area-unit", code.to_string()),
            Jurisdiction::Agency(code) => coded("area-agency", code.to_string()),
            Jurisdiction::Kanreg(code) => coded("area-kanreg", code.to_string()),
            Jurisdiction::Nation => shell.say("area-nation").to_string(),
            Jurisdiction::Rehearsal => shell.say("area-rehearsal").to_string(),
        };
        Self { role: role(person.role), area, own, schedule, shell }
    }
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Employee => "role-employee",
        Role::Verifier1 => "role-verifier-1",
        Role::Verifier2 => "role-verifier-2",
        Role::Verifier3 => "role-verifier-3",
        Role::Helpdesk => "role-helpdesk",
        Role::AgencyAdmin => "role-agency-admin",
        Role::BknAdmin => "role-bkn-admin",
        Role::AgencySystem => "role-agency-system",
    }
}

#[cfg(test)]
pub(super) fn samples(all: &mut crate::samples::Samples) {
    use proto::registration::v1::DossierField;

    let language = all.language;
    let home = |held, own, schedule| {
        let shell = Shell::sample(language, Some(held), "/beranda");
        let area = shell.say("area-unit").with("code", "A501").to_string();
        Home { shell, role: role(held), area, own, schedule }
    };
    for schedule in Schedule::samples(language) {
        all.add("home of an officer", home(Role::Verifier1, None, schedule));
    }
    for schedule in Schedule::samples(language) {
        all.add("home without form", home(Role::Employee, Some(OwnForm::Away), schedule));
    }
    let field = |answer: AnswerKind, reason: &str| DossierField {
        label_id: "Tempat lahir <b>".repeat(20),
        label_en: "Place of birth \u{202e}".repeat(20),
        required: true,
        open: true,
        answer: answer.into(),
        return_reason_code: reason.to_owned(),
        ..DossierField::default()
    };
    for state in [DossierState::Open, DossierState::Submitted, DossierState::Returned, DossierState::Final] {
        for fields in
            [vec![], vec![field(AnswerKind::Unspecified, ""), field(AnswerKind::Check, "EVIDENCE_UNREADABLE")]]
        {
            let dossier = Dossier { state: state.into(), fields, ..Dossier::default() };
            let [known, ..] = Schedule::samples(language);
            all.add("home", home(Role::Employee, Some(OwnForm::Known(Glance::of(&dossier, language))), known));
        }
    }
}
