//! What registration and verification tell of one dossier, each in its own order.

use chassis::events::Heard;
use kernel::Stage;
use proto::{
    registration::v1::{DossierItem, DossierSubmitted, EmployeeDataApplied, EmployeeRef, Stage as StageMessage},
    verification::v1::{
        DossierCompleted, DossierFinalised, DossierRecalled, DossierRef, DossierReturned, StageCompleted,
    },
};
use uuid::Uuid;

use super::fixtures::{CAMPAIGN, Someone, at, event};

/// Tells of one dossier; each publisher counts for itself.
pub(crate) struct Telling {
    someone: Someone,
    hour: i64,
    registration: i64,
    verification: i64,
}

impl Telling {
    pub(crate) fn of(someone: Someone) -> Self {
        Self { someone, hour: 10, registration: 0, verification: 0 }
    }

    pub(crate) fn dossier_id(&self) -> Uuid {
        Uuid::from_u128(0x2000 + self.someone.employee_id().as_u128())
    }

    fn dossier(&self, submission: u32) -> Option<DossierRef> {
        Some(DossierRef {
            dossier_id: self.dossier_id().to_string(),
            registration_id: self.someone.registration_id().to_string(),
            employee: Some(self.someone.named()),
            campaign_code: CAMPAIGN.to_owned(),
            submission,
        })
    }

    fn by_registration(&mut self) -> Option<(Uuid, i64)> {
        (self.hour, self.registration) = (self.hour + 1, self.registration + 1);
        Some((self.dossier_id(), self.registration))
    }

    fn by_verification(&mut self) -> Option<(Uuid, i64)> {
        (self.hour, self.verification) = (self.hour + 1, self.verification + 1);
        Some((self.dossier_id(), self.verification))
    }

    pub(crate) fn submitted(&mut self, submission: u32) -> Heard {
        let aggregate = self.by_registration();
        let stages = [StageMessage::Skpd, StageMessage::Bkd, StageMessage::KanregBkn].map(Into::into).to_vec();
        let item = DossierItem { key: "name".into(), stages, ..DossierItem::default() };
        let message = DossierSubmitted {
            dossier_id: self.dossier_id().to_string(),
            registration_id: self.someone.registration_id().to_string(),
            registration_number: self.someone.number(),
            employee: Some(self.someone.named()),
            name: format!("{:?}", self.someone),
            campaign_code: CAMPAIGN.to_owned(),
            submission,
            catalogue_version: 1,
            items: vec![item],
            submitted_at: at(self.hour),
        };
        event(aggregate, &message)
    }

    pub(crate) fn passed(&mut self, submission: u32, stage: Stage) -> Heard {
        let aggregate = self.by_verification();
        let (stage, next) = match stage {
            Stage::Skpd => (StageMessage::Skpd, StageMessage::Bkd),
            _ => (StageMessage::Bkd, StageMessage::KanregBkn),
        };
        let message = StageCompleted {
            dossier: self.dossier(submission),
            stage: stage.into(),
            next_stage: next.into(),
            completed_by: Uuid::from_u128(99).to_string(),
            completed_at: at(self.hour),
        };
        event(aggregate, &message)
    }

    pub(crate) fn recalled(&mut self, submission: u32) -> Heard {
        let aggregate = self.by_verification();
        event(aggregate, &DossierRecalled { dossier: self.dossier(submission), recalled_at: at(self.hour) })
    }

    pub(crate) fn returned(&mut self, submission: u32) -> Heard {
        let aggregate = self.by_verification();
        let message = DossierReturned {
            dossier: self.dossier(submission),
            stage: StageMessage::Skpd.into(),
            items: Vec::new(),
            returned_by: Uuid::from_u128(99).to_string(),
            returned_at: at(self.hour),
        };
        event(aggregate, &message)
    }

    pub(crate) fn completed(&mut self, submission: u32) -> Heard {
        let aggregate = self.by_verification();
        let message = DossierCompleted {
            dossier: self.dossier(submission),
            stage: StageMessage::KanregBkn.into(),
            accepted_keys: vec!["name".into()],
            rejected: Vec::new(),
            completed_by: Uuid::from_u128(99).to_string(),
            completed_at: at(self.hour),
        };
        event(aggregate, &message)
    }

    /// Applied, with what the master data says of the employee then.
    pub(crate) fn applied(&mut self, submission: u32, after: EmployeeRef, conflicts: &[&str]) -> Heard {
        let aggregate = self.by_registration();
        let message = EmployeeDataApplied {
            dossier_id: self.dossier_id().to_string(),
            registration_id: self.someone.registration_id().to_string(),
            employee: Some(after),
            previous_agency_code: self.someone.employee().agency_code,
            campaign_code: CAMPAIGN.to_owned(),
            submission,
            applied_keys: vec!["name".into()],
            conflict_keys: conflicts.iter().map(|key| (*key).to_owned()).collect(),
            applied_at: at(self.hour),
        };
        event(aggregate, &message)
    }

    pub(crate) fn finalised(&mut self, submission: u32) -> Heard {
        let aggregate = self.by_verification();
        event(aggregate, &DossierFinalised { dossier: self.dossier(submission), finalised_at: at(self.hour) })
    }
}
