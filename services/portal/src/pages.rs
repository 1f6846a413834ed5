//! The pages, as what their templates need.

use askama::Template;
use kernel::{Jurisdiction, Person, Role};
use proto::registration::v1::Campaign;
use time::OffsetDateTime;

use crate::{
    dates::{instant, written},
    sentences::Sentence,
};

/// What it is, the campaign's dates, ways on.
#[derive(Template)]
#[template(path = "front.html")]
pub(crate) struct Front {
    /// Whether someone is signed in.
    pub signed_in: bool,
    /// The campaign, if it is known.
    pub schedule: Schedule,
}

/// What to have at hand before registering.
#[derive(Template)]
#[template(path = "register.html")]
pub(crate) struct Register {
    /// Whether someone is signed in.
    pub signed_in: bool,
    /// The campaign, if it is known.
    pub schedule: Schedule,
}

/// How to ask where a registration stands.
#[derive(Template)]
#[template(path = "status.html")]
pub(crate) struct StatusHelp {
    /// Whether someone is signed in.
    pub signed_in: bool,
}

/// First factor.
#[derive(Template)]
#[template(path = "sign_in.html")]
pub(crate) struct SignIn {
    /// Whether someone is signed in.
    pub signed_in: bool,
    /// What was typed before, but never the password.
    pub login: String,
    /// Why it did not work.
    pub refusal: Option<Sentence>,
}

/// Second factor.
#[derive(Template)]
#[template(path = "second_factor.html")]
pub(crate) struct SecondFactor {
    /// Whether someone is signed in.
    pub signed_in: bool,
    /// From the first factor, sealed.
    pub ticket: String,
    /// Why it did not work.
    pub refusal: Option<Sentence>,
}

/// Who is signed in.
#[derive(Template)]
#[template(path = "home.html")]
pub(crate) struct Home {
    /// Whether someone is signed in: always.
    pub signed_in: bool,
    /// The role, in both languages.
    pub role: (&'static str, &'static str),
    /// Where it holds.
    pub area: (String, String),
    /// Whether it is an employee, whose registration is confirmed: else there would be no session.
    pub employee: bool,
    /// The campaign, if it is known.
    pub schedule: Schedule,
}

/// Nothing here, or nothing just now.
#[derive(Template)]
#[template(path = "notice.html")]
pub(crate) struct Notice {
    /// Whether someone is signed in.
    pub signed_in: bool,
    /// Heading, in both languages.
    pub heading: (&'static str, &'static str),
    /// What to do, in both languages.
    pub advice: (&'static str, &'static str),
}

/// What is known of the campaign.
pub(crate) enum Schedule {
    /// It could not be asked for.
    Unknown,
    /// None has been announced.
    None,
    /// Its dates.
    Known(Dates),
}

/// A campaign's dates for reading.
pub(crate) struct Dates {
    /// Name for people.
    pub name: String,
    /// Where registration stands today, in both languages.
    pub today: (&'static str, &'static str),
    /// What happens when: Indonesian, English, date.
    pub rows: Vec<(&'static str, &'static str, String)>,
}

impl Schedule {
    /// A campaign as it stands at `now`.
    #[must_use]
    pub(crate) fn of(campaign: Campaign, now: OffsetDateTime) -> Self {
        let opens_at = instant(campaign.opens_at);
        let closes_at = instant(campaign.registration_closes_at);
        let (Some(opens_at), Some(closes_at)) = (opens_at, closes_at) else { return Self::Unknown };
        let today = if now < opens_at {
            ("Pendaftaran belum dibuka", "Registration has not opened yet")
        } else if now < closes_at {
            ("Pendaftaran sedang dibuka", "Registration is open")
        } else {
            ("Pendaftaran sudah ditutup", "Registration has closed")
        };
        let moments = [
            ("Pendaftaran dibuka", "Registration opens", Some(opens_at)),
            ("Pendaftaran ditutup", "Registration closes", Some(closes_at)),
            ("Batas pengiriman data", "Submission closes", instant(campaign.submission_closes_at)),
            ("Batas verifikasi", "Verification closes", instant(campaign.verification_closes_at)),
        ];
        let rows = moments.into_iter().filter_map(|(id, en, at)| Some((id, en, written(at?)))).collect();
        Self::Known(Dates { name: campaign.name, today, rows })
    }
}

impl Home {
    /// What is known of a person without asking anyone.
    #[must_use]
    pub(crate) fn of(person: &Person, schedule: Schedule) -> Self {
        let area = match &person.jurisdiction {
            Jurisdiction::OwnFile => ("Berkas sendiri".to_owned(), "Your own file".to_owned()),
            Jurisdiction::Unit(code) => {
                (format!("Unit kerja {code} beserta bawahannya"), format!("Unit {code} and everything under it"))
            }
            Jurisdiction::Agency(code) => (format!("Instansi {code}"), format!("Agency {code}")),
            Jurisdiction::Kanreg(code) => (format!("Kantor Regional {code}"), format!("Regional office {code}")),
            Jurisdiction::Nation => ("Nasional".to_owned(), "The nation".to_owned()),
        };
        let employee = person.role == Role::Employee;
        Self { signed_in: true, role: role(person.role), area, employee, schedule }
    }
}

fn role(role: Role) -> (&'static str, &'static str) {
    match role {
        Role::Employee => ("Pegawai Negeri Sipil", "Civil servant"),
        Role::Verifier1 => ("Verifikator level 1", "Level 1 verifier"),
        Role::Verifier2 => ("Verifikator level 2", "Level 2 verifier"),
        Role::Verifier3 => ("Verifikator level 3", "Level 3 verifier"),
        Role::Helpdesk => ("Petugas bantuan", "Helpdesk officer"),
        Role::AgencyAdmin => ("Admin instansi", "Agency administrator"),
        Role::BknAdmin => ("Admin BKN", "BKN administrator"),
        Role::AgencySystem => ("Sistem instansi", "Agency system"),
    }
}
