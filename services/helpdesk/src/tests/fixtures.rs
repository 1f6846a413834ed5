//! Three agencies and people in them: `A1` (region 03), `A2` (central), `A3` (region 04).

use chassis::{ambient::Clock, wire::timestamp};
use proto::{
    registration::v1::{AnswerKind, DossierItem, DossierSubmitted, EmployeeRef, RegistrationSubmitted, Stage},
    verification::v1::DossierRef,
};
use uuid::Uuid;
pub(crate) use worlds::{agencies, agency, number};

/// An employee of the fixtures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Someone {
    /// In `A1`.
    Teacher,
    /// In `A1`, too.
    Nurse,
    /// In `A2`.
    Clerk,
    /// In `A3`.
    Ranger,
}

impl Someone {
    /// All of them.
    pub(crate) const ALL: [Self; 4] = [Self::Teacher, Self::Nurse, Self::Clerk, Self::Ranger];

    fn ordinal(self) -> u32 {
        self as u32 + 1
    }

    /// Also the person's id.
    pub(crate) fn employee_id(self) -> Uuid {
        Uuid::from_u128(self.ordinal().into())
    }

    pub(crate) fn nip(self) -> String {
        format!("198001012005011{:03}", self.ordinal())
    }

    pub(crate) fn agency(self) -> &'static str {
        match self {
            Self::Teacher | Self::Nurse => "A1",
            Self::Clerk => "A2",
            Self::Ranger => "A3",
        }
    }

    pub(crate) fn registration_id(self) -> Uuid {
        Uuid::from_u128(2000 + u128::from(self.ordinal()))
    }

    pub(crate) fn number(self) -> String {
        number(self.ordinal().into()).to_string()
    }

    pub(crate) fn employee(self) -> EmployeeRef {
        EmployeeRef {
            employee_id: self.employee_id().to_string(),
            nip: self.nip(),
            agency_code: self.agency().into(),
            unit_code: format!("{}.ROOT", self.agency()),
            active: true,
            version: 1,
        }
    }

    pub(crate) fn registers(self, clock: &Clock) -> RegistrationSubmitted {
        RegistrationSubmitted {
            registration_id: self.registration_id().to_string(),
            registration_number: self.number(),
            employee: Some(self.employee()),
            campaign_code: "2026".into(),
            registered_at: Some(timestamp(clock.now())),
            due_at: Some(timestamp(clock.now())),
            name: format!("{self:?}"),
        }
    }

    /// A dossier was handed in, whose items these stages decide.
    pub(crate) fn submits(self, clock: &Clock, submission: u32, stages: &[Stage]) -> DossierSubmitted {
        let item = DossierItem {
            key: "name".into(),
            answer: AnswerKind::Correction.into(),
            marks: vec![],
            stages: stages.iter().map(|stage| (*stage).into()).collect(),
        };
        DossierSubmitted {
            dossier_id: self.dossier(submission).dossier_id,
            registration_id: self.registration_id().to_string(),
            registration_number: self.number(),
            employee: Some(self.employee()),
            name: format!("{self:?}"),
            campaign_code: "2026".into(),
            submission,
            catalogue_version: 1,
            items: vec![item],
            submitted_at: Some(timestamp(clock.now())),
        }
    }

    pub(crate) fn dossier(self, submission: u32) -> DossierRef {
        DossierRef {
            dossier_id: Uuid::from_u128(1000 + u128::from(self.ordinal())).to_string(),
            registration_id: self.registration_id().to_string(),
            employee: Some(EmployeeRef { version: 0, ..self.employee() }),
            campaign_code: "2026".into(),
            submission,
        }
    }
}
