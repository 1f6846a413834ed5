//! The token of a form: only the browser and the session that saw the form may send it, for half a day.

use chassis::{
    ambient::{Clock, new_id},
    vault::{MasterKey, Sealer},
};
use serde::{Deserialize, Serialize};
use time::Duration;
use uuid::Uuid;

use crate::visit::Visit;

/// A page left open over a working day still works.
const LIFETIME: Duration = Duration::hours(12);

/// Seals and opens tokens.
pub(crate) struct FormKey {
    sealer: Sealer,
    clock: Clock,
}

#[derive(Serialize, Deserialize)]
struct Token {
    browser: String,
    session: Option<Uuid>,
    /// Whose words the form will hold.
    person: Option<Uuid>,
    sealed_at: i64,
    request_id: Uuid,
}

/// Why a token does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotGood {
    /// It was this browser's; it is too old, or its session has ended or begun.
    Expired,
    /// It is none of ours, another browser's, or another person's at the same browser: nobody sends what somebody else
    /// has typed.
    Foreign,
}

impl FormKey {
    /// Tokens under the mounted key.
    #[must_use]
    pub(crate) fn new(key: &MasterKey, clock: Clock) -> Self {
        Self { sealer: key.sealer("form"), clock }
    }

    /// A token for whoever looks, with a new number for what the form will do, or the number it had.
    #[must_use]
    pub(crate) fn token(&self, visit: &Visit, request_id: Option<Uuid>) -> String {
        let token = Token {
            browser: visit.client.device.clone(),
            session: session(visit),
            person: person(visit),
            sealed_at: self.clock.now().unix_timestamp(),
            request_id: request_id.unwrap_or_else(|| new_id(&self.clock)),
        };
        self.sealer.seal(&serde_json::to_vec(&token).expect("a token is a struct of plain fields"))
    }

    /// Whether a token is one of ours that this browser was given, whoever was signed in then.
    #[must_use]
    pub(crate) fn was_shown_to(&self, visit: &Visit, token: &str) -> bool {
        self.read(token).is_ok_and(|token| token.browser == visit.client.device)
    }

    /// The number of a good token.
    ///
    /// # Errors
    /// [`NotGood`].
    pub(crate) fn open(&self, visit: &Visit, token: &str) -> Result<Uuid, NotGood> {
        let token = self.read(token)?;
        let others = matches!((token.person, person(visit)), (Some(wrote), Some(sends)) if wrote != sends);
        if token.browser != visit.client.device || others {
            return Err(NotGood::Foreign);
        }
        let age = self.clock.now().unix_timestamp() - token.sealed_at;
        if age > LIFETIME.whole_seconds() || token.session != session(visit) {
            return Err(NotGood::Expired);
        }
        Ok(token.request_id)
    }

    fn read(&self, token: &str) -> Result<Token, NotGood> {
        let plain = self.sealer.open(token).map_err(|_| NotGood::Foreign)?;
        serde_json::from_slice(&plain).map_err(|_| NotGood::Foreign)
    }
}

fn session(visit: &Visit) -> Option<Uuid> {
    visit.person.as_ref().map(|person| person.session_id.as_uuid())
}

fn person(visit: &Visit) -> Option<Uuid> {
    visit.person.as_ref().map(|person| person.person_id.as_uuid())
}
