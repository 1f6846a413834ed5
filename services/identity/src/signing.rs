//! Identity alone signs: access tokens, passports, receipts. EdDSA only.

use std::path::Path;

use anyhow::Context as _;
use chassis::passport::ISSUER;
use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::{SigningKey, VerifyingKey, pkcs8::DecodePrivateKey as _};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde::Serialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use time::OffsetDateTime;

/// What stands before the 32 bytes of a private key in PKCS#8 (RFC 8410, 7).
const PKCS8_PREFIX: &[u8] = b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20";

/// The key that signs, and those that still verify.
#[derive(Clone)]
pub(crate) struct Signer {
    key: EncodingKey,
    key_id: String,
    jwks_json: String,
}

/// What a challenge receipt says; its audience is `challenge:<purpose>`.
#[derive(Serialize)]
pub(crate) struct ReceiptClaims {
    /// Who signs.
    pub(crate) iss: &'static str,
    /// `challenge:<purpose>`.
    pub(crate) aud: String,
    /// The challenge; the gateway counts uses by it.
    pub(crate) jti: String,
    pub(crate) iat: i64,
    pub(crate) exp: i64,
}

impl ReceiptClaims {
    /// A receipt for one purpose.
    #[must_use]
    pub(crate) fn new(purpose: &str, challenge: String, now: OffsetDateTime, expires_at: OffsetDateTime) -> Self {
        Self {
            iss: ISSUER,
            aud: format!("challenge:{purpose}"),
            jti: challenge,
            iat: now.unix_timestamp(),
            exp: expires_at.unix_timestamp(),
        }
    }
}

impl Signer {
    /// Reads the mounted keys (PKCS#8 PEM).
    ///
    /// # Errors
    /// A file is missing or no Ed25519 key; the message names it.
    pub(crate) fn read(current: &Path, previous: Option<&Path>) -> anyhow::Result<Self> {
        let previous = previous.map(read_key).transpose()?.map(|key| key.verifying_key());
        Ok(Self::new(&read_key(current)?, previous))
    }

    /// Signs by `current`; `previous` is published with it until its last token has ended.
    #[must_use]
    pub(crate) fn new(current: &SigningKey, previous: Option<VerifyingKey>) -> Self {
        let der = zeroize::Zeroizing::new([PKCS8_PREFIX, current.as_bytes()].concat());
        let public = current.verifying_key();
        let keys: Vec<_> = [Some(public), previous].into_iter().flatten().map(|key| jwk(&key)).collect();
        Self {
            key: EncodingKey::from_ed_der(&der),
            key_id: thumbprint(&public),
            jwks_json: json!({ "keys": keys }).to_string(),
        }
    }

    /// A signed token with these claims.
    ///
    /// # Errors
    /// Never with the claims of this service.
    pub(crate) fn sign<C: Serialize>(&self, claims: &C) -> anyhow::Result<String> {
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = Some(self.key_id.clone());
        encode(&header, claims, &self.key).context("signing a token")
    }

    /// The public keys (RFC 7517), the signing one first.
    #[must_use]
    pub(crate) fn jwks_json(&self) -> &str {
        &self.jwks_json
    }
}

fn read_key(path: &Path) -> anyhow::Result<SigningKey> {
    let read = || anyhow::Ok(SigningKey::from_pkcs8_pem(&std::fs::read_to_string(path)?)?);
    read().with_context(|| format!("{} as Ed25519 key in PKCS#8 PEM", path.display()))
}

fn jwk(key: &VerifyingKey) -> serde_json::Value {
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
    use chassis::passport::{Claims, KeySet};

    use super::*;

    fn claims(aud: &str) -> Claims {
        Claims {
            iss: ISSUER.into(),
            aud: aud.into(),
            sub: "p".into(),
            account: "a".into(),
            sid: "s".into(),
            role: "employee".into(),
            jurisdiction: "own".into(),
            iat: 0,
            exp: 60,
        }
    }

    #[test]
    fn the_thumbprint_is_that_of_rfc_8037_appendix_a_3() {
        let x = BASE64URL_NOPAD.decode(b"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo").unwrap();
        let key = VerifyingKey::from_bytes(&x.try_into().unwrap()).unwrap();
        assert_eq!(thumbprint(&key), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    #[test]
    fn a_token_outlives_the_change_of_keys_and_no_other_audience_takes_it() {
        let (old, new) = (SigningKey::from_bytes(&[1; 32]), SigningKey::from_bytes(&[2; 32]));
        let token = Signer::new(&old, None).sign(&claims("registration")).unwrap();
        let keys = KeySet::default();
        keys.replace(Signer::new(&new, Some(old.verifying_key())).jwks_json()).unwrap();
        let now = OffsetDateTime::UNIX_EPOCH;
        assert!(keys.verify(&token, "registration", now).is_ok());
        assert!(keys.verify(&token, chassis::passport::ACCESS_AUDIENCE, now).is_err());
        keys.replace(Signer::new(&new, None).jwks_json()).unwrap();
        assert!(keys.verify(&token, "registration", now).is_err());
    }
}
