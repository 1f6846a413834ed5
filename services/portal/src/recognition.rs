//! Who a passport names. The gateway has vouched for it: what cannot be judged here is for us to find out, and signs nobody out.

use std::{sync::Arc, time::Duration};

use chassis::{
    ambient::Clock,
    grpc::{Upstream, ask, outgoing, shared},
    passport::KeySet,
};
use doorway::{again::SOON, told::Session};
use kernel::Person;
use moka::future::Cache;
use proto::identity::v1::{ListSigningKeysRequest, identity_service_client::IdentityServiceClient};
use tonic::Status;

/// However many bring passports of a new key, identity is asked for it once in this time.
const FETCHED_FOR: Duration = SOON;

/// Judges passports by identity's keys.
pub(crate) struct Recognition {
    keys: Arc<KeySet>,
    clock: Clock,
    identity: IdentityServiceClient<Upstream>,
    fetched: Cache<(), ()>,
}

/// Who looks, as far as that can be known now.
pub(crate) enum Looker {
    /// Nobody who is signed in.
    Nobody,
    /// Somebody, by this passport.
    Known(Person, String),
    /// Perhaps somebody; in so much time that may be known.
    Unknown(Duration),
}

impl Recognition {
    #[must_use]
    pub(crate) fn new(keys: Arc<KeySet>, clock: Clock, identity: IdentityServiceClient<Upstream>) -> Self {
        Self { keys, clock, identity, fetched: Cache::builder().time_to_live(FETCHED_FOR).build() }
    }

    /// Who looks, by what the gateway says of the session.
    pub(crate) async fn of(&self, session: Session) -> Looker {
        let passport = match session {
            Session::Nobody => return Looker::Nobody,
            Session::Unknown(again) => return Looker::Unknown(again),
            Session::Passport(passport) => passport,
        };
        if self.keys.lacks_key_of(&passport) {
            self.fetch_keys().await;
        }
        // Neither a process that has just started can judge, nor one that identity's new key has not reached.
        if !self.keys.is_loaded() || self.keys.lacks_key_of(&passport) {
            return Looker::Unknown(SOON);
        }
        let claims = self.keys.verify(&passport, "portal", self.clock.now());
        match claims.and_then(|claims| claims.person()) {
            Ok(person) => Looker::Known(person, passport),
            Err(_) => Looker::Nobody,
        }
    }

    /// Out of turn: [`chassis::program::follow_keys`] fetches them by and by.
    async fn fetch_keys(&self) {
        let (mut identity, keys) = (self.identity.clone(), self.keys.clone());
        let fetch = async move {
            let known = ask(identity.list_signing_keys(outgoing(ListSigningKeysRequest {}))).await?;
            keys.replace(&known.jwks_json).map_err(|error| Status::internal(format!("{error:#}")))
        };
        let kept = self.fetched.try_get_with((), fetch);
        if let Err(status) = shared(async { kept.await.map_err(|status| (*status).clone()) }).await {
            tracing::warn!(code = ?status.code(), "a passport's key is not known, and identity does not give it");
        }
    }
}
