//! The secret of an agency's program: 256 random bits, of which only SHA-256 is kept.
//!
//! People choose passwords that can be guessed, so theirs are hashed slowly. Nobody guesses 256 random bits, however fast
//! the hash: a slow one would only let whoever sends nonsense keep our cores busy.

use data_encoding::BASE64URL_NOPAD;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// Bytes of a secret.
pub(crate) const SECRET_LENGTH: usize = 32;

/// The secret as its program holds it: 43 characters.
#[must_use]
pub(crate) fn write(bytes: &[u8; SECRET_LENGTH]) -> SecretString {
    BASE64URL_NOPAD.encode(bytes).into()
}

/// What is kept of a secret.
#[must_use]
pub(crate) fn hash(secret: &SecretString) -> [u8; 32] {
    Sha256::digest(secret.expose_secret().as_bytes()).into()
}

/// Whether it is the secret of which this was kept. How long it takes tells nothing of where they differ; `None`, nobody's,
/// takes the same work and is wrong.
#[must_use]
pub(crate) fn is_right(secret: &SecretString, kept: Option<&[u8]>) -> bool {
    let found = hash(secret);
    let same = bool::from(found.as_slice().ct_eq(kept.unwrap_or(&[0; 32])));
    same && kept.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_fits_what_was_kept_of_it_and_nothing_else() {
        let secret = write(&[7; SECRET_LENGTH]);
        assert_eq!(secret.expose_secret().len(), 43);
        let kept = hash(&secret);
        assert!(is_right(&secret, Some(&kept)));
        for other in ["", "x", &secret.expose_secret()[1..], &format!("{} ", secret.expose_secret())] {
            assert!(!is_right(&other.into(), Some(&kept)));
        }
        assert!(!is_right(&secret, None));
        assert!(!is_right(&secret, Some(&[])), "a spoilt row lets nobody in");
    }
}
