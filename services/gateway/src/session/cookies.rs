//! The two cookies of a session: its access token and what renews it.

use axum_extra::extract::cookie::{Cookie, CookieJar};
use doorway::{
    cookie::{ACCESS, REFRESH},
    wish::Tokens,
};
use proto::identity::v1::Session;
use time::Duration;

use crate::browser::host_cookie;

/// Longer than any token of ours: what is longer is not asked about.
const LONGEST: usize = 4096;
/// How long a browser keeps the cookies; the session itself ends when identity says so.
const KEPT: Duration = Duration::hours(12);

/// Tokens as a browser holds them. Secret.
#[derive(Clone, Default)]
pub struct SessionCookies {
    /// Access token.
    pub access: Option<String>,
    /// Refresh token.
    pub refresh: Option<String>,
}

impl From<Tokens> for SessionCookies {
    fn from(tokens: Tokens) -> Self {
        Self { access: Some(tokens.access_token), refresh: Some(tokens.refresh_token) }
    }
}

impl SessionCookies {
    /// What the browser sent.
    #[must_use]
    pub fn read(jar: &CookieJar) -> Self {
        let value =
            |name| jar.get(name).map(|cookie: &Cookie<'_>| cookie.value().to_owned()).filter(|v| v.len() <= LONGEST);
        Self { access: value(ACCESS), refresh: value(REFRESH) }
    }

    /// What the browser is to keep of a session.
    #[must_use]
    pub fn of(session: &Session) -> Self {
        Self { access: Some(session.access_token.clone()), refresh: Some(session.refresh_token.clone()) }
    }

    /// Sets them.
    pub fn set(self, jar: CookieJar) -> CookieJar {
        let cookie = |name, value| {
            let mut cookie = host_cookie(name, value);
            cookie.set_max_age(KEPT);
            cookie
        };
        [(ACCESS, self.access), (REFRESH, self.refresh)]
            .into_iter()
            .filter_map(|(name, value)| Some(cookie(name, value?)))
            .fold(jar, CookieJar::add)
    }

    /// Takes them away. Set to nothing rather than removed from the jar: they go also when this request did not bring them.
    pub fn clear(jar: CookieJar) -> CookieJar {
        [ACCESS, REFRESH].into_iter().fold(jar, |jar, name| {
            let mut cookie = host_cookie(name, String::new());
            cookie.set_max_age(Duration::ZERO);
            jar.add(cookie)
        })
    }
}
