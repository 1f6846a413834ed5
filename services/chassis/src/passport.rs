//! Passports: who asks, for 60 seconds and one audience. Identity signs, everyone verifies.

use std::{collections::HashMap, sync::Arc, time::Duration};

use arc_swap::ArcSwap;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header, jwk::JwkSet};
use kernel::{AccountId, Jurisdiction, Person, PersonId, Role, SessionId};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use thiserror::Error;
use time::OffsetDateTime;

/// Who signs.
pub const ISSUER: &str = "epupns-identity";

/// Audience of an access token, which only the public door reads. No service bears this name, so that no passport can be
/// exchanged for one.
pub const ACCESS_AUDIENCE: &str = "public";

/// How long a passport lasts.
pub const LIFETIME: Duration = Duration::from_secs(60);

/// How long an access token lasts; also how long an ended session stays in the revoked list.
pub const ACCESS_LIFETIME: Duration = Duration::from_secs(5 * 60);

/// The longest that any token of identity's lasts. One that claims more is refused: no slip of the issuer's makes a token
/// that is good for years.
pub const LONGEST_LIFETIME: Duration = Duration::from_secs(10 * 60);

/// The issuer's clock may be ahead of ours by this.
const SKEW: Duration = Duration::from_secs(30);

/// Metadata key of the passport on a gRPC request.
pub const METADATA_KEY: &str = "epupns-passport";

/// What a token of ours says; access tokens and passports differ in audience and lifetime only. No personal data.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claims {
    /// [`ISSUER`].
    pub iss: String,
    /// Who may read it: a service, or [`ACCESS_AUDIENCE`].
    pub aud: String,
    /// The person.
    pub sub: String,
    /// The account.
    pub account: String,
    /// The session.
    pub sid: String,
    /// Role, as [`Role::as_str`].
    pub role: String,
    /// Where the role holds, in [`Jurisdiction`]'s text form.
    pub jurisdiction: String,
    /// Unix seconds.
    pub iat: i64,
    /// Unix seconds.
    pub exp: i64,
}

/// The token proves nothing: wrong signature, audience, time or form. One reason for all: the bearer needs a new one.
#[derive(Debug, Error)]
#[error("passport is not valid")]
pub struct PassportInvalid;

/// Identity's public keys, swapped whole when they change.
pub struct KeySet {
    keys: ArcSwap<HashMap<String, DecodingKey>>,
    json: ArcSwap<String>,
}

