//! A civil servant at the public door.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::{Answer, Door, Employee, Ledger, Outcome, challenge::solved};

/// The password of every citizen of the tests.
pub const PASSWORD: &str = "kuda lumping 77 terbang";

/// One person with their browser and their idempotency key.
#[derive(Clone)]
pub struct Citizen {
    /// The browser.
    pub door: Door,
    /// Who they are.
    pub employee: Employee,
    /// The key of their registration: kept when they try again.
    pub key: String,
}

impl Citizen {
    /// A person who has not asked anything yet.
    #[must_use]
    pub fn new(door: Door, employee: Employee) -> Self {
        Self { door, employee, key: Uuid::new_v4().to_string() }
    }

    /// Solves a challenge and looks themselves up.
    pub async fn look_up(&self) -> Answer {
        let challenge = solved(&self.door, "registration").await;
        let body = json!({ "nip": self.employee.nip, "nik": self.employee.nik, "challenge": challenge });
        self.door.post("/v1/employee-lookups", &body).await
    }

    /// The form of the second step, filled in well.
    #[must_use]
    pub fn form(&self, lookup_token: &str) -> Value {
        json!({
            "lookup_token": lookup_token,
            "email": format!("pegawai{}@example.go.id", &self.employee.nip[10..]),
            "password": PASSWORD,
            "password_confirmation": PASSWORD,
            "mother_name": "Siti Aminah",
            "security_question": "Siapakah artis favorit saya?",
            "security_answer": "Bon Jovi",
        })
    }

    /// Looks up and registers, once.
    ///
    /// # Panics
    /// When the look-up is refused.
    pub async fn register(&self) -> Answer {
        let token = self.look_up().await.expect(200).text("lookup_token");
        self.door.post_once("/v1/registrations", &self.form(&token), &self.key).await
    }

    /// Sends the form under the same key until there is a definite answer, as a patient browser does, and keeps the ledger.
    ///
    /// # Panics
    /// When there is none after many tries.
    pub async fn register_patiently(&self, lookup_token: &str, ledger: &Ledger) -> Outcome {
        let form = self.form(lookup_token);
        for _ in 0..600 {
            ledger.attempted(&self.employee.nip);
            if let Ok(answer) = self.door.try_post("/v1/registrations", &form, Some(&self.key)).await {
                let outcome = match answer.status.as_u16() {
                    201 => Outcome::Acknowledged(answer.text("registration/registration_number")),
                    // Not now, or not known: the same key again.
                    429 | 500..=599 => Outcome::Unknown,
                    _ => Outcome::Refused(answer.code()),
                };
                if outcome != Outcome::Unknown {
                    ledger.answered(&self.employee.nip, outcome.clone());
                    return outcome;
                }
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("no definite answer for a registration")
    }

    /// Tries to sign in.
    pub async fn sign_in(&self, registration_number: &str) -> Answer {
        let body = json!({ "login": registration_number, "password": PASSWORD });
        self.door.post("/v1/sessions", &body).await
    }

    /// Asks where a registration stands.
    pub async fn status(&self, registration_number: &str) -> Answer {
        let challenge = solved(&self.door, "status").await;
        let body = json!({ "registration_number": registration_number, "challenge": challenge });
        self.door.post("/v1/registration-status-checks", &body).await
    }
}
