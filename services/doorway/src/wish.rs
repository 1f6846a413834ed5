//! What the portal asks the gateway to do with a session. The header never leaves the gateway.

use http::{HeaderMap, HeaderName, HeaderValue};
use serde::{Deserialize, Serialize};

const HEADER: HeaderName = HeaderName::from_static("x-epupns-session");
const END: &str = "end";

/// A wish.
#[derive(Clone, PartialEq, Eq)]
pub enum Wish {
    /// The session ends, and its cookies go.
    End,
    /// A session has begun: its tokens become cookies.
    Keep(Tokens),
}

/// The tokens of a session. Secret: no `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tokens {
    /// Access token.
    pub access_token: String,
    /// Refresh token.
    pub refresh_token: String,
}

/// A header that is no wish: a mistake of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

impl Wish {
    /// Takes the wish out of an answer of the portal's.
    ///
    /// # Errors
    /// What stands there is none.
    pub fn take(headers: &mut HeaderMap) -> Result<Option<Self>, Unreadable> {
        match headers.remove(HEADER) {
            None => Ok(None),
            Some(value) if value == END => Ok(Some(Self::End)),
            Some(value) => {
                serde_json::from_slice(value.as_bytes()).map(|kept| Some(Self::Keep(kept))).or(Err(Unreadable))
            }
        }
    }

    /// As a header of the portal's answer; `None` for tokens that no header can hold, which identity makes none of.
    #[must_use]
    pub fn header(&self) -> Option<[(HeaderName, HeaderValue); 1]> {
        let mut value = match self {
            Self::End => HeaderValue::from_static(END),
            Self::Keep(tokens) => HeaderValue::from_str(&serde_json::to_string(tokens).ok()?).ok()?,
        };
        value.set_sensitive(true);
        Some([(HEADER, value)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Option<Wish>, Unreadable> {
        let mut headers = HeaderMap::new();
        headers.insert(HEADER, text.parse().unwrap());
        let taken = Wish::take(&mut headers);
        assert!(headers.is_empty(), "it goes no further, whatever it is");
        taken
    }

    #[test]
    fn a_wish_is_read_as_it_was_written() {
        let tokens = Tokens { access_token: "a.b.c".to_owned(), refresh_token: "r\"\\".to_owned() };
        for wish in [Wish::End, Wish::Keep(tokens)] {
            let mut headers: HeaderMap = wish.header().unwrap().into_iter().collect();
            assert!(Wish::take(&mut headers) == Ok(Some(wish)));
        }
        assert!(Wish::take(&mut HeaderMap::new()) == Ok(None));
    }

    #[test]
    fn what_is_no_wish_is_none() {
        for text in ["", "End", "neither tokens nor an end", r#"{"access_token":"a"}"#] {
            assert!(read(text) == Err(Unreadable), "{text}");
        }
        assert!(read(r#"{"access_token":"a","refresh_token":"b","x":1}"#) == Err(Unreadable));
    }
}