impl Default for KeySet {
    fn default() -> Self {
        Self { keys: ArcSwap::default(), json: ArcSwap::from_pointee(r#"{"keys":[]}"#.to_owned()) }
    }
}

impl KeySet {
    /// Replaces the keys by a JSON Web Key Set.
    ///
    /// # Errors
    /// The text is no key set of ours.
    pub fn replace(&self, jwks_json: &str) -> anyhow::Result<()> {
        let set: JwkSet = serde_json::from_str(jwks_json)?;
        let mut keys = HashMap::new();
        for jwk in &set.keys {
            let id = jwk.common.key_id.clone().ok_or_else(|| anyhow::anyhow!("a key without an id"))?;
            keys.insert(id, DecodingKey::from_jwk(jwk)?);
        }
        self.keys.store(keys.into());
        self.json.store(Arc::new(jwks_json.to_owned()));
        Ok(())
    }

    /// Whether any key is known: without one nobody can be let in, and the process is not ready.
    #[must_use]
    pub fn is_loaded(&self) -> bool {
        !self.keys.load().is_empty()
    }

    /// Whether a token names a key that is not here: identity may have a new one that has not arrived, so that nobody can say what
    /// the token is worth.
    #[must_use]
    pub fn lacks_key_of(&self, token: &str) -> bool {
        let named = decode_header(token).ok().and_then(|header| header.kid);
        named.is_some_and(|id| !self.keys.load().contains_key(&id))
    }

    /// The keys as identity gave them (RFC 7517), for whoever verifies outside; an empty set before the first load.
    #[must_use]
    pub fn as_json(&self) -> Arc<String> {
        self.json.load_full()
    }

    /// Checks signature (EdDSA only), issuer, audience and time: not over, and no longer to go than such a token lasts.
    ///
    /// # Errors
    /// [`PassportInvalid`], whatever was wrong.
    pub fn verify(&self, token: &str, audience: &str, now: OffsetDateTime) -> Result<Claims, PassportInvalid> {
        let longest = if audience == ACCESS_AUDIENCE { ACCESS_LIFETIME } else { LIFETIME };
        self.verify_within(token, audience, longest, now)
    }

    /// The same for a token of identity's that says something else, such as a challenge receipt; it lasts at most
    /// [`LONGEST_LIFETIME`].
    ///
    /// # Errors
    /// [`PassportInvalid`], whatever was wrong.
    pub fn verify_as<C: DeserializeOwned>(
        &self,
        token: &str,
        audience: &str,
        now: OffsetDateTime,
    ) -> Result<C, PassportInvalid> {
        self.verify_within(token, audience, LONGEST_LIFETIME, now)
    }

    fn verify_within<C: DeserializeOwned>(
        &self,
        token: &str,
        audience: &str,
        longest: Duration,
        now: OffsetDateTime,
    ) -> Result<C, PassportInvalid> {
        let header = decode_header(token).map_err(|_| PassportInvalid)?;
        let keys = self.keys.load();
        let key = header.kid.as_ref().and_then(|id| keys.get(id)).ok_or(PassportInvalid)?;
        let mut rules = Validation::new(Algorithm::EdDSA);
        rules.set_audience(&[audience]);
        rules.set_issuer(&[ISSUER]);
        rules.set_required_spec_claims(&["exp", "aud", "iss"]);
        // Our clock, not the crate's: tests turn it.
        rules.validate_exp = false;
        let claims = decode::<serde_json::Value>(token, key, &rules).map_err(|_| PassportInvalid)?.claims;
        let expires_at = claims.get("exp").and_then(serde_json::Value::as_i64).ok_or(PassportInvalid)?;
        let latest = (now + longest + SKEW).unix_timestamp();
        if expires_at <= now.unix_timestamp() || expires_at > latest {
            return Err(PassportInvalid);
        }
        serde_json::from_value(claims).map_err(|_| PassportInvalid)
    }
}

impl Claims {
    /// The person that the claims name.
    ///
    /// # Errors
    /// A field has another form: not signed by an identity of this version.
    pub fn person(&self) -> Result<Person, PassportInvalid> {
        Ok(Person {
            person_id: PersonId::parse(&self.sub).map_err(|_| PassportInvalid)?,
            account_id: AccountId::parse(&self.account).map_err(|_| PassportInvalid)?,
            session_id: SessionId::parse(&self.sid).map_err(|_| PassportInvalid)?,
            role: Role::parse(&self.role).map_err(|_| PassportInvalid)?,
            jurisdiction: Jurisdiction::parse(&self.jurisdiction).map_err(|_| PassportInvalid)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use data_encoding::BASE64URL_NOPAD;
    use jsonwebtoken::{EncodingKey, Header, encode};
    use serde_json::json;

    use super::*;

    /// The key pair of RFC 8037, appendix A.
    const PRIVATE: &[u8] = b"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";
    const PUBLIC: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
    const NOW: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;

    fn keys() -> KeySet {
        let keys = KeySet::default();
        let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": PUBLIC, "kid": "rfc", "alg": "EdDSA" });
        keys.replace(&json!({ "keys": [jwk] }).to_string()).unwrap();
        keys
    }

    fn signed(audience: &str, expires_at: i64) -> String {
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = Some("rfc".to_owned());
        let claims = json!({
            "iss": ISSUER, "aud": audience, "sub": "p", "account": "a", "sid": "s", "role": "employee",
            "jurisdiction": "own", "iat": 0, "exp": expires_at,
        });
        // PKCS#8 (RFC 8410, 7) around the 32 bytes.
        let prefix = b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20";
        let der = [prefix.as_slice(), &BASE64URL_NOPAD.decode(PRIVATE).unwrap()].concat();
        encode(&header, &claims, &EncodingKey::from_ed_der(&der)).unwrap()
    }

    #[test]
    fn a_token_is_good_until_its_end_for_its_audience() {
        let token = signed("registration", 60);
        assert!(keys().verify(&token, "registration", NOW).is_ok());
        assert!(keys().verify(&token, "registration", NOW + time::Duration::seconds(60)).is_err());
        assert!(keys().verify(&token, "verification", NOW).is_err());
    }

    #[test]
    fn a_token_of_a_key_that_has_not_arrived_is_told_from_one_that_is_worth_nothing() {
        let token = signed("registration", 60);
        assert!(KeySet::default().lacks_key_of(&token) && !keys().lacks_key_of(&token));
        let (signed_part, _) = token.rsplit_once('.').unwrap();
        for nothing in ["", "x", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", &format!("{signed_part}.AAAA")] {
            assert!(!keys().lacks_key_of(nothing), "{nothing}");
        }
    }

    #[test]
    fn a_token_for_longer_than_its_kind_lasts_is_refused() {
        let good = |audience: &str, expires_at| keys().verify(&signed(audience, expires_at), audience, NOW).is_ok();
        assert!(good("registration", 90) && !good("registration", 91), "60 s and what clocks may differ by");
        assert!(good(ACCESS_AUDIENCE, 330) && !good(ACCESS_AUDIENCE, 331));
        assert!(!good("registration", i64::MAX) && !good(ACCESS_AUDIENCE, 253_402_300_799));
        let receipt = |expires_at| {
            let token = signed("challenge:status", expires_at);
            keys().verify_as::<serde_json::Value>(&token, "challenge:status", NOW).is_ok()
        };
        assert!(receipt(630) && !receipt(631));
    }
}
