//! `ListFeedKeys`.

use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::{Signature, VerifyingKey};
use kernel::Caller;
use proto::reporting::v1::ListFeedKeysRequest;
use serde_json::{Map, Value};
use tonic::Request;

use super::feed_world::{FeedWorld, Someone};
use crate::domain::feed_event::canonical_object;

/// All that a receiver has: the key set, and the text.
fn verifies(keys: &Value, text: &str) -> bool {
    let Ok(mut event) = serde_json::from_str::<Map<String, Value>>(text) else { return false };
    let signature = event.remove("epupnssig").unwrap_or_default();
    let Ok(signature) = BASE64URL_NOPAD.decode(signature.as_str().unwrap_or_default().as_bytes()) else { return false };
    let Ok(signature) = Signature::from_slice(&signature) else { return false };
    let Some(key) = keys["keys"].as_array().unwrap().iter().find(|key| key["kid"] == event["epupnskid"]) else {
        return false;
    };
    let x = BASE64URL_NOPAD.decode(key["x"].as_str().unwrap().as_bytes()).unwrap();
    let key = VerifyingKey::from_bytes(&x.try_into().unwrap()).unwrap();
    key.verify_strict(canonical_object(&event).as_bytes(), &signature).is_ok()
}

#[tokio::test]
async fn the_key_set_verifies_what_the_feed_told() {
    let world = FeedWorld::new("keys").await;
    world.hear(Someone::of("3573").registered()).await;
    let mut request = Request::new(ListFeedKeysRequest {});
    request.extensions_mut().insert(Caller::Public);
    let answer = world.client().list_feed_keys(request).await.unwrap_or_else(|status| panic!("{status}"));
    let keys: Value = serde_json::from_str(&answer.into_inner().jwks_json).unwrap();

    let event = Value::Object(world.feed_of("3573").await.remove(0).as_object().unwrap().clone());
    let text = event.to_string();
    assert!(verifies(&keys, &text));
    assert!(!verifies(&keys, &text.replace("198612262009122001", "198612262009122002")));
    assert!(!verifies(&keys, &text.replace(r#""agencyseq":"1""#, r#""agencyseq":"2""#)));
    assert!(!keys.to_string().contains(r#""d":"#), "no private part");
}
