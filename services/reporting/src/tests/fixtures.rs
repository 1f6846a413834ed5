//! Agencies with their units, people in them, and the events that tell of them.
//!
//! `A1` (region 03): `A1.ROOT` > `A1.SCHOOLS` > `A1.SCHOOL1`, `A1.ROOT` > `A1.HEALTH`. `A2` (central): `A2.ROOT`.
//! `A3` (region 04): `A3.ROOT`. `X1` (region 03, a rehearsal): `X1.ROOT`.

use chassis::{
    ambient::Clock,
    events::{Aggregate, Heard},
    wire::timestamp,
};
use prost::Name;
use prost_types::Timestamp;
use proto::registration::v1::{
    AgenciesImported, Agency, EmployeeRef, EmployeesImported, OrgUnit, OrgUnitsImported, RegistrationConfirmed,
    RegistrationRejected, RegistrationSubmitted,
};
use time::{Duration, OffsetDateTime, macros::datetime};
use uuid::Uuid;

/// When everything begins: 2026-01-05 00:30 in Jakarta, the day before in UTC.
pub(crate) const START: OffsetDateTime = datetime!(2026-01-04 17:30 UTC);
/// The campaign of all events.
pub(crate) const CAMPAIGN: &str = "2026";

/// An employee of the fixtures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Someone {
    /// In `A1.SCHOOL1`.
    Teacher,
    /// Another one there.
    Colleague,
    /// In `A1.HEALTH`.
    Nurse,
    /// In `A2.ROOT`.
    Clerk,
    /// In `A3.ROOT`.
    Islander,
    /// In `X1.ROOT`.
    Actor,
    /// In `A1.HEALTH`, not in service any more.
    Retired,
}

impl Someone {
    pub(crate) const ALL: [Self; 7] =
        [Self::Teacher, Self::Colleague, Self::Nurse, Self::Clerk, Self::Islander, Self::Actor, Self::Retired];

    fn ordinal(self) -> usize {
        Self::ALL.iter().position(|other| *other == self).expect("everyone is in the list") + 1
    }

    pub(crate) fn nip(self) -> String {
        format!("198001012005011{:03}", self.ordinal())
    }

    /// Also the person's id.
    pub(crate) fn employee_id(self) -> Uuid {
        Uuid::from_u128(self.ordinal() as u128)
    }

    /// Of the one registration that tests make for them.
    pub(crate) fn registration_id(self) -> Uuid {
        Uuid::from_u128(0x1000 + self.ordinal() as u128)
    }

    /// Canonical.
    pub(crate) fn number(self) -> String {
        format!("C8Y9GVR{}", self.ordinal() + 1)
    }

    /// As an import tells of them the first time.
    pub(crate) fn employee(self) -> EmployeeRef {
        let (agency, unit) = match self {
            Self::Teacher | Self::Colleague => ("A1", "A1.SCHOOL1"),
            Self::Nurse | Self::Retired => ("A1", "A1.HEALTH"),
            Self::Clerk => ("A2", "A2.ROOT"),
            Self::Islander => ("A3", "A3.ROOT"),
            Self::Actor => ("X1", "X1.ROOT"),
        };
        EmployeeRef {
            employee_id: self.employee_id().to_string(),
            nip: self.nip(),
            agency_code: agency.to_owned(),
            unit_code: unit.to_owned(),
            active: self != Self::Retired,
            version: 1,
        }
    }

    /// As events of their registration and dossier name them: not about the row.
    pub(crate) fn named(self) -> EmployeeRef {
        EmployeeRef { version: 0, ..self.employee() }
    }

    /// They register under a name.
    pub(crate) fn submits_as(self, name: &str) -> Heard {
        let message = RegistrationSubmitted {
            registration_id: self.registration_id().to_string(),
            registration_number: self.number(),
            employee: Some(self.named()),
            campaign_code: CAMPAIGN.to_owned(),
            registered_at: at(0),
            due_at: at(24),
            name: name.to_owned(),
        };
        event(Some((self.registration_id(), 1)), &message)
    }

    /// They register.
    pub(crate) fn submits(self) -> Heard {
        self.submits_as(&format!("{self:?}"))
    }

