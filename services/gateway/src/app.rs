//! What every operation is handed.

use std::sync::Arc;

use chassis::{ambient::Clock, grpc::Upstream, passport::KeySet};
use ipnet::IpNet;
use proto::{
    identity::v1::identity_service_client::IdentityServiceClient,
    registration::v1::registration_service_client::RegistrationServiceClient,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    challenge::Challenges,
    limits::Limits,
    proxy::Portal,
    session::{Revoked, Sessions},
    settings::Settings,
    shared::Shared,
};

/// The gateway's parts. Nothing in it is durable.
pub struct App {
    /// Accounts, sessions, challenges.
    pub identity: IdentityServiceClient<Upstream>,
    /// Registrations and their confirmation.
    pub registration: RegistrationServiceClient<Upstream>,
    /// Who asks.
    pub sessions: Sessions,
    /// Proof of work.
    pub challenges: Challenges,
    /// Budgets.
    pub limits: Limits,
    /// Pages.
    pub portal: Portal,
    /// Identity's public keys.
    pub keys: Arc<KeySet>,
    /// Whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    revoked: Arc<Revoked>,
}

/// How often idle clients are forgotten.
const FORGET_EVERY: std::time::Duration = std::time::Duration::from_secs(60);

impl App {
    /// Puts the parts together; `identity` and `registration` are channels that connect when used.
    ///
    /// # Errors
    /// An address is malformed.
    pub fn new(
        settings: &Settings,
        identity: Upstream,
        registration: Upstream,
        clock: Clock,
    ) -> anyhow::Result<Arc<Self>> {
        let identity = IdentityServiceClient::new(identity);
        let (keys, revoked) = (Arc::<KeySet>::default(), Arc::<Revoked>::default());
        let shared = Shared::new(&settings.redis_url)?;
        Ok(Arc::new(Self {
            sessions: Sessions::new(identity.clone(), keys.clone(), clock.clone(), revoked.clone()),
            challenges: Challenges::new(identity.clone(), keys.clone(), clock, shared.clone()),
            limits: Limits::new(shared, settings.public_per_minute, settings.sign_in_per_minute),
            portal: Portal::new(&settings.portal_address)?,
            registration: RegistrationServiceClient::new(registration).max_decoding_message_size(MOST_DOCUMENT),
            trusted_proxies: settings.trusted_proxies.clone(),
            identity,
            keys,
            revoked,
        }))
    }

    /// Starts what runs beside the door, until `stop`: keys and revoked sessions from identity.
    pub fn follow(self: &Arc<Self>, identity: Upstream, tasks: &TaskTracker, stop: &CancellationToken) {
        tasks.spawn(chassis::program::follow_keys(identity, self.keys.clone(), stop.clone()));
        let (app, stopped) = (self.clone(), stop.clone());
        tasks.spawn(async move { app.revoked.follow(app.identity.clone(), stopped).await });
        let (app, stopped) = (self.clone(), stop.clone());
        tasks.spawn(async move {
            while tokio::time::timeout(FORGET_EVERY, stopped.cancelled()).await.is_err() {
                app.limits.forget_idle();
            }
        });
    }
}

/// A card or form is some 100 KB.
const MOST_DOCUMENT: usize = 8 * 1024 * 1024;
