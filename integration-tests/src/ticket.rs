//! Tickets: as those hold them who are stuck, and as officers decide them.

use reqwest::{Method, Url};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{Answer, Door, Officer, World, challenge::solved, until};

/// Somebody who is not signed in, with the receipt of their ticket.
#[derive(Clone, Debug)]
pub struct Receipt {
    /// 10 digits.
    pub number: String,
    /// Opens the status together with the number.
    pub secret: String,
}

impl Receipt {
    /// What an answer to the opening of a ticket gives.
    #[must_use]
    pub fn of(answer: &Answer) -> Self {
        Self { number: answer.text("report_number"), secret: answer.text("receipt_secret") }
    }
}

impl Door {
    /// Solves a challenge and opens a ticket; the same key and body are the same ticket.
    pub async fn open_ticket(&self, ticket: &Value, key: &str) -> Answer {
        self.post_once("/v1/tickets", &self.with_challenge(ticket).await, key).await
    }

    /// A body with a solved challenge in it.
    pub async fn with_challenge(&self, body: &Value) -> Value {
        let mut body = body.clone();
        body["challenge"] = solved(self, "helpdesk").await.into();
        body
    }

    /// Asks where a ticket stands.
    pub async fn ticket_status(&self, number: &str, secret: &str) -> Answer {
        let check = json!({ "report_number": number, "receipt_secret": secret });
        self.post("/v1/ticket-status-checks", &self.with_challenge(&check).await).await
    }

    /// Codes that type-ahead finds in a reference table.
    ///
    /// # Panics
    /// When the search is refused.
    pub async fn found(&self, table: &str, query: &str) -> Vec<String> {
        let query = Url::parse_with_params("http://door", [("q", query)]).unwrap();
        let path = format!("/v1/reference/{table}?{}", query.query().unwrap_or_default());
        let answer = self.get(&path).await.expect(200).json();
        let values = answer["values"].as_array().cloned().unwrap_or_default();
        values.iter().filter_map(|value| value["code"].as_str().map(str::to_owned)).collect()
    }
}

impl Officer {
    /// Tickets of this officer's desk: those that wait, or one by its number.
    ///
    /// # Panics
    /// When the search is refused.
    pub async fn tickets(&self, number: &str) -> Vec<Value> {
        let answer = self.door.post("/v1/helpdesk/ticket-searches", &json!({ "query": number })).await.expect(200);
        answer.json()["tickets"].as_array().cloned().unwrap_or_default()
    }

    /// The ticket of a report number, as soon as it is at this officer's desk; its id.
    pub async fn finds_ticket(&self, number: &str) -> String {
        until(&format!("{number} is at the desk"), || async {
            self.tickets(number).await.first().map(|entry| entry["ticket_id"].as_str().unwrap().to_owned())
        })
        .await
    }

    /// The ticket with what its writer wrote.
    pub async fn read_ticket(&self, ticket: &str) -> Answer {
        self.door.get(&format!("/v1/helpdesk/tickets/{ticket}")).await
    }

    /// Takes it.
    pub async fn claim_ticket(&self, ticket: &str) -> Answer {
        self.door.send(Method::PUT, &format!("/v1/helpdesk/tickets/{ticket}/claim"), &json!({})).await
    }

    /// Decides it, under a key of its own.
    pub async fn resolve_ticket(&self, ticket: &str, resolution: &Value) -> Answer {
        self.resolve_ticket_once(ticket, resolution, &Uuid::new_v4().to_string()).await
    }

    /// The same under a key of the caller's.
    pub async fn resolve_ticket_once(&self, ticket: &str, resolution: &Value, key: &str) -> Answer {
        self.door.post_once(&resolution_of(ticket), resolution, key).await
    }

    /// Waits until the ticket stands there.
    pub async fn sees_ticket(&self, ticket: &str, state: &str) -> Value {
        until(&format!("the ticket is {state}"), || async {
            let ticket = self.read_ticket(ticket).await.expect(200).json();
            (ticket["entry"]["state"] == state).then_some(ticket)
        })
        .await
    }
}

/// Where a ticket is decided.
#[must_use]
pub fn resolution_of(ticket: &str) -> String {
    format!("/v1/helpdesk/tickets/{ticket}/resolution")
}

/// An approval that adds this value.
#[must_use]
pub fn adding(code: &str, label: &str) -> Value {
    let note = "Sudah ditambahkan, silakan dipilih.";
    json!({ "resolution": "approve", "note": note, "reference_code": code, "reference_label": label })
}

impl World {
    /// A stranger's ticket about a missing value of education.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn ticket_about(&self, wanted: &str) -> Receipt {
        let answer = self.door().open_ticket(&about(wanted), &Uuid::new_v4().to_string()).await.expect(201);
        Receipt::of(&answer)
    }
}

/// A ticket about a missing value of education.
#[must_use]
pub fn about(wanted: &str) -> Value {
    let text = "Jurusan pada ijazah saya tidak ada dalam pilihan.";
    json!({ "type_code": "referensi_pendidikan", "text": text, "answers": { "wanted_value": wanted } })
}
