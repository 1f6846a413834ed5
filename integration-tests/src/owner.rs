//! A confirmed civil servant with their dossier, at the public door.

use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{Answer, Citizen, Door, Employee, World, until};

/// Someone who has registered, was confirmed by their agency, and is signed in.
#[derive(Clone)]
pub struct Owner {
    /// Shows their access token.
    pub door: Door,
    /// Who they are.
    pub employee: Employee,
    /// Their registration number.
    pub number: String,
}

impl Owner {
    /// Registers, is confirmed by `confirmer`, and signs in.
    ///
    /// # Panics
    /// When a step is refused.
    pub async fn of(world: &World, employee: Employee, confirmer: &str) -> Self {
        let citizen = Citizen::new(world.door(), employee.clone());
        let number = citizen.register().await.expect(201).text("registration/registration_number");
        let officer = world.officer(confirmer).await;
        let waiting = officer.pending(&number).await;
        let id =
            waiting.first().unwrap_or_else(|| panic!("{confirmer} does not see {number}"))["registration_id"].clone();
        officer.confirm(id.as_str().unwrap()).await;
        Self::signed_in(citizen, number).await
    }

    /// Signs in as soon as confirmation has reached identity.
    async fn signed_in(citizen: Citizen, number: String) -> Self {
        let session = until("confirmation opens the account", || async {
            let answer = citizen.sign_in(&number).await;
            (answer.status == 201).then_some(answer)
        })
        .await;
        let door = citizen.door.clone().with_bearer(&session.text("access_token"));
        Self { door, employee: citizen.employee, number }
    }

    /// The dossier as the employee sees it.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn dossier(&self) -> Value {
        self.door.get("/v1/me/dossier").await.expect(200).json()
    }

    /// Saves some fields.
    pub async fn save(&self, fields: Value) -> Answer {
        self.door.send(Method::PATCH, "/v1/me/dossier", &json!({ "fields": fields })).await
    }

    /// Corrects some fields and checks every other open one that has a database value.
    ///
    /// # Panics
    /// When an answer is refused.
    pub async fn fill_in(&self, corrections: &[(&str, &str)]) {
        let dossier = self.dossier().await;
        let open = |field: &&Value| field["open"] == true && field["read_only"] == false;
        let answers: Vec<Value> = fields(&dossier)
            .iter()
            .filter(open)
            .filter_map(|field| {
                let (key, revision) = (field["key"].as_str().unwrap(), &field["revision"]);
                let correction = corrections.iter().find(|(corrected, _)| *corrected == key);
                let empty = field["database_value"].as_str().unwrap_or_default().is_empty();
                match correction {
                    Some((_, value)) => Some(json!({ "key": key, "revision": revision, "correction": value })),
                    None if empty => None,
                    None => Some(json!({ "key": key, "revision": revision, "check": true })),
                }
            })
            .collect();
        let _ = self.save(answers.into()).await.expect(200);
    }

    /// Submits under a key of its own.
    pub async fn submit(&self) -> Answer {
        self.submit_once(&Uuid::new_v4().to_string()).await
    }

    /// Submits; the same key is the same submission.
    pub async fn submit_once(&self, key: &str) -> Answer {
        let version = self.dossier().await["declaration"]["version"].clone();
        let body = json!({ "declaration_version": version, "agreed": true });
        self.door.post_once("/v1/me/dossier/submission", &body, key).await
    }

    /// Takes the submission back.
    pub async fn recall(&self) -> Answer {
        self.door.delete("/v1/me/dossier/submission").await
    }

    /// Waits until the dossier stands there.
    pub async fn reaches(&self, state: &str) -> Value {
        until(&format!("the dossier of {} is {state}", self.number), || async {
            let dossier = self.dossier().await;
            (dossier["state"] == state).then_some(dossier)
        })
        .await
    }
}

/// The fields of a dossier.
///
/// # Panics
/// When it has none.
#[must_use]
pub fn fields(dossier: &Value) -> &Vec<Value> {
    dossier["fields"].as_array().unwrap_or_else(|| panic!("no fields: {dossier}"))
}

/// One field of a dossier.
///
/// # Panics
/// When there is no such field.
#[must_use]
pub fn field<'a>(dossier: &'a Value, key: &str) -> &'a Value {
    fields(dossier).iter().find(|field| field["key"] == key).unwrap_or_else(|| panic!("no field {key}"))
}
