//! The public door, used as a patient program uses it: the same request again after "not now" and after no answer.
//!
//! Tests of the whole system have a door of their own (`integration-tests/src/door.rs`): they look at every single answer.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use anyhow::Context as _;
use reqwest::{Client, Method, header};
use serde_json::Value;

use super::{
    clockwork::{Clockwork, Retries},
    operation::Operation,
};

/// Longer than the door's own deadlines.
const ANSWERS_WITHIN: Duration = Duration::from_secs(40);
/// How long one request is tried again.
const PATIENCE: Duration = Duration::from_secs(180);
/// Before another try when nobody said how long.
const PAUSE: Duration = Duration::from_millis(200);
/// The member of an answer that stands for the challenge afterwards.
pub(super) const RECEIPT: &str = "challenge_receipt";
/// The cookie by which the door knows a browser.
const BROWSER: &str = "__Host-epupns-browser=";

/// The way in. Clients share its connections.
pub(super) struct Door {
    client: Client,
    base: String,
    /// Where every success is written down.
    pub(super) clockwork: Clockwork,
}

/// Somebody's browser or program.
pub(super) struct Device {
    /// Invented, told as `X-Forwarded-For`: a door that trusts us keeps budgets for each device.
    address: String,
    /// As the door named it.
    cookie: Mutex<Option<String>>,
}

/// One request. What is not set is not sent.
#[derive(Clone)]
pub(super) struct Call<'a> {
    pub(super) method: Method,
    pub(super) path: &'a str,
    pub(super) body: Option<&'a Value>,
    /// `Idempotency-Key`.
    pub(super) key: Option<&'a str>,
    pub(super) device: &'a Device,
    pub(super) bearer: Option<&'a str>,
    /// Under what it is timed; not at all without.
    pub(super) timed: Option<Operation>,
    /// When it should have been sent, if that is earlier than now.
    pub(super) due: Option<Instant>,
}

/// An answer that is definite and not the one that was hoped for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{request} was answered {status} {code}")]
pub(super) struct Refused {
    /// Method and path; nothing personal stands in either.
    pub(super) request: String,
    /// 0 when no answer came.
    pub(super) status: u16,
    /// Stable, UPPER_SNAKE; empty without one.
    pub(super) code: String,
    /// Stands for the challenge that was sent, if it was taken all the same.
    pub(super) receipt: Option<String>,
}

impl Refused {
    /// What came to nothing without an answer of the door.
    pub(super) fn new(request: &str, code: &str) -> Self {
        Self { request: request.to_owned(), status: 0, code: code.to_owned(), receipt: None }
    }
}

impl Device {
    /// The device of somebody, told apart by a number.
    pub(super) fn new(number: usize) -> Self {
        // 198.18.0.0/15 is for measurements (RFC 2544): no person has such an address.
        let host = u32::try_from(number % (1 << 17)).unwrap_or(0);
        let address = std::net::Ipv4Addr::from_bits(0xC612_0000 | host).to_string();
        Self { address, cookie: Mutex::new(None) }
    }

    fn cookie(&self) -> Option<String> {
        self.cookie.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn keep(&self, headers: &header::HeaderMap) {
        let set = headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
        let named = set.filter_map(|value| value.split(';').next()).find(|pair| pair.starts_with(BROWSER));
        if let Some(named) = named {
            *self.cookie.lock().unwrap_or_else(PoisonError::into_inner) = Some(named.to_owned());
        }
    }
}

impl<'a> Call<'a> {
    /// A request of this device.
    pub(super) fn new(method: Method, path: &'a str, device: &'a Device) -> Self {
        Self { method, path, device, body: None, key: None, bearer: None, timed: None, due: None }
    }
}

/// What became of one try.
enum Try {
    Done(Value),
    /// How long to wait, and the receipt of the challenge, each if it was told.
    NotNow(Option<Duration>, Option<String>),
    Refused(Refused),
}

impl Door {
    /// The door at `http://host:port`; nothing is sent yet.
    pub(super) fn new(base: &str, clients: usize) -> anyhow::Result<Self> {
        anyhow::ensure!(
            base.starts_with("http://"),
            "{base} is not http://host:port\nremedy: TLS ends at the ingress: forward the gateway's own port and name it"
        );
        let client = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(ANSWERS_WITHIN)
            .pool_max_idle_per_host(clients.max(8) * 2)
            .no_proxy()
            .build()
            .context("an HTTP client")?;
        Ok(Self { client, base: base.trim_end_matches('/').to_owned(), clockwork: Clockwork::default() })
    }

