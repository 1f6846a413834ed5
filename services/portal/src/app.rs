//! What every page is made from.

use std::{sync::Arc, time::Duration};

use chassis::{
    ambient::Clock,
    grpc::{Upstream, outgoing},
    passport::KeySet,
};
use proto::{
    identity::v1::identity_service_client::IdentityServiceClient,
    registration::v1::{Campaign, GetCampaignRequest, registration_service_client::RegistrationServiceClient},
};
use tonic::{Response, Status};

/// Longer than the deadline that travels with a call: waiting for a connection has an end, too.
const PATIENCE: Duration = Duration::from_secs(6);

/// The portal's parts. It owns nothing.
pub struct App {
    /// Sign-in.
    pub identity: IdentityServiceClient<Upstream>,
    /// The campaign.
    pub registration: RegistrationServiceClient<Upstream>,
    /// Identity's public keys.
    pub keys: Arc<KeySet>,
    /// Time.
    pub clock: Clock,
}

impl App {
    /// Channels connect when they are used.
    #[must_use]
    pub fn new(identity: Upstream, registration: Upstream, clock: Clock) -> Arc<Self> {
        let identity = IdentityServiceClient::new(identity);
        let registration = RegistrationServiceClient::new(registration);
        Arc::new(Self { identity, registration, keys: Arc::default(), clock })
    }

    /// The campaign, or why it is not known.
    ///
    /// # Errors
    /// Registration gives no answer.
    pub async fn campaign(&self) -> Result<Option<Campaign>, Status> {
        Ok(ask(self.registration.clone().get_campaign(outgoing(GetCampaignRequest {}))).await?.campaign)
    }
}

/// Waits for the answer of one call.
///
/// # Errors
/// What the service refused, or `UNAVAILABLE`.
pub(crate) async fn ask<T>(call: impl Future<Output = Result<Response<T>, Status>>) -> Result<T, Status> {
    let answer = tokio::time::timeout(PATIENCE, call).await;
    Ok(answer.map_err(|_| Status::unavailable("no answer"))??.into_inner())
}
