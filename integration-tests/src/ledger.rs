//! What clients tried and what they were told, written before sending and after the answer.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

/// What a client knows of its operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Sent; no answer yet, or none came.
    Unknown,
    /// Told that it is done, under this number.
    Acknowledged(String),
    /// Told that it is refused, with this code.
    Refused(String),
}

/// All operations by NIP; shared by all clients of a test.
#[derive(Clone, Debug, Default)]
pub struct Ledger(Arc<Mutex<BTreeMap<String, Outcome>>>);

impl Ledger {
    /// Before sending.
    ///
    /// # Panics
    /// When another client of the test panicked meanwhile.
    pub fn attempted(&self, nip: &str) {
        self.0.lock().unwrap().entry(nip.to_owned()).or_insert(Outcome::Unknown);
    }

    /// After the answer. A second acknowledgement must repeat the first.
    ///
    /// # Panics
    /// When one person was acknowledged under two numbers.
    pub fn answered(&self, nip: &str, outcome: Outcome) {
        let mut known = self.0.lock().unwrap();
        if let (Some(Outcome::Acknowledged(before)), Outcome::Acknowledged(now)) = (known.get(nip), &outcome) {
            assert_eq!(before, now, "one registration was acknowledged under two numbers");
        }
        known.insert(nip.to_owned(), outcome);
    }

    /// Everything, by NIP.
    ///
    /// # Panics
    /// When another client of the test panicked meanwhile.
    #[must_use]
    pub fn entries(&self) -> BTreeMap<String, Outcome> {
        self.0.lock().unwrap().clone()
    }

    /// How many were acknowledged.
    #[must_use]
    pub fn acknowledged(&self) -> usize {
        self.entries().values().filter(|outcome| matches!(outcome, Outcome::Acknowledged(_))).count()
    }
}
