//! The signature of an event: proves to an agency that it is ours and unchanged, wherever it was kept meanwhile.

use std::{fmt, sync::Arc};

use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::{
    Signer as _, SigningKey, VerifyingKey,
    pkcs8::{DecodePrivateKey as _, DecodePublicKey as _},
};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::feed_event::canonical_object;

/// The CloudEvents extension with the signature.
const SIGNATURE: &str = "epupnssig";
/// The CloudEvents extension with the key's id.
const KEY_ID: &str = "epupnskid";

/// Signs events; knows the keys under which earlier events were signed. It signs nothing else, and identity's tokens are
/// never checked against it.
#[derive(Clone)]
pub(crate) struct FeedKey {
    signing: SigningKey,
    key_id: String,
    /// The signing key first.
    known: Arc<[VerifyingKey]>,
}

impl FeedKey {
    /// Reads an Ed25519 private key (PKCS#8 PEM) and the public keys (SPKI PEM) of those before it.
    ///
    /// # Errors
    /// One of them is none.
    pub(crate) fn from_pem(pem: &str, retired: &[String]) -> anyhow::Result<Self> {
        let retired = retired.iter().map(|pem| VerifyingKey::from_public_key_pem(pem));
        Ok(Self::new(SigningKey::from_pkcs8_pem(pem)?, retired.collect::<Result<_, _>>()?))
    }

    fn new(signing: SigningKey, retired: Vec<VerifyingKey>) -> Self {
        let public = signing.verifying_key();
        let known = [vec![public], retired].concat().into();
        Self { signing, key_id: thumbprint(&public), known }
    }

    /// The event's text as it is kept and sent: canonical JSON with key id and signature. Signed is the canonical JSON with
    /// the key id and without the signature.
    #[must_use]
    pub(crate) fn sign(&self, mut event: Map<String, Value>) -> String {
        event.insert(KEY_ID.to_owned(), json!(self.key_id));
        let signature = self.signing.sign(canonical_object(&event).as_bytes());
        event.insert(SIGNATURE.to_owned(), json!(BASE64URL_NOPAD.encode(&signature.to_bytes())));
        canonical_object(&event)
    }

    /// The public keys (RFC 7517), the signing one first.
    #[must_use]
    pub(crate) fn jwks_json(&self) -> String {
        json!({ "keys": self.known.iter().map(jwk).collect::<Vec<_>>() }).to_string()
    }
}

impl fmt::Debug for FeedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FeedKey(***)")
    }
}

fn jwk(key: &VerifyingKey) -> Value {
    json!({ "kty": "OKP", "crv": "Ed25519", "x": x(key), "kid": thumbprint(key), "use": "sig", "alg": "EdDSA" })
}

fn x(key: &VerifyingKey) -> String {
    BASE64URL_NOPAD.encode(key.as_bytes())
}

/// RFC 7638 over the members that RFC 8037 requires, in their order.
fn thumbprint(key: &VerifyingKey) -> String {
    let members = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, x(key));
    BASE64URL_NOPAD.encode(&Sha256::digest(members.as_bytes()))
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::{
        Signature,
        pkcs8::{EncodePublicKey as _, spki::der::pem::LineEnding},
    };

    use super::*;

    /// Not signed under one of these keys, or changed.
    #[derive(Debug, PartialEq)]
    pub(crate) struct SignatureInvalid;

    impl FeedKey {
        /// Does what a receiver does with the text.
        pub(crate) fn verify(&self, text: &str) -> Result<Map<String, Value>, SignatureInvalid> {
            let mut event: Map<String, Value> = serde_json::from_str(text).map_err(|_| SignatureInvalid)?;
            let signature = event.remove(SIGNATURE).ok_or(SignatureInvalid)?;
            let signature = BASE64URL_NOPAD.decode(signature.as_str().unwrap_or_default().as_bytes());
            let signature = Signature::from_slice(&signature.map_err(|_| SignatureInvalid)?);
            let signature = signature.map_err(|_| SignatureInvalid)?;
            let key_id = event.get(KEY_ID).and_then(Value::as_str).ok_or(SignatureInvalid)?;
            let key = self.known.iter().find(|key| thumbprint(key) == key_id).ok_or(SignatureInvalid)?;
            key.verify_strict(canonical_object(&event).as_bytes(), &signature).map_err(|_| SignatureInvalid)?;
            Ok(event)
        }
    }

    fn key(fill: u8) -> FeedKey {
        FeedKey::new(SigningKey::from_bytes(&[fill; 32]), Vec::new())
    }

    fn event() -> Map<String, Value> {
        let event = json!({ "id": "1", "agencycode": "3573", "data": { "nip": "198612262009122001", "version": 2 } });
        event.as_object().unwrap().clone()
    }

    #[test]
    fn a_signed_event_verifies_under_its_key_only() {
        let text = key(1).sign(event());
        let mut read = key(1).verify(&text).unwrap();
        read.remove(KEY_ID);
        assert_eq!(read, event());
        assert_eq!(key(2).verify(&text), Err(SignatureInvalid));
    }

    #[test]
    fn an_event_changed_anywhere_is_refused() {
        let text = key(1).sign(event());
        for at in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[at] = if changed[at] == b'1' { b'2' } else { b'1' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(key(1).verify(&changed), Err(SignatureInvalid), "character {at} of {text}");
        }
    }

    #[test]
    fn an_attribute_more_or_less_is_refused() {
        let text = key(1).sign(event());
        let more = text.replacen('{', r#"{"a":1,"#, 1);
        let less = text.replace(r#","id":"1""#, "");
        for changed in [more, less, "{}".to_owned()] {
            assert_ne!(changed, text);
            assert_eq!(key(1).verify(&changed), Err(SignatureInvalid), "{changed}");
        }
    }

    /// However a receiver's library writes it down, the canonical form is the same.
    #[test]
    fn an_event_that_was_parsed_and_printed_verifies() {
        let text = key(1).sign(event());
        let parsed: Value = serde_json::from_str(&text).unwrap();
        assert!(key(1).verify(&serde_json::to_string_pretty(&parsed).unwrap()).is_ok());
    }

    #[test]
    fn events_of_a_retired_key_still_verify_and_the_set_shows_both() {
        let old = key(1);
        let retired = old.known[0].to_public_key_pem(LineEnding::LF).unwrap();
        let private = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEICEhISEhISEhISEhISEhISEhISEhISEhISEhISEhISEh\n\
                       -----END PRIVATE KEY-----\n";
        let new = FeedKey::from_pem(private, &[retired]).unwrap();
        assert!(new.verify(&old.sign(event())).is_ok());
        let set: Value = serde_json::from_str(&new.jwks_json()).unwrap();
        let keys = set["keys"].as_array().unwrap();
        assert_eq!(keys.len(), 2);
        assert_eq!(keys[0]["kid"], json!(new.key_id));
        assert_eq!(keys[1]["kid"], json!(old.key_id));
        for key in keys {
            assert_eq!((&key["kty"], &key["crv"]), (&json!("OKP"), &json!("Ed25519")));
            assert_eq!((&key["use"], &key["alg"]), (&json!("sig"), &json!("EdDSA")));
            assert!(key.get("d").is_none(), "no private part");
        }
    }

    /// RFC 8037, appendix A.3.
    #[test]
    fn the_key_id_is_the_thumbprint_of_the_standard() {
        let x = BASE64URL_NOPAD.decode(b"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo").unwrap();
        let key = VerifyingKey::from_bytes(&x.try_into().unwrap()).unwrap();
        assert_eq!(thumbprint(&key), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }
}
