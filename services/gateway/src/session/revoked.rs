//! Sessions that have ended although their access tokens still verify.

use std::{collections::HashSet, sync::Arc, time::Duration};

use arc_swap::ArcSwap;
use chassis::grpc::{Upstream, outgoing};
use proto::identity::v1::{ListRevokedSessionsRequest, identity_service_client::IdentityServiceClient};
use tokio_util::sync::CancellationToken;

use crate::upstream::ask;

/// Every gateway knows of an ended session within 5 s; two pulls fit into that.
const PULL_EVERY: Duration = Duration::from_secs(2);

/// The set, replaced whole at every pull.
#[derive(Default)]
pub struct Revoked(ArcSwap<HashSet<String>>);

impl Revoked {
    /// Whether the session has ended.
    #[must_use]
    pub fn contains(&self, session_id: &str) -> bool {
        self.0.load().contains(session_id)
    }

    /// One that ended here, before the next pull.
    pub fn add(&self, session_id: &str) {
        self.0.rcu(|known| known.iter().cloned().chain([session_id.to_owned()]).collect::<HashSet<_>>());
    }

    /// Replaces the set.
    pub fn replace(&self, session_ids: Vec<String>) {
        self.0.store(Arc::new(session_ids.into_iter().collect()));
    }

    /// Pulls until `stop`; while identity is away the last set holds.
    pub async fn follow(&self, identity: IdentityServiceClient<Upstream>, stop: CancellationToken) {
        loop {
            let pulled = ask(identity.clone().list_revoked_sessions(outgoing(ListRevokedSessionsRequest {}))).await;
            if let Ok(answer) = pulled {
                self.replace(answer.session_ids);
            } else {
                metrics::counter!("epupns_gateway_revoked_pull_failures_total").increment(1);
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(PULL_EVERY) => {}
            }
        }
    }
}
