//! Encryption with keys derived from one mounted master key: sealed tokens, encrypted columns, blind indexes.

mod data_key;

use chacha20poly1305::{
    KeyInit as _, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, Payload},
};
use data_encoding::{BASE64, BASE64URL_NOPAD};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use thiserror::Error;
use zeroize::Zeroizing;

pub use self::data_key::{DataKey, forget_data_key, load_data_key, make_data_key};
use crate::ambient::secret_bytes;

const NONCE: usize = 24;

/// A mounted 32-byte key from which all others are derived by label. Never used directly.
#[derive(Clone)]
pub struct MasterKey(Zeroizing<[u8; 32]>);

/// What was sealed does not open: another key, another purpose, or changed on the way.
#[derive(Debug, Error)]
#[error("sealed value does not open")]
pub struct NotOurs;

impl MasterKey {
    /// Reads the key as it is mounted: 32 bytes in base64.
    ///
    /// # Errors
    /// Anything else.
    pub fn from_base64(text: &str) -> anyhow::Result<Self> {
        let bytes = Zeroizing::new(BASE64.decode(text.trim().as_bytes())?);
        let key = bytes
            .as_slice()
            .try_into()
            .map_err(|_| anyhow::anyhow!("a master key has 32 bytes, not {}", bytes.len()))?;
        Ok(Self(Zeroizing::new(key)))
    }

    /// The key for one purpose: HMAC-SHA256 of its label under the master key.
    #[must_use]
    pub fn derive(&self, label: &str) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(mac(&self.0, label.as_bytes()))
    }

    /// What seals and opens tokens of one purpose.
    #[must_use]
    pub fn sealer(&self, purpose: &'static str) -> Sealer {
        Sealer { key: self.derive(&format!("seal/{purpose}")) }
    }

    /// What finds equal values without reading them.
    #[must_use]
    pub fn blind_index(&self, column: &'static str) -> BlindIndex {
        BlindIndex { key: self.derive(&format!("index/{column}")) }
    }
}

/// Seals short values into opaque tokens that only this service can open.
#[derive(Clone)]
pub struct Sealer {
    key: Zeroizing<[u8; 32]>,
}

impl Sealer {
    /// Encrypts and authenticates; the result is URL-safe text.
    #[must_use]
    pub fn seal(&self, plain: &[u8]) -> String {
        BASE64URL_NOPAD.encode(&encrypt(&self.key, plain, b""))
    }

    /// Opens what [`Sealer::seal`] made under the same key and purpose.
    ///
    /// # Errors
    /// Anything else.
    pub fn open(&self, token: &str) -> Result<Zeroizing<Vec<u8>>, NotOurs> {
        let sealed = BASE64URL_NOPAD.decode(token.as_bytes()).map_err(|_| NotOurs)?;
        decrypt(&self.key, &sealed, b"")
    }
}

/// Maps equal values to equal 16-byte tags that tell nothing without the key.
#[derive(Clone)]
pub struct BlindIndex {
    key: Zeroizing<[u8; 32]>,
}

impl BlindIndex {
    /// The tag of a value.
    #[must_use]
    pub fn of(&self, value: &str) -> [u8; 16] {
        let tag = mac(&self.key, value.as_bytes());
        let mut short = [0; 16];
        short.copy_from_slice(&tag[..16]);
        short
    }
}

/// HMAC-SHA256.
#[must_use]
pub fn mac(key: &[u8; 32], message: &[u8]) -> [u8; 32] {
    let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(message);
    mac.finalize().into_bytes().into()
}

fn encrypt(key: &[u8; 32], plain: &[u8], context: &[u8]) -> Vec<u8> {
    let nonce: [u8; NONCE] = secret_bytes();
    let cipher = XChaCha20Poly1305::new(key.into());
    let sealed = cipher
        .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: context })
        .expect("a value of ours is far below the cipher's limit of 256 GiB");
    [nonce.as_slice(), &sealed].concat()
}

fn decrypt(key: &[u8; 32], sealed: &[u8], context: &[u8]) -> Result<Zeroizing<Vec<u8>>, NotOurs> {
    let (nonce, body) = sealed.split_at_checked(NONCE).ok_or(NotOurs)?;
    let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| NotOurs)?;
    XChaCha20Poly1305::new(key.into())
        .decrypt(&XNonce::from(nonce), Payload { msg: body, aad: context })
        .map(Zeroizing::new)
        .map_err(|_| NotOurs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn master(fill: u8) -> MasterKey {
        MasterKey(Zeroizing::new([fill; 32]))
    }

    #[test]
    fn a_sealed_token_opens_only_under_its_key_and_purpose() {
        let sealer = master(1).sealer("lookup");
        let token = sealer.seal(b"196001011985031001");
        assert_eq!(sealer.open(&token).unwrap().as_slice(), b"196001011985031001");
        assert!(master(1).sealer("documents").open(&token).is_err());
        assert!(master(2).sealer("lookup").open(&token).is_err());
    }

    #[test]
    fn a_token_changed_anywhere_does_not_open() {
        let sealer = master(1).sealer("lookup");
        let token = sealer.seal(b"x");
        for at in 0..token.len() {
            let mut changed = token.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            assert!(sealer.open(&String::from_utf8(changed).unwrap()).is_err(), "byte {at}");
        }
    }

    #[test]
    fn equal_values_have_equal_tags_and_other_columns_other_ones() {
        let nik = master(1).blind_index("nik");
        assert_eq!(nik.of("3273010101800001"), nik.of("3273010101800001"));
        assert_ne!(nik.of("3273010101800001"), nik.of("3273010101800002"));
        assert_ne!(nik.of("3273010101800001"), master(1).blind_index("npwp").of("3273010101800001"));
    }
}
