//! What a session's bearer holds: an access token and a refresh token, both derived, neither kept.

use anyhow::Context as _;
use chassis::{
    passport::{ACCESS_AUDIENCE, ACCESS_LIFETIME, Claims, ISSUER},
    vault::mac,
};
use data_encoding::BASE64URL_NOPAD;
use kernel::{Person, SessionId};
use secrecy::SecretString;
use subtle::ConstantTimeEq as _;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::App;
use crate::store::sessions::Session;

/// Of a session.
pub(crate) const SESSION_LIFETIME: Duration = Duration::hours(12);

/// A live session as its bearer gets it.
pub(crate) struct BearerSession {
    pub(crate) person: Person,
    pub(crate) access_token: String,
    pub(crate) access_expires_at: OffsetDateTime,
    pub(crate) refresh_token: SecretString,
    /// The session's end.
    pub(crate) session_expires_at: OffsetDateTime,
}

/// A refresh token as it was presented: which session, which generation, and the proof of both.
pub(crate) struct PresentedToken {
    /// The session that it names.
    pub(crate) session_id: SessionId,
    /// The generation that it names.
    pub(crate) generation: i32,
    proof: [u8; 32],
}

impl PresentedToken {
    /// Reads the form; says nothing of the proof.
    #[must_use]
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
        let (session_id, rest) = bytes.split_first_chunk::<16>()?;
        let (generation, proof) = rest.split_first_chunk::<4>()?;
        Some(Self {
            session_id: Uuid::from_bytes(*session_id).into(),
            generation: i32::from_be_bytes(*generation),
            proof: proof.try_into().ok()?,
        })
    }
}

impl App {
    /// The tokens of the session's newest generation: the same ones whenever asked.
    ///
    /// # Errors
    /// A session without refresh tokens.
    pub(super) fn bearer(&self, session: &Session) -> anyhow::Result<BearerSession> {
        let (access_token, access_expires_at) =
            self.access_token(&session.person, session.rotated_at, session.expires_at)?;
        Ok(BearerSession {
            person: session.person.clone(),
            access_token,
            access_expires_at,
            refresh_token: self.refresh_token(session).context("a program's session has no refresh token")?,
            session_expires_at: session.expires_at,
        })
    }

    /// An access token of a session that ends then, and its own end.
    ///
    /// # Errors
    /// Never with the claims of this service.
    pub(super) fn access_token(
        &self,
        person: &Person,
        issued_at: OffsetDateTime,
        session_expires_at: OffsetDateTime,
    ) -> anyhow::Result<(String, OffsetDateTime)> {
        let expires_at = (issued_at + ACCESS_LIFETIME).min(session_expires_at);
        Ok((self.signer.sign(&claims(person, ACCESS_AUDIENCE, issued_at, expires_at))?, expires_at))
    }

    /// Whether the token was made for this session.
    pub(super) fn is_genuine(&self, token: &PresentedToken, session: &Session) -> bool {
        let expected = self.refresh_proof(session, token.generation);
        let fits = expected.is_some_and(|expected| bool::from(expected.ct_eq(&token.proof)));
        fits && token.session_id == session.person.session_id
    }

    fn refresh_token(&self, session: &Session) -> Option<SecretString> {
        let id = session.person.session_id.as_uuid();
        let proof = self.refresh_proof(session, session.generation)?;
        let token = [id.as_bytes().as_slice(), &session.generation.to_be_bytes(), &proof].concat();
        Some(BASE64URL_NOPAD.encode(&token).into())
    }

    /// 256 bits that need both the mounted key and the session's row; `None` for a session without refresh tokens.
    fn refresh_proof(&self, session: &Session, generation: i32) -> Option<[u8; 32]> {
        let id = session.person.session_id.as_uuid();
        let message = [session.refresh_seed.as_deref()?, id.as_bytes(), &generation.to_be_bytes()].concat();
        Some(mac(&self.master.derive("refresh-token"), &message))
    }
}

/// The claims of a token for one reader.
#[must_use]
pub(crate) fn claims(person: &Person, audience: &str, issued_at: OffsetDateTime, expires_at: OffsetDateTime) -> Claims {
    Claims {
        iss: ISSUER.to_owned(),
        aud: audience.to_owned(),
        sub: person.person_id.to_string(),
        account: person.account_id.to_string(),
        sid: person.session_id.to_string(),
        role: person.role.to_string(),
        jurisdiction: person.jurisdiction.to_string(),
        iat: issued_at.unix_timestamp(),
        exp: expires_at.unix_timestamp(),
    }
}
