//! Which browser: a random cookie that a look-up token is bound to, so that a stolen token opens nothing elsewhere, and by
//! which identity knows a device that has signed in before.

use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use chassis::ambient::secret_bytes;
use data_encoding::BASE64URL_NOPAD;
use doorway::cookie;
use speech::Language;
use time::Duration;

use crate::client::Client;

/// 128 bits in base64.
const LENGTH: usize = 22;
/// How long a device stays known; each sign-in counts anew at identity.
const KEPT: Duration = Duration::days(180);

/// The browser's name, if it has one of ours.
#[must_use]
pub(crate) fn known(jar: &CookieJar) -> Option<String> {
    let value = jar.get(cookie::BROWSER)?.value();
    let ours = value.len() == LENGTH && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    ours.then(|| value.to_owned())
}

/// The browser's name, given now if it has none, and the cookies to answer with.
pub(crate) fn known_or_named(jar: CookieJar) -> (String, CookieJar) {
    if let Some(browser) = known(&jar) {
        return (browser, jar);
    }
    let browser = BASE64URL_NOPAD.encode(&secret_bytes::<16>());
    let mut cookie = host_cookie(cookie::BROWSER, browser.clone());
    cookie.set_max_age(KEPT);
    (browser, jar.add(cookie))
}

/// By what identity knows a device that has signed in before: the browser, or the address of whoever has no name yet. A name
/// is never an address: it has neither dots nor colons. Whoever makes names up is a stranger under each of them, for whom
/// the address pays: it goes along wherever this goes.
#[must_use]
pub(crate) fn device(jar: &CookieJar, client: &Client) -> String {
    known(jar).unwrap_or_else(|| client.key())
}

/// The language that was chosen in this browser, if it is one of ours.
#[must_use]
pub(crate) fn language(jar: &CookieJar) -> Option<Language> {
    Language::parse(jar.get(cookie::LANGUAGE)?.value())
}

/// A cookie for this host only, for no script, and not sent along from other sites' forms.
#[must_use]
pub(crate) fn host_cookie(name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build((name, value)).path("/").secure(true).http_only(true).same_site(SameSite::Lax).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_keeps_the_name_it_was_given() {
        let (name, jar) = known_or_named(CookieJar::new());
        assert_eq!(known_or_named(jar).0, name);
    }

    #[test]
    fn a_name_that_is_not_ours_is_replaced() {
        for value in ["", "short", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaa;"] {
            let jar = CookieJar::new().add(host_cookie(cookie::BROWSER, value.to_owned()));
            assert_ne!(known_or_named(jar).0, value);
        }
    }

    #[test]
    fn a_device_is_its_browser_or_else_its_address() {
        let client = Client::find([203, 0, 113, 7].into(), &http::HeaderMap::new(), &[]);
        assert_eq!(device(&CookieJar::new(), &client), "203.0.113.7");
        let (name, jar) = known_or_named(CookieJar::new());
        assert_eq!(device(&jar, &client), name);
    }

    #[test]
    fn the_cookie_belongs_to_this_host_and_to_no_script() {
        let text = host_cookie(cookie::BROWSER, "x".to_owned()).to_string();
        for part in ["__Host-", "Path=/", "Secure", "HttpOnly", "SameSite=Lax"] {
            assert!(text.contains(part), "{text}");
        }
        assert!(!text.contains("Domain"));
    }
}
