//! What happens to many people: they are imported, register, and their dossiers come to an end.

use chassis::{
    ambient::{Clock, new_id},
    events::{Aggregate, Heard},
    wire::timestamp,
};
use prost::Name;
use prost_types::Timestamp;
use proto::{
    registration::v1::{
        AnswerKind, DossierItem, DossierSubmitted, EmployeeRef, EmployeesImported, RegistrationConfirmed,
        RegistrationSubmitted, Stage,
    },
    verification::v1::{DossierCompleted, DossierFinalised, DossierRef, StageCompleted},
};
use uuid::Uuid;

/// Events of one person, their import apart.
pub(crate) const EVENTS_EACH: u32 = 7;
const AGENCIES: u32 = 20;
const UNITS: u32 = 50;
/// People to whom the same happens one after the other, as when a campaign goes on.
const AT_ONCE: u32 = 500;
const CAMPAIGN: &str = "2026";

/// What is told of so many people, beginning with a number.
pub(crate) fn of(people: u32, first: u32) -> Vec<Heard> {
    let clock = Clock::system();
    let everyone: Vec<Person> = (first..first + people).map(|number| Person { number, clock: clock.clone() }).collect();
    let mut events = Vec::new();
    for some in everyone.chunks(AT_ONCE as usize) {
        let employees = some.iter().map(Person::employee).collect();
        events.push(heard(&clock, None, &EmployeesImported { import_id: new_id(&clock).to_string(), employees }));
        let all: [fn(&Person) -> Heard; EVENTS_EACH as usize] = [
            Person::registers,
            Person::is_confirmed,
            Person::submits,
            |person| person.passes(1, Stage::Skpd, Stage::Bkd),
            |person| person.passes(2, Stage::Bkd, Stage::KanregBkn),
            Person::is_completed,
            Person::is_final,
        ];
        for what in all {
            events.extend(some.iter().map(what));
        }
    }
    events
}

struct Person {
    number: u32,
    clock: Clock,
}

impl Person {
    fn id(&self, kind: u128) -> Uuid {
        // Spread as real ids are in their last bytes.
        Uuid::from_u128(kind << 64 | u128::from(self.number).wrapping_mul(0x9e37_79b9_7f4a_7c15) & 0xffff_ffff_ffff)
    }

    fn employee(&self) -> EmployeeRef {
        let agency = self.number % AGENCIES;
        EmployeeRef {
            employee_id: self.id(1).to_string(),
            nip: format!("1980010120050{:05}", self.number % 100_000),
            agency_code: format!("{}", 1000 + agency),
            unit_code: format!("{}.{}", 1000 + agency, self.number / AGENCIES % UNITS),
            active: true,
            version: 1,
        }
    }

    fn dossier(&self) -> DossierRef {
        DossierRef {
            dossier_id: self.id(3).to_string(),
            registration_id: self.id(2).to_string(),
            employee: Some(self.employee()),
            campaign_code: CAMPAIGN.to_owned(),
            submission: 1,
        }
    }

    fn now(&self) -> Option<Timestamp> {
        Some(timestamp(self.clock.now()))
    }

    fn of_registration(&self, version: i64, message: &impl Name) -> Heard {
        heard(&self.clock, Some(Aggregate { id: self.id(2), version }), message)
    }

    fn of_dossier(&self, version: i64, message: &impl Name) -> Heard {
        heard(&self.clock, Some(Aggregate { id: self.id(3), version }), message)
    }

    fn registers(&self) -> Heard {
        let message = RegistrationSubmitted {
            registration_id: self.id(2).to_string(),
            registration_number: format!("C8Y9{:04}", self.number % 10_000),
            employee: Some(self.employee()),
            campaign_code: CAMPAIGN.to_owned(),
            registered_at: self.now(),
            due_at: self.now(),
            name: "Siti Nurhaliza".to_owned(),
        };
        self.of_registration(1, &message)
    }

    fn is_confirmed(&self) -> Heard {
        let message = RegistrationConfirmed {
            registration_id: self.id(2).to_string(),
            employee: Some(self.employee()),
            confirmed_by: self.id(4).to_string(),
            confirmed_at: self.now(),
            campaign_code: CAMPAIGN.to_owned(),
        };
        self.of_registration(2, &message)
    }

    fn submits(&self) -> Heard {
        let item = |number| DossierItem {
            key: format!("field_{number}"),
            answer: AnswerKind::Check.into(),
            marks: Vec::new(),
            stages: vec![Stage::Skpd.into(), Stage::Bkd.into(), Stage::KanregBkn.into()],
        };
        let DossierRef { dossier_id, registration_id, employee, campaign_code, submission } = self.dossier();
        let message = DossierSubmitted {
            dossier_id,
            registration_id,
            registration_number: format!("C8Y9{:04}", self.number % 10_000),
            employee,
            name: "Siti Nurhaliza".to_owned(),
            campaign_code,
            submission,
            catalogue_version: 1,
            items: (0..30).map(item).collect(),
            submitted_at: self.now(),
        };
        self.of_dossier(1, &message)
    }

    fn passes(&self, version: i64, stage: Stage, next: Stage) -> Heard {
        let message = StageCompleted {
            dossier: Some(self.dossier()),
            stage: stage.into(),
            next_stage: next.into(),
            completed_by: self.id(4).to_string(),
            completed_at: self.now(),
        };
        self.of_dossier(version, &message)
    }

    fn is_completed(&self) -> Heard {
        let message = DossierCompleted {
            dossier: Some(self.dossier()),
            stage: Stage::KanregBkn.into(),
            accepted_keys: vec!["field_1".to_owned()],
            rejected: Vec::new(),
            completed_by: self.id(4).to_string(),
            completed_at: self.now(),
        };
        self.of_dossier(3, &message)
    }

    fn is_final(&self) -> Heard {
        self.of_dossier(4, &DossierFinalised { dossier: Some(self.dossier()), finalised_at: self.now() })
    }
}

fn heard<M: Name>(clock: &Clock, aggregate: Option<Aggregate>, message: &M) -> Heard {
    Heard {
        event_id: new_id(clock),
        message_name: M::full_name(),
        aggregate,
        occurred_at: clock.now(),
        payload: message.encode_to_vec(),
    }
}
