//! What every operation is handed.

use std::sync::Arc;

use chassis::{ambient::Clock, challenge::Challenges, grpc::Upstream, passport::KeySet, redis::Redis};
use ipnet::IpNet;
use proto::{
    helpdesk::v1::helpdesk_service_client::HelpdeskServiceClient,
    identity::v1::identity_service_client::IdentityServiceClient,
    registration::v1::{
        dossier_service_client::DossierServiceClient, registration_service_client::RegistrationServiceClient,
    },
    reporting::v1::reporting_service_client::ReportingServiceClient,
    verification::v1::verification_service_client::VerificationServiceClient,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    feed_keys::FeedKeys,
    limits::Limits,
    portal::Portal,
    session::{Revoked, Sessions},
    settings::Settings,
    statistics::Statistics,
};

/// The gateway's parts. Nothing in it is durable.
pub struct App {
    /// Accounts, sessions, challenges.
    pub identity: IdentityServiceClient<Upstream>,
    /// Registrations and their confirmation.
    pub registration: RegistrationServiceClient<Upstream>,
    /// Dossiers and reference tables; registration's too.
    pub dossiers: DossierServiceClient<Upstream>,
    /// Reviews of submitted dossiers.
    pub verification: VerificationServiceClient<Upstream>,
    /// Tickets.
    pub helpdesk: HelpdeskServiceClient<Upstream>,
    /// Progress, exports, feeds.
    pub reporting: ReportingServiceClient<Upstream>,
    /// Who asks.
    pub sessions: Sessions,
    /// Solved challenges.
    pub challenges: Challenges,
    /// Budgets.
    pub limits: Limits,
    /// Pages.
    pub portal: Portal,
    /// Identity's public keys.
    pub keys: Arc<KeySet>,
    /// Public keys of the agencies' feeds: shown beside identity's, never used here.
    pub feed_keys: FeedKeys,
    /// The nation in a few numbers.
    pub(crate) statistics: Statistics,
    /// Time.
    pub clock: Clock,
    /// Whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    revoked: Arc<Revoked>,
}

/// The services behind the door, as channels that connect when used.
#[derive(Clone)]
pub struct Upstreams {
    /// Accounts, sessions, challenges, keys.
    pub identity: Upstream,
    /// Registrations, dossiers, reference tables.
    pub registration: Upstream,
    /// Reviews.
    pub verification: Upstream,
    /// Tickets.
    pub helpdesk: Upstream,
    /// Progress, exports, feeds.
    pub reporting: Upstream,
}

impl App {
    /// Puts the parts together.
    ///
    /// # Errors
    /// An address or a certificate file is malformed.
    pub fn new(settings: &Settings, upstreams: Upstreams, clock: Clock) -> anyhow::Result<Arc<Self>> {
        let Upstreams { identity, registration, verification, helpdesk, reporting } = upstreams;
        let identity = IdentityServiceClient::new(identity);
        let reporting = ReportingServiceClient::new(reporting).max_decoding_message_size(MOST_EVENTS);
        let (keys, revoked) = (Arc::<KeySet>::default(), Arc::<Revoked>::default());
        let redis = Redis::connect(&settings.redis_url, COUNTED_WITHIN)?;
        Ok(Arc::new(Self {
            sessions: Sessions::new(identity.clone(), keys.clone(), clock.clone(), revoked.clone()),
            challenges: Challenges::new(identity.clone(), keys.clone(), clock.clone(), redis.clone()),
            limits: Limits::new(redis, clock.clone(), settings.public_per_minute, settings.sign_in_per_minute),
            portal: Portal::new(&settings.portal_address, &settings.tls)?,
            dossiers: DossierServiceClient::new(registration.clone()),
            registration: RegistrationServiceClient::new(registration).max_decoding_message_size(MOST_DOCUMENT),
            verification: VerificationServiceClient::new(verification),
            helpdesk: HelpdeskServiceClient::new(helpdesk),
            statistics: Statistics::new(reporting.clone()),
            reporting,
            feed_keys: FeedKeys::default(),
            clock,
            trusted_proxies: settings.trusted_proxies.clone(),
            identity,
            keys,
            revoked,
        }))
    }

    /// Starts what runs beside the door, until `stop`: keys and revoked sessions from identity, the feeds' keys from
    /// reporting.
    pub fn follow(self: &Arc<Self>, identity: Upstream, tasks: &TaskTracker, stop: &CancellationToken) {
        tasks.spawn(chassis::program::follow_keys(identity, self.keys.clone(), stop.clone()));
        let (app, stopped) = (self.clone(), stop.clone());
        tasks.spawn(async move { app.revoked.follow(app.identity.clone(), stopped).await });
        let (app, stopped) = (self.clone(), stop.clone());
        tasks.spawn(async move { app.feed_keys.follow(app.reporting.clone(), stopped).await });
    }
}

/// Counting must not cost more than what it guards.
const COUNTED_WITHIN: std::time::Duration = std::time::Duration::from_millis(150);
/// A card or form is some 100 KB.
const MOST_DOCUMENT: usize = 8 * 1024 * 1024;
/// 1,000 events of some KB.
const MOST_EVENTS: usize = 16 * 1024 * 1024;
