//! An officer at the public door, signed in with password and code.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use stack::demo::{DemoOfficer, PASSWORD};
use uuid::Uuid;

use crate::{Answer, Door};

/// A signed-in officer.
#[derive(Clone)]
pub struct Officer {
    /// Shows their access token.
    pub door: Door,
    refresh_token: String,
    since: Instant,
}

/// An access token lives for five minutes.
const RENEW_AFTER: Duration = Duration::from_secs(200);

impl Officer {
    /// Password, then code.
    ///
    /// # Panics
    /// When a step is refused.
    pub async fn sign_in(door: Door, account: &DemoOfficer) -> Self {
        let first = door.post("/v1/sessions", &json!({ "login": account.username, "password": PASSWORD })).await;
        let ticket = first.expect(202).text("ticket");
        assert!(!ticket.is_empty(), "an officer must be asked for a code");
        let code = code(&account.totp_uri);
        let session = door.post("/v1/sessions/totp", &json!({ "ticket": ticket, "code": code })).await.expect(201);
        Self::with(door, &session)
    }

    fn with(door: Door, session: &Answer) -> Self {
        let door = door.with_bearer(&session.text("access_token"));
        Self { door, refresh_token: session.text("refresh_token"), since: Instant::now() }
    }

    /// The same officer with an access token that lasts a while.
    ///
    /// # Panics
    /// When the session cannot be renewed.
    #[must_use]
    pub async fn renewed(self) -> Self {
        if self.since.elapsed() < RENEW_AFTER {
            return self;
        }
        let body = json!({ "refresh_token": self.refresh_token });
        let session = self.door.post("/v1/sessions/refresh", &body).await.expect(200);
        Self::with(self.door, &session)
    }

    /// Registrations that wait for this officer.
    pub async fn pending(&self, query: &str) -> Vec<Value> {
        let body = json!({ "query": query });
        let answer = self.door.post("/v1/registration-confirmations/searches", &body).await.expect(200);
        answer.json()["confirmations"].as_array().cloned().unwrap_or_default()
    }

    /// Decides; the answer has a result per item.
    pub async fn decide(&self, decisions: Value) -> Answer {
        let key = Uuid::new_v4().to_string();
        self.door.post_once("/v1/registration-confirmations", &json!({ "decisions": decisions }), &key).await
    }

    /// Confirms one registration.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn confirm(&self, registration_id: &str) {
        let answer =
            self.decide(json!([{ "registration_id": registration_id, "decision": "confirm", "seen": "paper" }])).await;
        let result = &answer.clone().expect(200).json()["results"][0];
        assert_eq!(result["state"], "confirmed", "{result}");
    }
}

/// The code that an authenticator app shows now.
pub(crate) fn code(totp_uri: &str) -> String {
    epupns_rehearsal::code(totp_uri).unwrap_or_else(|error| panic!("{error:#}"))
}
