//! An agency's program: takes its feed over HTTP with OAuth client credentials, and over NATS with a key of its own.

mod feed;
mod subscriber;

use reqwest::Method;
use serde_json::Value;

pub use self::{feed::Told, subscriber::Subscriber};
use crate::{Door, World, door::send};

/// A program of one agency, with a token.
pub struct AgencySystem {
    /// Shows its access token.
    pub door: Door,
    agency_code: String,
    /// What the operator gave the agency: client id and secret in one JSON object.
    client: Value,
}

impl AgencySystem {
    /// Has a client made by an operator and gets a token for it.
    ///
    /// # Panics
    /// When a step is refused.
    pub async fn of(world: &World, agency_code: &str) -> Self {
        let made = world
            .stack
            .operator()
            .run(&["client", "create", "--agency", agency_code, "--name", "SIMPEG", "--json"])
            .await
            .unwrap();
        let client: Value = serde_json::from_str(&made).unwrap();
        let member = |name: &str| client[name].as_str().unwrap().to_owned();
        let door = world.door();
        let request = door
            .request(Method::POST, "/oauth2/token")
            .basic_auth(member("client_id"), Some(member("client_secret")))
            .header("content-type", "application/x-www-form-urlencoded")
            .body("grant_type=client_credentials");
        let token = send(request).await.unwrap().expect(200).text("access_token");
        Self { door: door.with_bearer(&token), agency_code: agency_code.to_owned(), client }
    }

    /// The feed after a sequence number, to its end.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn events_after(&self, after: u64) -> Vec<Value> {
        let (mut after, mut events) = (after, Vec::new());
        loop {
            let page = self.door.get(&format!("/v1/events?after={after}&limit=100")).await.expect(200).json();
            events.extend(page["events"].as_array().unwrap().iter().cloned());
            after = page["last"].as_u64().unwrap();
            if after == page["newest"].as_u64().unwrap() {
                return events;
            }
        }
    }
}
