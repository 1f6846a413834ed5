//! What the gateway tells the portal about a request: who asks, from where, in which language, and how long it may take.

use std::time::Duration;

use chassis::passport;
use http::{HeaderMap, HeaderName, HeaderValue};

use speech::Language;

use crate::{again, path::LONGEST};

const PASSPORT: HeaderName = HeaderName::from_static(passport::METADATA_KEY);
/// Device and address with a space between.
const CLIENT: HeaderName = HeaderName::from_static("x-epupns-client");
/// `id` or `en`: of their choice the portal learns no more than that.
const LANGUAGE: HeaderName = HeaderName::from_static("x-epupns-language");
/// Somebody whose session could not be judged: seconds until it may be.
const UNKNOWN: HeaderName = HeaderName::from_static("x-epupns-unknown");
/// What is left, in milliseconds.
const LEFT: HeaderName = HeaderName::from_static("x-epupns-left");
/// Whoever begins a header like this speaks for the gateway.
const OURS: [&str; 2] = ["epupns-", "x-epupns-"];

/// All of it. Personal: no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Told {
    /// Whose throttles count.
    pub client: ClientKey,
    /// What the visitor chose to read, if they chose.
    pub language: Option<Language>,
    /// Who looks.
    pub session: Session,
    /// What is left of the budget that the page's path has: the portal works within it.
    pub left: Duration,
}

/// For whom throttles are kept; both are opaque to the portal.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientKey {
    /// The browser by its name, also what look-up tokens and forms are bound to.
    pub device: String,
    /// The address that the gateway saw.
    pub address: String,
}

/// Who looks at a page.
#[derive(Clone, PartialEq, Eq)]
pub enum Session {
    /// Nobody who is signed in.
    Nobody,
    /// Whoever this passport for the portal names.
    Passport(String),
    /// Whoever it is, nobody could be asked: neither somebody nor nobody. In whole seconds that may have passed.
    Unknown(Duration),
}

impl Told {
    /// Puts it into the headers of a request, in place of whatever somebody outside has claimed.
    pub fn put(&self, headers: &mut HeaderMap) {
        let claimed: Vec<HeaderName> = headers.keys().filter(|name| is_ours(name)).cloned().collect();
        for name in claimed {
            headers.remove(name);
        }
        let mut set = |name, text: &str| {
            if let Ok(value) = HeaderValue::from_str(text) {
                headers.insert(name, value);
            }
        };
        set(CLIENT, &format!("{} {}", self.client.device, self.client.address));
        if let Some(language) = self.language {
            set(LANGUAGE, language.as_str());
        }
        set(LEFT, &self.left.as_millis().to_string());
        match &self.session {
            Session::Nobody => {}
            Session::Passport(passport) => set(PASSPORT, passport),
            Session::Unknown(delay) => set(UNKNOWN, &again::seconds(*delay).to_string()),
        }
    }

    /// Reads it.
    #[must_use]
    pub fn read(headers: &HeaderMap) -> Self {
        let said = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        Self {
            client: ClientKey::read(said(CLIENT).unwrap_or("unknown")),
            language: said(LANGUAGE).and_then(Language::parse),
            session: match (said(UNKNOWN), said(PASSPORT)) {
                (Some(seconds), _) => Session::Unknown(seconds.parse().map_or(again::SOON, Duration::from_secs)),
                (None, Some(passport)) => Session::Passport(passport.to_owned()),
                (None, None) => Session::Nobody,
            },
            left: said(LEFT).and_then(|millis| millis.parse().ok()).map_or(LONGEST, Duration::from_millis),
        }
    }
}

impl ClientKey {
    fn read(said: &str) -> Self {
        let (device, address) = said.split_once(' ').unwrap_or((said, said));
        Self { device: device.to_owned(), address: address.to_owned() }
    }
}

/// Whether only the gateway may say this.
#[must_use]
pub fn is_ours(name: &HeaderName) -> bool {
    OURS.iter().any(|start| name.as_str().starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client() -> ClientKey {
        ClientKey { device: "name".to_owned(), address: "203.0.113.7".to_owned() }
    }

    fn all() -> impl Iterator<Item = Told> {
        let unknown = Session::Unknown(Duration::from_secs(7));
        let sessions = [Session::Nobody, Session::Passport("a.b.c".to_owned()), unknown];
        let languages = [None, Some(Language::Indonesian), Some(Language::English)];
        sessions.into_iter().flat_map(move |session| {
            languages.map(|language| {
                let left = Duration::from_millis(8_765);
                Told { client: client(), language, session: session.clone(), left }
            })
        })
    }

    #[test]
    fn what_is_told_is_read_as_it_was_said() {
        for told in all() {
            let mut headers = HeaderMap::new();
            told.put(&mut headers);
            assert!(headers.keys().all(is_ours), "{headers:?}");
            assert!(Told::read(&headers) == told, "{headers:?}");
        }
    }

    #[test]
    fn what_somebody_outside_claims_is_gone() {
        let claimed =
            [("epupns-passport", "forged"), ("x-epupns-language", "en"), ("x-epupns-left", "1"), ("x-epupns-x", "1")];
        let mut headers = HeaderMap::new();
        for (name, value) in claimed {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        headers.insert("accept", HeaderValue::from_static("text/html"));
        let told = Told { client: client(), language: None, session: Session::Nobody, left: Duration::ZERO };
        told.put(&mut headers);
        assert!(Told::read(&headers) == told, "{headers:?}");
        assert!(headers.contains_key("accept") && headers.len() == 3, "{headers:?}");
    }

    #[test]
    fn a_device_and_its_address_are_told_apart() {
        for (said, device, address) in [("name 203.0.113.7", "name", "203.0.113.7"), ("unknown", "unknown", "unknown")]
        {
            let ClientKey { device: found, address: at } = ClientKey::read(said);
            assert_eq!((found.as_str(), at.as_str()), (device, address));
        }
    }
}
