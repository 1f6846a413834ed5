//! Sealed tokens: what a person carries from one step to the next, readable by this service alone.

use chassis::vault::Sealer;
use kernel::{EmployeeId, Nip, RegistrationId};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::{Digest as _, Sha256};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::app::App;

/// How long a look-up may be followed by a registration.
pub(super) const LOOKUP: Duration = Duration::minutes(60);

/// How long card and form can be fetched after a registration.
pub(super) const DOCUMENTS: Duration = Duration::minutes(30);

/// The token is not ours, or was changed on the way.
#[derive(Debug)]
pub(super) struct Unreadable;

/// Proof that someone knew NIP and NIK together.
#[derive(Serialize, Deserialize)]
pub(super) struct LookupToken {
    employee_id: Uuid,
    nip: String,
    browser: [u8; 32],
    expires: i64,
}

/// Permission to fetch the papers of one registration.
#[derive(Serialize, Deserialize)]
pub(super) struct DocumentsToken {
    registration_id: Uuid,
    expires: i64,
}

impl LookupToken {
    pub(super) fn new(employee: EmployeeId, nip: &Nip, browser: &str, expires_at: OffsetDateTime) -> Self {
        Self {
            employee_id: employee.as_uuid(),
            nip: nip.expose().to_owned(),
            browser: hash(browser),
            expires: expires_at.unix_timestamp(),
        }
    }

    pub(super) fn employee_id(&self) -> EmployeeId {
        self.employee_id.into()
    }

    pub(super) fn is_for(&self, nip: &Nip) -> bool {
        self.nip == nip.expose()
    }

    pub(super) fn is_of(&self, browser: &str) -> bool {
        self.browser == hash(browser)
    }

    pub(super) fn has_expired(&self, now: OffsetDateTime) -> bool {
        self.expires <= now.unix_timestamp()
    }
}

impl DocumentsToken {
    pub(super) fn new(registration: RegistrationId, expires_at: OffsetDateTime) -> Self {
        Self { registration_id: registration.as_uuid(), expires: expires_at.unix_timestamp() }
    }

    pub(super) fn registration_id(&self) -> RegistrationId {
        self.registration_id.into()
    }

    pub(super) fn has_expired(&self, now: OffsetDateTime) -> bool {
        self.expires <= now.unix_timestamp()
    }
}

impl App {
    pub(super) fn lookup_sealer(&self) -> Sealer {
        self.master_key.sealer("lookup")
    }

    pub(super) fn documents_sealer(&self) -> Sealer {
        self.master_key.sealer("documents")
    }
}

pub(super) fn seal<T: Serialize>(sealer: &Sealer, token: &T) -> String {
    sealer.seal(&serde_json::to_vec(token).expect("a token is a struct of plain fields"))
}

pub(super) fn open<T: DeserializeOwned>(sealer: &Sealer, token: &str) -> Result<T, Unreadable> {
    let plain = sealer.open(token).map_err(|_| Unreadable)?;
    serde_json::from_slice(&plain).map_err(|_| Unreadable)
}

fn hash(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}
