//! Who asks: an access token as bearer or cookie, checked here; passports from identity for the services behind.

mod cookies;
mod revoked;

use std::{sync::Arc, time::Duration};

use axum_extra::extract::CookieJar;
use chassis::{
    ambient::Clock,
    grpc::{Upstream, outgoing, shared},
    passport::{self, ACCESS_AUDIENCE, Claims, KeySet},
};
use doorway::told::Session;
use kernel::ServiceName;
use moka::future::Cache;
use proto::identity::v1::{
    EndSessionRequest, IssuePassportRequest, RefreshSessionRequest, identity_service_client::IdentityServiceClient,
};

pub(crate) use self::{cookies::SessionCookies, revoked::Revoked};
use crate::{problem::Problem, upstream::ask};

/// A passport is handed on only while it has at least this long to go.
const PASSPORT_SPARE: Duration = Duration::from_secs(15);
const PASSPORTS_KEPT: u64 = 100_000;

/// Sessions as this process sees them; nothing here is lost when it goes.
pub struct Sessions {
    identity: IdentityServiceClient<Upstream>,
    keys: Arc<KeySet>,
    clock: Clock,
    revoked: Arc<Revoked>,
    passports: Cache<(String, &'static str), String>,
}

impl Sessions {
    /// Sessions verified by `keys`, but for those in `revoked`.
    #[must_use]
    pub fn new(
        identity: IdentityServiceClient<Upstream>,
        keys: Arc<KeySet>,
        clock: Clock,
        revoked: Arc<Revoked>,
    ) -> Self {
        let keep = passport::LIFETIME - PASSPORT_SPARE;
        let passports = Cache::builder().max_capacity(PASSPORTS_KEPT).time_to_live(keep).build();
        Self { identity, keys, clock, revoked, passports }
    }

    /// Checks an access token.
    ///
    /// # Errors
    /// `SESSION_INVALID`, `SESSION_ENDED`; `UNAVAILABLE` before identity's keys are known.
    pub fn check(&self, token: &str) -> Result<Claims, Problem> {
        // A process that has just started cannot judge yet: nobody is signed out by that.
        if !self.keys.is_loaded() {
            return Err(Problem::unavailable());
        }
        let claims =
            self.keys.verify(token, ACCESS_AUDIENCE, self.clock.now()).map_err(|_| Problem::new("SESSION_INVALID"))?;
        if self.revoked.contains(&claims.sid) { Err(Problem::new("SESSION_ENDED")) } else { Ok(claims) }
    }

    /// The session that a browser's cookies hold, with new tokens when its access token has run out.
    pub async fn of_browser(&self, jar: &CookieJar) -> BrowserSession {
        let cookies = SessionCookies::read(jar);
        match cookies.access.as_deref().map(|token| self.check(token)) {
            Some(Ok(claims)) => return BrowserSession::Live { claims: Box::new(claims), renewed: None },
            Some(Err(problem)) if problem.is_outage() => return BrowserSession::unknown(&problem, None),
            Some(Err(_)) | None => {}
        }
        let Some(refresh_token) = cookies.refresh else { return BrowserSession::None };
        // A refresh token is good once: it is not spent on an answer that could not be read.
        if !self.keys.is_loaded() {
            return BrowserSession::unknown(&Problem::unavailable(), None);
        }
        let request = outgoing(RefreshSessionRequest { refresh_token });
        let session = match ask(self.identity.clone().refresh_session(request)).await {
            Ok(answer) => answer.session,
            Err(problem) if problem.code() == "SESSION_ENDED" => return BrowserSession::Ended,
            Err(problem) if problem.is_outage() => return BrowserSession::unknown(&problem, None),
            // Nothing that was ever a refresh token.
            Err(_) => return BrowserSession::None,
        };
        let Some(session) = session else { return BrowserSession::unknown(&Problem::new("INTERNAL"), None) };
        let renewed = Some(SessionCookies::of(&session));
        match self.check(&session.access_token) {
            Ok(claims) => BrowserSession::Live { claims: Box::new(claims), renewed },
            Err(problem) if problem.code() == "SESSION_ENDED" => BrowserSession::Ended,
            // Identity has just made it: it is we who cannot read it yet.
            Err(problem) => BrowserSession::unknown(&problem, renewed),
        }
    }

    /// The same with a passport for the portal, if somebody is signed in.
    pub(crate) async fn at_pages(&self, jar: &CookieJar) -> (BrowserSession, Session) {
        let session = self.of_browser(jar).await;
        let (claims, renewed) = match session {
            BrowserSession::None | BrowserSession::Ended => return (session, Session::Nobody),
            BrowserSession::Unknown { again, .. } => return (session, Session::Unknown(again)),
            BrowserSession::Live { claims, renewed } => (claims, renewed),
        };
        match self.passport(&claims.sid, ServiceName::Portal.as_str()).await {
            Ok(passport) => (BrowserSession::Live { claims, renewed }, Session::Passport(passport)),
            Err(problem) if problem.code() == "SESSION_ENDED" => (BrowserSession::Ended, Session::Nobody),
            // Whatever it is, it does not say that nobody is signed in.
            Err(problem) => {
                let session = BrowserSession::unknown(&problem, renewed);
                (session, Session::Unknown(problem.delay()))
            }
        }
    }

    /// A passport of this session for one service.
    ///
    /// # Errors
    /// `SESSION_ENDED`, or identity gives no answer.
    pub async fn passport(&self, session_id: &str, audience: &'static str) -> Result<String, Problem> {
        let request = IssuePassportRequest { session_id: session_id.to_owned(), audience: audience.to_owned() };
        let mut identity = self.identity.clone();
        let issue = async move { Ok(ask(identity.issue_passport(outgoing(request))).await?.passport) };
        let key = (session_id.to_owned(), audience);
        let issued = self.passports.try_get_with(key, issue);
        shared(async { issued.await.map_err(|problem: Arc<Problem>| (*problem).clone()) }).await
    }

    /// Ends a session, here at once and everywhere by identity.
    ///
    /// # Errors
    /// Identity gives no answer: the session is not ended.
    pub async fn end(&self, session_id: &str) -> Result<(), Problem> {
        let request = EndSessionRequest { session_id: session_id.to_owned() };
        ask(self.identity.clone().end_session(outgoing(request))).await?;
        self.revoked.add(session_id);
        Ok(())
    }
}

/// What a browser's cookies are worth.
pub enum BrowserSession {
    /// No session is known.
    None,
    /// There was one; the cookies should go.
    Ended,
    /// Nobody could be asked: the cookies may be good later.
    Unknown {
        /// When.
        again: Duration,
        /// To be set, after a refresh.
        renewed: Option<SessionCookies>,
    },
    /// There is one, and perhaps new cookies for it.
    Live {
        /// Whose.
        claims: Box<Claims>,
        /// To be set, after a refresh.
        renewed: Option<SessionCookies>,
    },
}

impl BrowserSession {
    fn unknown(problem: &Problem, renewed: Option<SessionCookies>) -> Self {
        Self::Unknown { again: problem.delay(), renewed }
    }
}

/// The person of a request; without one the operation is refused.
#[derive(Clone, Debug)]
pub(crate) struct SignedIn(pub Claims);

/// The person of a request that anyone may make. Whoever shows a session must have a good one: their deed would not be theirs.
#[derive(Clone, Debug)]
pub(crate) struct PerhapsSignedIn(pub Option<Claims>);