    /// Their agency says that it is genuine.
    pub(crate) fn is_confirmed(self) -> Heard {
        let message = RegistrationConfirmed {
            registration_id: self.registration_id().to_string(),
            employee: Some(self.named()),
            confirmed_by: Uuid::from_u128(99).to_string(),
            confirmed_at: at(1),
            campaign_code: CAMPAIGN.to_owned(),
        };
        event(Some((self.registration_id(), 2)), &message)
    }

    /// Their agency says that it is not.
    pub(crate) fn is_rejected(self) -> Heard {
        let message = RegistrationRejected {
            registration_id: self.registration_id().to_string(),
            employee: Some(self.named()),
            rejected_by: Uuid::from_u128(99).to_string(),
            reason_code: "NOT_OURS".to_owned(),
            rejected_at: at(1),
            campaign_code: CAMPAIGN.to_owned(),
        };
        event(Some((self.registration_id(), 2)), &message)
    }
}

impl Someone {
    /// One attempt of many: a registration of its own, and its rejection.
    pub(crate) fn attempt(self, round: u128) -> (Heard, Heard) {
        let registration = Uuid::from_u128(0x10_0000 + round);
        let again = |heard: Heard, version| {
            let aggregate = Some(Aggregate { id: registration, version });
            Heard { aggregate, ..heard }
        };
        let mut submitted: RegistrationSubmitted = self.submits().decode().unwrap().unwrap();
        submitted.registration_id = registration.to_string();
        let mut rejected: RegistrationRejected = self.is_rejected().decode().unwrap().unwrap();
        rejected.registration_id = registration.to_string();
        (again(event(None, &submitted), 1), again(event(None, &rejected), 2))
    }
}

/// An event as the stream hands it over.
pub(crate) fn event<M: Name>(aggregate: Option<(Uuid, i64)>, message: &M) -> Heard {
    worlds::event(&Clock::system(), message, aggregate)
}

/// So many hours after [`START`].
pub(crate) fn at(hours: i64) -> Option<Timestamp> {
    Some(timestamp(START + Duration::hours(hours)))
}

/// Everything above except registrations.
pub(crate) fn imported() -> Vec<Heard> {
    let agencies = [
        ("A1", "Pemerintah Kota Bandung", "03"),
        ("A2", "Kementerian Contoh", ""),
        ("A3", "Pemerintah Kota Makassar", "04"),
        ("X1", "Latihan", "03"),
    ];
    let agencies = agencies.map(|(code, name, kanreg)| agency(code, name, kanreg, 1));
    let units = [
        unit("A1.ROOT", "Kota Bandung", &[]),
        unit("A1.SCHOOLS", "Dinas Pendidikan", &["A1.ROOT"]),
        unit("A1.SCHOOL1", "SMA 1", &["A1.ROOT", "A1.SCHOOLS"]),
        unit("A1.HEALTH", "Dinas Kesehatan", &["A1.ROOT"]),
        unit("A2.ROOT", "Kementerian Contoh", &[]),
        unit("A3.ROOT", "Kota Makassar", &[]),
        unit("X1.ROOT", "Latihan", &[]),
    ];
    vec![
        event(None, &AgenciesImported { agencies: agencies.to_vec() }),
        event(None, &OrgUnitsImported { units: units.to_vec() }),
        employees(Someone::ALL.map(Someone::employee).to_vec()),
    ]
}

/// An import tells of these employees.
pub(crate) fn employees(employees: Vec<EmployeeRef>) -> Heard {
    event(None, &EmployeesImported { import_id: Uuid::from_u128(7).to_string(), employees })
}

/// A version of an agency.
pub(crate) fn agency(code: &str, name: &str, kanreg: &str, version: u64) -> Agency {
    Agency {
        code: code.to_owned(),
        name: name.to_owned(),
        central: kanreg.is_empty(),
        kanreg_code: kanreg.to_owned(),
        version,
    }
}

/// A unit as it is told the first time; its agency stands before the dot.
pub(crate) fn unit(code: &str, name: &str, above: &[&str]) -> OrgUnit {
    OrgUnit {
        code: code.to_owned(),
        agency_code: code.split('.').next().unwrap_or_default().to_owned(),
        parent_code: above.last().copied().unwrap_or_default().to_owned(),
        name: name.to_owned(),
        level_1: above.len() == 1,
        ancestor_codes: above.iter().map(|code| (*code).to_owned()).collect(),
        version: 1,
    }
}
