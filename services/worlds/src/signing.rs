//! Keys that sign tokens in tests of the edges: the signatures are real, identity is not there.

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde::Serialize;
use serde_json::json;

/// An Ed25519 key that signs nothing but tests' tokens.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Under which name it is known.
    pub id: &'static str,
    /// The private half, in PKCS#8.
    pub pem: &'static str,
    /// The public half, as JWKs write it.
    pub x: &'static str,
}

/// The one that stands in for identity's.
pub const KEY: Key = Key {
    id: "k1",
    pem: "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIIAPuUVro+zBlA0sLlAlG0ayD5P/wzDbVtr9PvDkGzIy
-----END PRIVATE KEY-----",
    x: "xAOe60ftQafA1KRgzgS6SYZLk3BkvpqHSzIHhbJ0Ycg",
};

impl Key {
    /// The public key set of this key alone.
    #[must_use]
    pub fn jwks(&self) -> String {
        let Self { id, x, .. } = self;
        json!({ "keys": [{ "kty": "OKP", "crv": "Ed25519", "x": x, "kid": id, "use": "sig", "alg": "EdDSA" }] })
            .to_string()
    }

    /// A token that says this.
    pub fn sign(&self, claims: &impl Serialize) -> String {
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = Some(self.id.to_owned());
        encode(&header, claims, &EncodingKey::from_ed_pem(self.pem.as_bytes()).unwrap()).unwrap()
    }
}
