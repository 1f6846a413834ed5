//! The public door, as a browser or a program at home uses it: one request, one answer, shown as it came.
//!
//! The rehearsal has a door of its own, which this one is no part of: it asks again until there is a definite answer and times the
//! whole, where a test wants to see each refusal.

use std::time::Duration;

use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::commands::Commands;

/// A browser: keeps cookies, knows one address.
#[derive(Clone)]
pub struct Door {
    client: Client,
    base: String,
    bearer: Option<String>,
    /// What it sends and is answered is written down here.
    commands: Commands,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Status.
    pub status: StatusCode,
    /// `Retry-After` in seconds, if it was given.
    pub retry_after: Option<u64>,
    /// Media type.
    pub content_type: String,
    /// The body, raw.
    pub bytes: Vec<u8>,
}

impl Answer {
    /// The body as JSON; `null` when it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or(Value::Null)
    }

    /// The body as a type.
    ///
    /// # Panics
    /// When it is something else.
    #[must_use]
    pub fn read<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|error| panic!("{error}: {} {}", self.status, String::from_utf8_lossy(&self.bytes)))
    }

    /// A text member of the body, or of a member of it (`registration/registration_number`); empty when absent.
    #[must_use]
    pub fn text(&self, member: &str) -> String {
        let found = self.json().pointer(&format!("/{member}")).cloned();
        found.and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// The stable code of a problem; empty on success.
    #[must_use]
    pub fn code(&self) -> String {
        self.text("code")
    }

    /// `field: CODE` of every field that a problem names, sorted.
    #[must_use]
    pub fn field_errors(&self) -> Vec<String> {
        let member = |error: &Value, name: &str| error[name].as_str().unwrap_or_default().to_owned();
        let errors = self.json()["errors"].as_array().cloned().unwrap_or_default();
        let mut named: Vec<String> =
            errors.iter().map(|error| format!("{}: {}", member(error, "field"), member(error, "code"))).collect();
        named.sort();
        named
    }

    /// Asserts the status.
    ///
    /// # Panics
    /// When it is another; with the body.
    #[must_use]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", String::from_utf8_lossy(&self.bytes));
        self
    }
}

impl Door {
    /// A browser nobody used yet.
    #[must_use]
    pub(crate) fn new(base: &str, commands: Commands) -> Self {
        let client = Client::builder()
            .cookie_store(true)
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(40))
            .build()
            .unwrap();
        Self { client, base: base.to_owned(), bearer: None, commands }
    }

    /// The same browser, showing a bearer token from now on.
    #[must_use]
    pub fn with_bearer(mut self, token: &str) -> Self {
        self.bearer = Some(token.to_owned());
        self
    }

    /// A request to be completed by the caller: whether it was a command is not known, and it is not written down.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.request(method, format!("{}{path}", self.base));
        match &self.bearer {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// Posts JSON; `Err` when no answer came.
    ///
    /// # Errors
    /// The connection broke: the outcome is unknown.
    pub async fn try_post(&self, path: &str, body: &Value, key: Option<&str>) -> reqwest::Result<Answer> {
        self.try_send(Method::POST, path, body, key).await
    }

    /// The same by another method; a body of `null` is none.
    ///
    /// # Errors
    /// The connection broke: the outcome is unknown.
    pub async fn try_send(
        &self,
        method: Method,
        path: &str,
        body: &Value,
        key: Option<&str>,
    ) -> reqwest::Result<Answer> {
        let sent = self.commands.sent(&method, path, key, body);
        let mut request = self.request(method, path);
        if !body.is_null() {
            request = request.json(body);
        }
        if let Some(key) = key {
            request = request.header("Idempotency-Key", key);
        }
        let answer = send(request).await?;
        self.commands.answered(sent, answer.status.as_u16(), &answer.json());
        Ok(answer)
    }

    /// Posts JSON.
    ///
    /// # Panics
    /// When no answer came.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.try_post(path, body, None).await.unwrap()
    }

    /// Posts JSON under an idempotency key.
    ///
    /// # Panics
    /// When no answer came.
    pub async fn post_once(&self, path: &str, body: &Value, key: &str) -> Answer {
        self.try_post(path, body, Some(key)).await.unwrap()
    }

    /// Sends JSON by another method.
    ///
    /// # Panics
    /// When no answer came.
    pub async fn send(&self, method: Method, path: &str, body: &Value) -> Answer {
        self.try_send(method, path, body, None).await.unwrap()
    }

    /// Gets.
    ///
    /// # Panics
    /// When no answer came.
    pub async fn get(&self, path: &str) -> Answer {
        send(self.request(Method::GET, path)).await.unwrap()
    }

    /// Deletes.
    ///
    /// # Panics
    /// When no answer came.
    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, &Value::Null).await
    }
}

/// Sends a request and reads the whole answer.
///
/// # Errors
/// The connection broke.
pub(crate) async fn send(request: RequestBuilder) -> reqwest::Result<Answer> {
    let response = request.send().await?;
    let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let (status, content_type) = (response.status(), header("content-type").unwrap_or_default());
    let retry_after = header("retry-after").and_then(|seconds| seconds.parse().ok());
    Ok(Answer { status, retry_after, content_type, bytes: response.bytes().await?.to_vec() })
}
