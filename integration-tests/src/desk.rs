//! What an officer does with dossiers.

use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{Answer, Officer, until};

impl Officer {
    /// Dossiers that wait for this officer: all, or one number or NIP.
    ///
    /// # Panics
    /// When the search is refused.
    pub async fn worklist(&self, query: &str) -> Vec<Value> {
        let answer = self.door.post("/v1/worklist/searches", &json!({ "query": query })).await.expect(200);
        answer.json()["entries"].as_array().cloned().unwrap_or_default()
    }

    /// The dossier of a registration number, as soon as it waits for this officer; its id.
    pub async fn awaits(&self, number: &str) -> String {
        until(&format!("{number} is in the worklist"), || async {
            self.worklist(number).await.first().map(|entry| entry["dossier_id"].as_str().unwrap().to_owned())
        })
        .await
    }

    /// The submitted dossier with its values.
    pub async fn review(&self, dossier: &str) -> Answer {
        self.door.get(&format!("/v1/worklist/{dossier}")).await
    }

    /// Takes it.
    pub async fn claim(&self, dossier: &str) -> Answer {
        self.door.send(Method::PUT, &format!("/v1/worklist/{dossier}/claim"), &json!({})).await
    }

    /// Says something of some fields.
    pub async fn say(&self, dossier: &str, submission: u64, decisions: Value) -> Answer {
        let body = json!({ "submission": submission, "decisions": decisions });
        self.door.send(Method::PUT, &format!("/v1/worklist/{dossier}/decisions"), &body).await
    }

    /// Closes the stage: every due field that nothing was said of is OK.
    pub async fn complete(&self, dossier: &str, submission: u64) -> Answer {
        self.complete_once(dossier, submission, &Uuid::new_v4().to_string()).await
    }

    /// The same under a key of the caller's.
    pub async fn complete_once(&self, dossier: &str, submission: u64, key: &str) -> Answer {
        let body = json!({ "submission": submission, "rest_ok": true });
        self.door.post_once(&format!("/v1/worklist/{dossier}/completion"), &body, key).await
    }

    /// Waits for a dossier, takes it, finds everything in order, and closes the stage.
    ///
    /// # Panics
    /// When a step is refused.
    pub async fn approve(&self, number: &str, submission: u64) -> Value {
        let dossier = self.awaits(number).await;
        let _ = self.claim(&dossier).await.expect(200);
        self.complete(&dossier, submission).await.expect(200).json()
    }
}
