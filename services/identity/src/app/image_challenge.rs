//! The challenge for browsers without scripts: a code in a picture. Nothing is kept: the code travels sealed beside it.

use anyhow::Context as _;
use captcha::{
    Captcha,
    filters::{Dots, Noise, Wave},
};
use chassis::ambient::{new_id, secret_bytes};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use tokio::sync::Semaphore;

use super::{App, issue_challenge::CHALLENGE_LIFETIME, redeem_challenge::RedeemChallengeError};
use crate::domain::purpose::Purpose;

/// What no reader takes for another: no 0, O, 1, I, L. That 256 is no multiple of their number makes no guess worth while.
const ALPHABET: &[u8; 31] = b"ABCDEFGHJKMNPQRSTUVWXYZ23456789";
/// One guess in some hundred million is right.
const LENGTH: usize = 6;

/// A flood of pictures waits for itself, and takes no core from those who sign in.
static DRAWING: Semaphore = Semaphore::const_new(2);

/// A picture, and what goes back with the code that was read in it.
pub(crate) struct ImageChallenge {
    /// PNG.
    pub(crate) png: Vec<u8>,
    /// Sealed.
    pub(crate) challenge: String,
    /// Until then the code is taken.
    pub(crate) expires_at: OffsetDateTime,
}

/// What is sealed. Secret: no `Debug`.
#[derive(Serialize, Deserialize)]
struct Sealed {
    id: String,
    purpose: String,
    code: String,
    ends: i64,
}

impl App {
    /// A new picture for one purpose.
    ///
    /// # Errors
    /// The picture cannot be drawn.
    pub(crate) async fn issue_image_challenge(&self, purpose: Purpose) -> anyhow::Result<ImageChallenge> {
        let expires_at = self.clock.now() + CHALLENGE_LIFETIME;
        let code = secret_bytes::<LENGTH>().map(|byte| char::from(ALPHABET[usize::from(byte) % ALPHABET.len()]));
        // Milliseconds: off the threads that answer, and a few at once.
        let place = DRAWING.acquire().await.context("drawing has stopped")?;
        let drawn = tokio::task::spawn_blocking(move || {
            let _place = place;
            draw(code)
        });
        let png = drawn.await?.context("drawing a picture")?;
        let sealed = Sealed {
            id: new_id(&self.clock).to_string(),
            purpose: purpose.as_str().to_owned(),
            code: code.iter().collect(),
            ends: expires_at.unix_timestamp(),
        };
        let challenge = self.image_challenges().seal(&serde_json::to_vec(&sealed)?);
        Ok(ImageChallenge { png, challenge, expires_at })
    }

    /// A receipt for a code that was read rightly. Whatever is typed, the picture is used up: who guesses needs a new one each
    /// time.
    pub(crate) async fn redeem_image_challenge(
        &self,
        challenge: &str,
        code: &str,
        purpose: Purpose,
    ) -> Result<(String, OffsetDateTime), RedeemChallengeError> {
        let plain = self.image_challenges().open(challenge).map_err(|_| RedeemChallengeError::Invalid)?;
        let sealed: Sealed = serde_json::from_slice(&plain).map_err(anyhow::Error::from)?;
        let now = self.clock.now();
        if sealed.ends <= now.unix_timestamp() {
            return Err(RedeemChallengeError::Expired);
        }
        if sealed.purpose != purpose.as_str() {
            return Err(RedeemChallengeError::Purpose);
        }
        self.spend_challenge(&sealed.id).await?;
        let typed: String = code.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
        if typed != sealed.code {
            return Err(RedeemChallengeError::Invalid);
        }
        self.receipt(purpose, sealed.id, now)
    }
}

/// The code is ours; only its distortion comes from the drawing crate's own chance.
fn draw(code: [char; LENGTH]) -> Option<Vec<u8>> {
    let mut picture = Captcha::new();
    for letter in code {
        picture.set_chars(&[letter]).add_char();
    }
    picture
        .apply_filter(Noise::new(0.2))
        .apply_filter(Wave::new(2.0, 8.0).horizontal())
        .apply_filter(Wave::new(2.0, 8.0).vertical())
        .view(280, 110)
        .apply_filter(Dots::new(6).max_radius(5).min_radius(2));
    picture.as_png()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_drawing_knows_every_letter() {
        let known = Captcha::new().supported_chars();
        let unknown: Vec<_> =
            ALPHABET.iter().map(|letter| char::from(*letter)).filter(|c| !known.contains(c)).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }

    #[test]
    fn a_picture_is_a_png_that_fits_into_a_page() {
        let png = draw(['A', 'B', 'C', '2', '3', '4']).unwrap();
        assert!(png.starts_with(b"\x89PNG") && png.len() < 64 * 1024, "{} bytes", png.len());
    }
}
