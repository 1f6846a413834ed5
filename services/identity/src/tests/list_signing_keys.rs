use std::sync::Arc;

use crate::{app::App, grpc, signing::Signer};
use chassis::{ambient::secret_bytes, passport::KeySet};
use ed25519_dalek::SigningKey;
use proto::identity::v1::{ListSigningKeysRequest, identity_service_client::IdentityServiceClient};

use super::harness::{Client, World, number, person};

async fn published(mut client: Client) -> String {
    client.list_signing_keys(ListSigningKeysRequest {}).await.unwrap().into_inner().jwks_json
}

#[tokio::test]
async fn the_published_keys_verify_what_is_signed() {
    let world = World::new("list_signing_keys").await;
    world.confirmed(&person(1)).await;
    let session = world.session(&number(1).to_string()).await;
    let jwks = published(world.client.clone()).await;
    let keys = KeySet::default();
    keys.replace(&jwks).unwrap();
    assert!(keys.verify(&session.access_token, chassis::passport::ACCESS_AUDIENCE, world.app.clock.now()).is_ok());
    assert!(!jwks.contains("\"d\""), "a private part is published");
}

#[tokio::test]
async fn after_a_change_of_keys_the_old_one_is_published_beside_the_new_one() {
    let world = World::new("list_signing_keys_change").await;
    let [old, new] = [SigningKey::from_bytes(&secret_bytes()), SigningKey::from_bytes(&secret_bytes())];
    let door = |signer: Signer| {
        let app = App { signer: Arc::new(signer), ..world.app.clone() };
        IdentityServiceClient::new(grpc::service(app))
    };
    let ids = |jwks: &str| -> Vec<String> {
        let jwks: serde_json::Value = serde_json::from_str(jwks).unwrap();
        jwks["keys"].as_array().unwrap().iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect()
    };
    let before = ids(&published(door(Signer::new(&old, None))).await);
    let after = ids(&published(door(Signer::new(&new, Some(old.verifying_key())))).await);
    assert_eq!((before.len(), after.len()), (1, 2));
    assert_eq!(after[1], before[0], "the signing key comes first");
    assert_ne!(after[0], before[0]);
}
