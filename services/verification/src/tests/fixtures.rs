//! Three agencies with their units, and people in them.
//!
//! `A1` (region 03): `A1.ROOT` > `A1.SCHOOLS` > `A1.SCHOOL1`, `A1.ROOT` > `A1.HEALTH`. `A2` (central): `A2.ROOT`.
//! `A3` (region 04): `A3.ROOT`.

use chassis::{ambient::Clock, wire::timestamp};
use proto::registration::v1::{
    AnswerKind, DossierItem, DossierSubmitted, EmployeeDataApplied, EmployeeRef, OrgUnit, OrgUnitsImported, Stage,
};
use uuid::Uuid;
pub(crate) use worlds::{agencies, agency, number};

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
    Ranger,
}

/// All stages.
pub(crate) const ALL: [Stage; 3] = [Stage::Skpd, Stage::Bkd, Stage::KanregBkn];

impl Someone {
    fn ordinal(self) -> u32 {
        self as u32 + 1
    }

    /// Also the person's id.
    pub(crate) fn employee_id(self) -> Uuid {
        Uuid::from_u128(self.ordinal().into())
    }

    pub(crate) fn dossier_id(self) -> Uuid {
        Uuid::from_u128(1000 + u128::from(self.ordinal()))
    }

    pub(crate) fn nip(self) -> String {
        format!("198001012005011{:03}", self.ordinal())
    }

    pub(crate) fn number(self) -> String {
        number(self.ordinal().into()).to_string()
    }

    fn place(self) -> (&'static str, &'static str) {
        match self {
            Self::Teacher | Self::Colleague => ("A1", "A1.SCHOOL1"),
            Self::Nurse => ("A1", "A1.HEALTH"),
            Self::Clerk => ("A2", "A2.ROOT"),
            Self::Ranger => ("A3", "A3.ROOT"),
        }
    }

    pub(crate) fn employee(self) -> EmployeeRef {
        let (agency, unit) = self.place();
        EmployeeRef {
            employee_id: self.employee_id().to_string(),
            nip: self.nip(),
            agency_code: agency.into(),
            unit_code: unit.into(),
            active: true,
            version: 0,
        }
    }

    /// Submission 1: `name` ends at level 3, `place` at level 2, `unit` is unchanged, `birth` unchanged and doubtful.
    pub(crate) fn submits(self, clock: &Clock) -> DossierSubmitted {
        DossierSubmitted {
            dossier_id: self.dossier_id().to_string(),
            registration_id: Uuid::from_u128(2000 + u128::from(self.ordinal())).to_string(),
            registration_number: self.number(),
            employee: Some(self.employee()),
            name: format!("{self:?}"),
            campaign_code: "2026".into(),
            submission: 1,
            catalogue_version: 1,
            items: vec![
                corrected("name", &ALL),
                corrected("place", &ALL[..2]),
                checked("unit", &ALL[..2]),
                DossierItem { marks: vec!["NIP_BIRTH_DATE_DIFFERS".into()], ..checked("birth", &ALL) },
            ],
            submitted_at: Some(timestamp(clock.now())),
        }
    }

    /// A later submission, of these fields.
    pub(crate) fn submits_again(self, clock: &Clock, submission: u32, items: Vec<DossierItem>) -> DossierSubmitted {
        DossierSubmitted { submission, items, ..self.submits(clock) }
    }

    /// Registration has applied a submission, but for these fields.
    pub(crate) fn applied(self, clock: &Clock, submission: u32, conflicts: &[&str]) -> EmployeeDataApplied {
        EmployeeDataApplied {
            dossier_id: self.dossier_id().to_string(),
            submission,
            conflict_keys: conflicts.iter().map(|key| (*key).into()).collect(),
            applied_at: Some(timestamp(clock.now())),
            ..Default::default()
        }
    }
}

pub(crate) fn corrected(key: &str, stages: &[Stage]) -> DossierItem {
    item(key, AnswerKind::Correction, stages)
}

pub(crate) fn checked(key: &str, stages: &[Stage]) -> DossierItem {
    item(key, AnswerKind::Check, stages)
}

fn item(key: &str, answer: AnswerKind, stages: &[Stage]) -> DossierItem {
    DossierItem {
        key: key.into(),
        answer: answer.into(),
        marks: vec![],
        stages: stages.iter().map(|stage| (*stage).into()).collect(),
    }
}

/// A unit below these.
pub(crate) fn unit(code: &str, ancestors: &[&str], version: u64) -> OrgUnit {
    OrgUnit {
        code: code.into(),
        agency_code: code.split('.').next().unwrap().into(),
        parent_code: ancestors.last().copied().unwrap_or_default().into(),
        name: format!("Unit {code}"),
        level_1: true,
        ancestor_codes: ancestors.iter().map(|code| (*code).into()).collect(),
        version,
    }
}

pub(crate) fn units() -> OrgUnitsImported {
    let units = vec![
        // Told before those above it.
        unit("A1.SCHOOL1", &["A1.ROOT", "A1.SCHOOLS"], 1),
        unit("A1.SCHOOLS", &["A1.ROOT"], 1),
        unit("A1.ROOT", &[], 1),
        unit("A1.HEALTH", &["A1.ROOT"], 1),
        unit("A2.ROOT", &[], 1),
        unit("A3.ROOT", &[], 1),
    ];
    OrgUnitsImported { units }
}
