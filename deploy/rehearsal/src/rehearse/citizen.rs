//! One employee of a rehearsal: what they have, and everything that they were told is done.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, MutexGuard, OnceLock, PoisonError},
    time::Instant,
};

use chassis::ambient::{Clock, new_id};
use reqwest::Method;
use serde_json::Value;

use super::{
    agencies::Stage,
    door::{Call, Device, Door, Refused},
    operation::Operation,
    people::Person,
    session::Session,
};

/// An employee with a browser. No `Debug`: personal data and secrets.
pub(super) struct Citizen {
    /// Counts the people of a run: names them where something went wrong.
    pub(super) place: usize,
    pub(super) person: Person,
    pub(super) device: Device,
    /// Idempotency key of the registration.
    pub(super) key: String,
    /// Idempotency key of the submission.
    pub(super) submission_key: String,
    session: OnceLock<Session>,
    told: Mutex<Told>,
}

/// What was acknowledged: it must be there in the end.
#[derive(Clone, Default)]
pub(super) struct Told {
    /// Every number that an answer gave; more than one is one too many.
    pub(super) numbers: Vec<String>,
    /// Id of the registration.
    pub(super) registration: Option<String>,
    /// Saved fields: key, and what was saved.
    pub(super) saved: BTreeMap<String, Saved>,
    /// Every submission that an answer named.
    pub(super) submissions: BTreeSet<u64>,
    /// Stages that were completed.
    pub(super) completed: Vec<Stage>,
}

/// What was acknowledged of one field.
#[derive(Clone)]
pub(super) struct Saved {
    pub(super) revision: u64,
    /// Of a correction.
    pub(super) correction: Option<String>,
}

impl Citizen {
    /// Somebody who has not asked anything yet.
    pub(super) fn new(person: Person, place: usize) -> Self {
        Self {
            place,
            person,
            device: Device::new(place),
            key: key(),
            submission_key: key(),
            session: OnceLock::new(),
            told: Mutex::default(),
        }
    }

    /// What was acknowledged so far; to read, or to write down more.
    pub(super) fn told(&self) -> MutexGuard<'_, Told> {
        // Whoever panicked meanwhile wrote whole facts.
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The registration number; empty before there is one.
    pub(super) fn number(&self) -> String {
        self.told().numbers.first().cloned().unwrap_or_default()
    }

    /// Signed in from now on.
    pub(super) fn keep(&self, session: Session) {
        // A second session changes nothing: the first one is as good.
        let _ = self.session.set(session);
    }

    /// Whether the person has signed in.
    pub(super) fn is_signed_in(&self) -> bool {
        self.session.get().is_some()
    }

    /// A token for what only the signed-in person may do.
    pub(super) async fn access(&self, door: &Door) -> Result<String, Refused> {
        match self.session.get() {
            Some(session) => session.access(door, &self.device).await,
            None => Err(Refused::new("a session", "not signed in")),
        }
    }

    /// Reads something of one's own.
    pub(super) async fn read(&self, door: &Door, path: &str, timed: Option<Operation>) -> Result<Value, Refused> {
        let token = self.access(door).await?;
        door.ask(Call { bearer: Some(&token), timed, ..Call::new(Method::GET, path, &self.device) }).await
    }

    /// Sends something of one's own; `due` as in [`Call`].
    pub(super) async fn send(&self, door: &Door, call: Call<'_>, due: Option<Instant>) -> Result<Value, Refused> {
        let token = self.access(door).await?;
        door.ask(Call { bearer: Some(&token), due, ..call }).await
    }
}

/// A new idempotency key.
pub(super) fn key() -> String {
    new_id(&Clock::system()).to_string()
}