    /// Sends it until there is a definite answer: the body of a success.
    pub(super) async fn ask(&self, call: Call<'_>) -> Result<Value, Refused> {
        let sent = Instant::now();
        let (start, mut retries) = (call.due.map_or(sent, |due| due.min(sent)), Retries::default());
        let mut body = call.body.cloned();
        loop {
            let pause = match self.try_once(&call, body.as_ref(), &mut retries).await {
                Try::Done(body) => {
                    if let Some(operation) = call.timed {
                        self.clockwork.done(operation, start, retries);
                    }
                    return Ok(body);
                }
                Try::Refused(refused) => return Err(refused),
                Try::NotNow(..) if sent.elapsed() > PATIENCE => {
                    return Err(Refused::new(&format!("{} {}", call.method, call.path), "no definite answer"));
                }
                Try::NotNow(told, receipt) => {
                    // A challenge is taken once, whatever comes after it.
                    if let (Some(body), Some(receipt)) = (&mut body, receipt) {
                        body["challenge"] = Value::String(receipt);
                    }
                    told.unwrap_or(PAUSE).max(PAUSE / 4)
                }
            };
            tokio::time::sleep(pause).await;
        }
    }

    async fn try_once(&self, call: &Call<'_>, body: Option<&Value>, retries: &mut Retries) -> Try {
        let mut request = self.client.request(call.method.clone(), format!("{}{}", self.base, call.path));
        request = request.header("x-forwarded-for", &call.device.address);
        if let Some(body) = body {
            request = request.json(body);
        }
        if let Some(key) = call.key {
            request = request.header("idempotency-key", key);
        }
        if let Some(token) = call.bearer {
            request = request.bearer_auth(token);
        }
        if let Some(cookie) = call.device.cookie() {
            request = request.header(header::COOKIE, cookie);
        }
        let answer = async {
            let response = request.send().await?;
            let (status, headers) = (response.status().as_u16(), response.headers().clone());
            Ok::<_, reqwest::Error>((status, headers, response.bytes().await?))
        };
        // The outcome is unknown: the same request again gives one answer.
        let Ok((status, headers, bytes)) = answer.await else {
            retries.broken += 1;
            return Try::NotNow(None, None);
        };
        let body: Value = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        let text = |member: &str| body[member].as_str().map(str::to_owned);
        match status {
            200..=299 => {
                call.device.keep(&headers);
                Try::Done(body)
            }
            429 | 503 => {
                *(if status == 429 { &mut retries.over_budget } else { &mut retries.busy }) += 1;
                Try::NotNow(retry_after(&headers), text(RECEIPT))
            }
            _ => Try::Refused(Refused {
                request: format!("{} {}", call.method, call.path),
                status,
                code: text("code").unwrap_or_default(),
                receipt: text(RECEIPT),
            }),
        }
    }
}

fn retry_after(headers: &header::HeaderMap) -> Option<Duration> {
    headers.get(header::RETRY_AFTER)?.to_str().ok()?.parse().ok().map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_device_has_an_address_of_its_own_among_those_for_measurements() {
        assert_eq!(Device::new(0).address, "198.18.0.0");
        assert_eq!(Device::new(131_071).address, "198.19.255.255");
        assert_ne!(Device::new(1).address, Device::new(2).address);
    }

    #[test]
    fn a_device_keeps_the_name_that_the_door_gave_it_and_no_other_cookie() {
        let device = Device::new(1);
        let mut headers = header::HeaderMap::new();
        headers.append(header::SET_COOKIE, "other=1; Path=/".parse().unwrap());
        device.keep(&headers);
        assert_eq!(device.cookie(), None);
        headers.append(header::SET_COOKIE, "__Host-epupns-browser=abc; Path=/; Secure".parse().unwrap());
        device.keep(&headers);
        assert_eq!(device.cookie().as_deref(), Some("__Host-epupns-browser=abc"));
    }

    #[tokio::test]
    async fn a_door_behind_tls_is_refused_with_a_remedy() {
        let refused = Door::new("https://pupns.example", 4).err().unwrap();
        assert!(refused.to_string().contains("\nremedy: "), "{refused}");
    }
}
