//! A signed-in person: an access token that is renewed before its five minutes are over.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};
use tokio::sync::Mutex;

use super::door::{Call, Device, Door, Refused};

/// An access token lives for five minutes.
const RENEW_AFTER: Duration = Duration::from_secs(200);

/// The tokens of one session. No `Debug`: they are secrets.
pub(super) struct Session(Mutex<Tokens>);

struct Tokens {
    access: String,
    refresh: String,
    since: Instant,
}

impl Tokens {
    fn of(session: &Value) -> Self {
        let member = |name: &str| session[name].as_str().unwrap_or_default().to_owned();
        Self { access: member("access_token"), refresh: member("refresh_token"), since: Instant::now() }
    }
}

impl Session {
    /// From the answer that began it.
    pub(super) fn of(session: &Value) -> Self {
        Self(Mutex::new(Tokens::of(session)))
    }

    /// A token that is good for a while.
    pub(super) async fn access(&self, door: &Door, device: &Device) -> Result<String, Refused> {
        let mut tokens = self.0.lock().await;
        if tokens.since.elapsed() > RENEW_AFTER {
            let body = json!({ "refresh_token": tokens.refresh });
            let call = Call { body: Some(&body), ..Call::new(Method::POST, "/v1/sessions/refresh", device) };
            *tokens = Tokens::of(&door.ask(call).await?);
        }
        Ok(tokens.access.clone())
    }
}
