//! Public keys that verify the agencies' feeds. They stand in the key set beside identity's and open nothing here.

use std::{sync::Arc, time::Duration};

use arc_swap::ArcSwap;
use chassis::grpc::{Upstream, outgoing};
use proto::reporting::v1::{ListFeedKeysRequest, reporting_service_client::ReportingServiceClient};
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use crate::upstream::ask;

/// How often they are asked for.
const PULL_EVERY: Duration = Duration::from_secs(30);
/// The same until they are known for the first time.
const PULL_AGAIN: Duration = Duration::from_secs(1);

/// What is public of a key (RFC 8037): whatever else stands there does not pass this door.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Key {
    kty: String,
    crv: String,
    kid: String,
    x: String,
    #[serde(rename = "use", skip_serializing_if = "Option::is_none")]
    purpose: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    alg: Option<String>,
}

#[derive(Deserialize)]
struct KeySet {
    keys: Vec<Key>,
}

/// The keys, replaced whole at every pull. Apart from [`chassis::passport::KeySet`]: a token of identity's is never
/// verified by one of them.
#[derive(Default)]
pub struct FeedKeys(ArcSwap<Vec<Key>>);

impl FeedKeys {
    /// Replaces them by a JSON Web Key Set.
    ///
    /// # Errors
    /// The text is no key set.
    pub fn replace(&self, jwks_json: &str) -> Result<(), serde_json::Error> {
        let set: KeySet = serde_json::from_str(jwks_json)?;
        self.0.store(Arc::new(set.keys));
        Ok(())
    }

    /// Identity's key set with these behind it.
    ///
    /// # Errors
    /// What identity gave is no key set.
    pub fn beside(&self, identity_jwks: &str) -> Result<String, serde_json::Error> {
        #[derive(Serialize, Deserialize)]
        struct Any {
            keys: Vec<serde_json::Value>,
        }
        let mut set: Any = serde_json::from_str(identity_jwks)?;
        for key in self.0.load().iter() {
            set.keys.push(serde_json::to_value(key)?);
        }
        serde_json::to_string(&set)
    }

    /// Pulls until `stop`; while reporting is away the last keys stay.
    pub async fn follow(&self, reporting: ReportingServiceClient<Upstream>, stop: CancellationToken) {
        let mut known = false;
        loop {
            match ask(reporting.clone().list_feed_keys(outgoing(ListFeedKeysRequest {}))).await {
                Ok(answer) => match self.replace(&answer.jwks_json) {
                    Ok(()) => known = true,
                    Err(error) => tracing::warn!(line = error.line(), "the feeds' keys are not readable"),
                },
                Err(_) => metrics::counter!("epupns_gateway_feed_keys_pull_failures_total").increment(1),
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(if known { PULL_EVERY } else { PULL_AGAIN }) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const IDENTITY: &str = r#"{"keys":[{"kty":"OKP","kid":"identity","x":"AA"}]}"#;

    #[test]
    fn before_the_first_pull_identitys_keys_stand_alone() {
        assert!(FeedKeys::default().beside(IDENTITY).unwrap().contains("identity"));
    }

    #[test]
    fn only_what_is_public_of_a_key_is_shown() {
        let keys = FeedKeys::default();
        keys.replace(r#"{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"feed","x":"BB","use":"sig","d":"secret"}]}"#)
            .unwrap();
        let shown = keys.beside(IDENTITY).unwrap();
        assert!(shown.contains("identity") && shown.contains("feed") && !shown.contains("secret"), "{shown}");
    }

    #[test]
    fn what_is_no_key_set_leaves_the_last_one() {
        let keys = FeedKeys::default();
        keys.replace(r#"{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"feed","x":"BB"}]}"#).unwrap();
        for text in ["", "{}", r#"{"keys":[{"kid":"feed"}]}"#] {
            assert!(keys.replace(text).is_err(), "{text}");
        }
        assert!(keys.beside(IDENTITY).unwrap().contains("feed"));
    }
}
