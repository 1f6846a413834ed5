//! The signature of a registration card: proves number and time of registration without a network.

use std::fmt;

use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey, pkcs8::DecodePrivateKey as _};
use kernel::RegistrationNumber;
use sha2::{Digest as _, Sha256};
use thiserror::Error;
use time::OffsetDateTime;

/// Separates these signatures from any other use of the key, and names the version of the text.
const PURPOSE: &[u8] = b"epupns registration card 1\n";
const KEY_ID: usize = 4;
const NUMBER: usize = 8;
const SIGNED: usize = KEY_ID + NUMBER + size_of::<i64>();

/// Signs cards and checks them.
#[derive(Clone)]
pub(crate) struct CardKey {
    signing: SigningKey,
    id: [u8; KEY_ID],
}

/// The text was not signed under this key, or was changed.
#[derive(Debug, PartialEq, Eq, Error)]
#[error("not the text of a card of ours")]
pub(crate) struct CardInvalid;

/// What a card's signature proves. P0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SignedCard {
    /// The number on the card.
    pub(crate) registration_number: RegistrationNumber,
    /// When the registration was made, in whole seconds.
    pub(crate) registered_at: OffsetDateTime,
}

impl CardKey {
    /// Reads an Ed25519 private key in PKCS#8 PEM.
    ///
    /// # Errors
    /// Anything else.
    pub(crate) fn from_pem(pem: &str) -> anyhow::Result<Self> {
        Ok(Self::from_signing_key(SigningKey::from_pkcs8_pem(pem)?))
    }

    fn from_signing_key(signing: SigningKey) -> Self {
        let id = key_id(&signing.verifying_key());
        Self { signing, id }
    }

    /// The compact text for the QR code: base64url of key id, number, Unix seconds and signature (112 characters).
    #[must_use]
    pub(crate) fn sign(&self, card: &SignedCard) -> String {
        let seconds = card.registered_at.unix_timestamp().to_be_bytes();
        let signed = [self.id.as_slice(), card.registration_number.as_str().as_bytes(), &seconds].concat();
        let signature = self.signing.sign(&[PURPOSE, &signed].concat());
        BASE64URL_NOPAD.encode(&[signed.as_slice(), &signature.to_bytes()].concat())
    }

    /// Reads what [`CardKey::sign`] made.
    ///
    /// # Errors
    /// [`CardInvalid`], whatever is wrong with it.
    pub(crate) fn verify(&self, text: &str) -> Result<SignedCard, CardInvalid> {
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|_| CardInvalid)?;
        let (signed, signature) = bytes.split_at_checked(SIGNED).ok_or(CardInvalid)?;
        let signature = Signature::from_slice(signature).map_err(|_| CardInvalid)?;
        let message = [PURPOSE, signed].concat();
        self.signing.verifying_key().verify_strict(&message, &signature).map_err(|_| CardInvalid)?;
        let (id, rest) = signed.split_at(KEY_ID);
        let (number, seconds) = rest.split_at(NUMBER);
        let number = std::str::from_utf8(number).map_err(|_| CardInvalid)?;
        let seconds = seconds.try_into().map_err(|_| CardInvalid)?;
        if id != self.id {
            return Err(CardInvalid);
        }
        Ok(SignedCard {
            registration_number: RegistrationNumber::parse(number).map_err(|_| CardInvalid)?,
            registered_at: OffsetDateTime::from_unix_timestamp(i64::from_be_bytes(seconds)).map_err(|_| CardInvalid)?,
        })
    }
}

/// Tells which key signed; the first bytes of the public key's hash.
fn key_id(key: &VerifyingKey) -> [u8; KEY_ID] {
    let hash = Sha256::digest(key.as_bytes());
    let mut id = [0; KEY_ID];
    id.copy_from_slice(&hash[..KEY_ID]);
    id
}

impl fmt::Debug for CardKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CardKey(***)")
    }
}

#[cfg(test)]
mod tests {
    use kernel::NumberKey;

    use super::*;

    fn key(fill: u8) -> CardKey {
        CardKey::from_signing_key(SigningKey::from_bytes(&[fill; 32]))
    }

    fn card() -> SignedCard {
        SignedCard {
            registration_number: RegistrationNumber::from_sequence(7, &NumberKey::new([1; 32])).unwrap(),
            registered_at: OffsetDateTime::from_unix_timestamp(1_794_000_000).unwrap(),
        }
    }

    #[test]
    fn a_signed_card_is_read_back_under_its_key_only() {
        let text = key(1).sign(&card());
        assert_eq!(text.len(), 112);
        assert_eq!(key(1).verify(&text), Ok(card()));
        assert_eq!(key(2).verify(&text), Err(CardInvalid));
    }

    #[test]
    fn a_card_changed_anywhere_is_refused() {
        let text = key(1).sign(&card());
        for at in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(key(1).verify(&changed), Err(CardInvalid), "character {at}");
        }
        for cut in ["", "A", &text[..100], &format!("{text}AAAA")] {
            assert_eq!(key(1).verify(cut), Err(CardInvalid));
        }
    }
}
