//! What agencies are told of what is heard.

use chassis::events::Heard;
use futures::future::join_all;
use proto::{
    registration::v1::{AnswerKind, DossierItem, DossierSubmitted, EmployeeDataApplied, RegistrationRejected, Stage},
    verification::v1::{
        DecidedItem, DossierCompleted, DossierFinalised, DossierRecalled, DossierRef, DossierReturned, StageCompleted,
    },
};
use serde_json::{Value, json};

use super::feed_world::{AT, FeedWorld, NAME, NIP, OFFICER, Someone, heard};
use crate::hears;

impl Someone {
    fn dossier(&self) -> DossierRef {
        DossierRef {
            dossier_id: self.dossier_id.to_string(),
            registration_id: self.registration_id.to_string(),
            employee: Some(self.employee()),
            campaign_code: "2026".to_owned(),
            submission: 1,
        }
    }

    fn submitted(&self, version: i64) -> Heard {
        let item = |key: &str, answer: AnswerKind| DossierItem {
            key: key.to_owned(),
            answer: answer.into(),
            marks: Vec::new(),
            stages: vec![Stage::Skpd.into(), Stage::Bkd.into()],
        };
        let message = DossierSubmitted {
            dossier_id: self.dossier_id.to_string(),
            registration_id: self.registration_id.to_string(),
            registration_number: "C8Y9GVRP".to_owned(),
            employee: Some(self.employee()),
            name: NAME.to_owned(),
            campaign_code: "2026".to_owned(),
            submission: 1,
            catalogue_version: 1,
            items: vec![item("nama", AnswerKind::Check), item("alamat", AnswerKind::Correction)],
            submitted_at: Some(AT),
        };
        heard(self.dossier_id, version, &message)
    }

    /// Their corrections are master data; they were in that agency before.
    pub(crate) fn transferred(&self, version: i64, before: &str) -> Heard {
        let message = EmployeeDataApplied {
            dossier_id: self.dossier_id.to_string(),
            registration_id: self.registration_id.to_string(),
            employee: Some(self.employee()),
            previous_agency_code: before.to_owned(),
            campaign_code: "2026".to_owned(),
            submission: 1,
            applied_keys: vec!["alamat".to_owned()],
            conflict_keys: vec!["nama".to_owned()],
            applied_at: Some(AT),
        };
        heard(self.dossier_id, version, &message)
    }
}

fn returned(key: &str) -> Vec<DecidedItem> {
    vec![DecidedItem { key: key.to_owned(), stage: Stage::Skpd.into(), reason_code: "DOCUMENT_UNREADABLE".to_owned() }]
}

#[tokio::test]
async fn every_fact_is_told_to_the_agency_of_the_person() {
    let world = FeedWorld::new("facts").await;
    let someone = Someone::of("3573");
    let (id, dossier) = (someone.dossier_id, Some(someone.dossier()));
    let by = OFFICER.to_owned();
    let skpd = Stage::Skpd.into();
    for event in [
        someone.registered(),
        someone.confirmed(),
        someone.submitted(1),
        heard(id, 1, &DossierRecalled { dossier: dossier.clone(), recalled_at: Some(AT) }),
        someone.submitted(2),
        heard(
            id,
            2,
            &DossierReturned {
                dossier: dossier.clone(),
                stage: skpd,
                items: returned("alamat"),
                returned_by: by.clone(),
                returned_at: Some(AT),
            },
        ),
        someone.submitted(3),
        heard(
            id,
            3,
            &StageCompleted {
                dossier: dossier.clone(),
                stage: skpd,
                next_stage: Stage::KanregBkn.into(),
                completed_by: by.clone(),
                completed_at: Some(AT),
            },
        ),
        heard(
            id,
            4,
            &DossierCompleted {
                dossier: dossier.clone(),
                stage: Stage::KanregBkn.into(),
                accepted_keys: vec!["alamat".to_owned()],
                rejected: returned("nama"),
                completed_by: by,
                completed_at: Some(AT),
            },
        ),
        someone.transferred(4, "3573"),
        heard(id, 5, &DossierFinalised { dossier, finalised_at: Some(AT) }),
    ] {
        assert!(world.hear(event).await);
    }

    let told = world.facts_of("3573").await;
    assert_eq!(
        told,
        [
            "registration.submitted",
            "registration.confirmed",
            "dossier.submitted",
            "dossier.recalled",
            "dossier.submitted",
            "dossier.returned",
            "dossier.submitted",
            "dossier.stage-completed",
            "dossier.completed",
            "employee.data-applied",
            "dossier.final",
        ]
    );
    let events = world.feed_of("3573").await;
    let decided = json!([{ "key": "alamat", "stage": "skpd", "reason_code": "DOCUMENT_UNREADABLE" }]);
    assert_eq!(events[2]["data"]["corrected_keys"], json!(["alamat"]));
    assert_eq!(events[5]["data"]["returned"], decided);
    assert_eq!(events[7]["data"]["stage"], "skpd");
    assert_eq!(events[7]["data"]["next_stage"], "kanreg_bkn");
    assert_eq!(events[8]["data"]["accepted_keys"], json!(["alamat"]));
    assert_eq!(events[9]["data"]["conflict_keys"], json!(["nama"]));
    assert_eq!(events[9]["subject"], json!(someone.employee_id));
    assert_eq!(events[10]["subject"], json!(someone.dossier_id));
    assert_eq!(events[10]["data"]["version"], 5, "as its owner counts");
}

#[tokio::test]
async fn an_event_says_who_what_and_when_and_nothing_personal_but_the_nip() {
    let world = FeedWorld::new("envelope").await;
    let someone = Someone::of("35.73");
    let registered = someone.registered();
    let confirmed = someone.confirmed();
    world.hear(registered).await;
    world.hear(confirmed.clone()).await;

    let events = world.feed_of("35.73").await;
    let mut event = events[0].clone();
    let members = event.as_object_mut().unwrap();
    assert!(members.remove("epupnssig").is_some_and(|signature| signature.as_str().unwrap().len() == 86));
    assert!(members.remove("epupnskid").is_some());
    let id = members.remove("id").unwrap();
    assert_eq!(
        event,
        json!({
            "specversion": "1.0",
            "source": "/epupns/registration",
            "type": "id.go.epupns.v1.registration.submitted",
            "subject": someone.registration_id,
            "time": "2026-11-06T21:20:00Z",
            "datacontenttype": "application/json",
            "agencycode": "35.73",
            "agencyseq": "1",
            "data": {
                "version": 1,
                "registration_id": someone.registration_id,
                "registration_number": "C8Y9GVRP",
                "employee_id": someone.employee_id,
                "nip": NIP,
                "unit_code": "U1",
                "campaign_code": "2026",
            },
        })
    );
    assert_ne!(id, json!(confirmed.event_id), "ids inside stay inside");
    assert_ne!(id, events[1]["id"]);
    let text = Value::Array(events).to_string();
    assert!(!text.contains(NAME) && !text.contains(OFFICER), "{text}");
}

#[tokio::test]
async fn a_rejected_registration_is_told_with_its_reason() {
    let world = FeedWorld::new("rejected").await;
    let someone = Someone::of("3573");
    world.hear(someone.registered()).await;
    let message = RegistrationRejected {
        registration_id: someone.registration_id.to_string(),
        employee: Some(someone.employee()),
        rejected_by: OFFICER.to_owned(),
        reason_code: "NOT_OUR_EMPLOYEE".to_owned(),
        rejected_at: Some(AT),
        campaign_code: "2026".to_owned(),
    };
    world.hear(heard(someone.registration_id, 2, &message)).await;
    let event = world.feed_of("3573").await.remove(1);
    assert_eq!(event["type"], "id.go.epupns.v1.registration.rejected");
    assert_eq!(event["data"]["reason_code"], "NOT_OUR_EMPLOYEE");
}

#[tokio::test]
async fn a_transfer_is_one_event_to_each_agency() {
    let world = FeedWorld::new("transfer").await;
    let someone = Someone::of("3573");
    world.hear(someone.transferred(1, "1001")).await;

    let (before, after) = (world.feed_of("1001").await, world.feed_of("3573").await);
    assert_eq!(before[0]["type"], "id.go.epupns.v1.employee.transferred-out");
    assert_eq!(before[0]["data"]["to_agency_code"], "3573");
    assert_eq!(before[0]["data"].as_object().unwrap().len(), 5, "what the agency now knows of the person is not told");
    assert_eq!(after[0]["type"], "id.go.epupns.v1.employee.transferred-in");
    assert_eq!(after[0]["data"]["from_agency_code"], "1001");
    assert_eq!(after[0]["data"]["applied_keys"], json!(["alamat"]));
    assert_ne!(before[0]["id"], after[0]["id"], "the stream knows duplicates by the id");
    assert_eq!((before.len(), after.len()), (1, 1));
}

#[tokio::test]
async fn rehearsal_agencies_are_told_nothing() {
    let world = FeedWorld::new("rehearsal").await;
    world.hear(Someone::of("X001").registered()).await;
    world.hear(Someone::of("3573").transferred(1, "X001")).await;
    assert!(world.feed_of("X001").await.is_empty());
    assert_eq!(world.facts_of("3573").await, ["employee.transferred-in"]);
}

#[tokio::test]
async fn an_event_heard_twice_is_told_once() {
    let world = FeedWorld::new("twice").await;
    let event = Someone::of("3573").registered();
    assert!(world.hear(event.clone()).await);
    assert!(!world.hear(event).await);
    assert_eq!(world.feed_of("3573").await.len(), 1);
}

#[tokio::test]
async fn a_projection_made_anew_tells_nobody_again() {
    let world = FeedWorld::new("rebuild").await;
    let event = Someone::of("3573").registered();
    world.hear(event.clone()).await;
    world.app.db.write("rebuild", async move |mut tx| hears::project(&mut tx, 2, &[&event]).await).await.unwrap();
    assert_eq!(world.facts_of("3573").await, ["registration.submitted"]);
}

/// Many listeners at once, some of whose effects are lost, and people who move between the same two agencies in both directions.
#[tokio::test(flavor = "multi_thread")]
async fn numbers_have_no_gaps_whoever_listens_and_fails() {
    let world = FeedWorld::new("gapless").await;
    let listeners = (0..8).map(|listener| {
        let world = &world;
        async move {
            for round in 0..12 {
                let (one, other) = if listener % 2 == 0 { ("1001", "3573") } else { ("3573", "1001") };
                let someone = Someone::of(one);
                world.hear(someone.registered()).await;
                world.hear_in_vain(someone.confirmed()).await;
                if round % 3 == 0 {
                    world.hear_in_vain(someone.transferred(1, other)).await;
                }
                world.hear(someone.transferred(1, other)).await;
            }
        }
    });
    join_all(listeners).await;

    for agency in ["1001", "3573"] {
        let numbers: Vec<u64> = world
            .feed_of(agency)
            .await
            .iter()
            .map(|event| event["agencyseq"].as_str().unwrap().parse().unwrap())
            .collect();
        // Of each listener's 12 people one registration here or there, and two events of a transfer.
        assert_eq!(numbers, (1..=4 * 12 + 8 * 12).collect::<Vec<_>>(), "{agency}");
    }
}
