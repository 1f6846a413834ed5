//! Whether the stream's server writes what it acknowledges to disk.
//!
//! JetStream's default acknowledges before fsync: a power cut then loses the whole stream (RELIABILITY.md 1.2). Only
//! `sync_interval: always` keeps it, and only the server's monitoring port tells whether that is set.

use std::time::Duration;

use anyhow::Context as _;
use http_body_util::{BodyExt as _, Empty, Limited};
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use metrics::gauge;
use serde::Deserialize;
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

const AGAIN: Duration = Duration::from_secs(5);
const LOOK: Duration = Duration::from_secs(30);
const WITHIN: Duration = Duration::from_secs(2);
const LARGEST_ANSWER: usize = 1024 * 1024;

#[derive(Deserialize)]
struct Varz {
    jetstream: JetStream,
}

#[derive(Deserialize)]
struct JetStream {
    config: Option<Config>,
    stats: Option<Stats>,
}

#[derive(Deserialize)]
struct Config {
    #[serde(default)]
    sync_always: bool,
    /// Bytes that streams may fill on disk.
    #[serde(default)]
    max_storage: f64,
}

#[derive(Deserialize)]
struct Stats {
    /// Bytes that streams fill on disk.
    #[serde(default)]
    storage: f64,
}

/// Returns when publishing may begin: at once and with a warning where durability is not required, else when the server
/// says that it is durable, or at `stop`.
pub(super) async fn admit(monitor_url: Option<&str>, required: bool, stop: &CancellationToken) {
    let Some(url) = monitor_url else {
        if required {
            error!("EPUPNS_NATS_MONITOR_URL is needed to see whether the stream is durable; nothing is published");
            stop.cancelled().await;
        }
        return;
    };
    while !stop.is_cancelled() {
        match is_durable(url).await {
            Ok(true) => {
                return info!("the stream's server writes what it acknowledges");
            }
            Ok(false) if !required => {
                return warn!(
                    "the stream's server may lose acknowledged events at a power cut: set jetstream sync_interval to always"
                );
            }
            Ok(false) => error!(
                "the stream's server is not durable; nothing is published until jetstream sync_interval is always"
            ),
            // The relay's own connection says that the server is away.
            Err(_) => {}
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(AGAIN) => {}
        }
    }
}

/// Looks every half minute until `stop`: is it durable, and how full is its disk? A full one is mended by hand only.
pub async fn observe_stream(monitor_url: String, stop: CancellationToken) {
    while !stop.is_cancelled() {
        if let Ok(varz) = varz(&monitor_url).await {
            gauge!("epupns_stream_durable").set(f64::from(u8::from(varz.is_durable())));
            if let (Some(config), Some(stats)) = (&varz.jetstream.config, &varz.jetstream.stats) {
                gauge!("epupns_stream_storage_used_bytes").set(stats.storage);
                gauge!("epupns_stream_storage_limit_bytes").set(config.max_storage);
            }
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// Whether the server at this monitoring address writes what it acknowledges to disk.
///
/// # Errors
/// It does not answer, or not as NATS does.
pub async fn is_durable(monitor_url: &str) -> anyhow::Result<bool> {
    Ok(varz(monitor_url).await?.is_durable())
}

async fn varz(monitor_url: &str) -> anyhow::Result<Varz> {
    let uri = format!("{}/varz", monitor_url.trim_end_matches('/')).parse()?;
    let client = Client::builder(TokioExecutor::new()).build_http::<Empty<bytes::Bytes>>();
    let answer = tokio::time::timeout(WITHIN, client.get(uri)).await??;
    let body = Limited::new(answer.into_body(), LARGEST_ANSWER).collect().await;
    let body = body.map_err(|error| anyhow::anyhow!("{error}"))?.to_bytes();
    read(&body)
}

fn read(varz: &[u8]) -> anyhow::Result<Varz> {
    serde_json::from_slice(varz).context("reading /varz")
}

impl Varz {
    fn is_durable(&self) -> bool {
        self.jetstream.config.as_ref().is_some_and(|config| config.sync_always)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_server_that_says_so_is_durable() {
        let varz =
            |config: &str| read(format!(r#"{{"jetstream":{{"config":{config}}}}}"#).as_bytes()).unwrap().is_durable();
        assert!(varz(r#"{"sync_always":true,"sync_interval":120000000000}"#));
        assert!(!varz(r#"{"sync_interval":120000000000}"#));
        assert!(!varz("null"));
        assert!(read(b"{}").is_err());
    }

    #[test]
    fn its_disk_is_read_too() {
        let varz = read(br#"{"jetstream":{"config":{"max_storage":100},"stats":{"storage":7}}}"#).unwrap();
        assert!((varz.jetstream.stats.unwrap().storage - 7.0).abs() < f64::EPSILON);
        assert!((varz.jetstream.config.unwrap().max_storage - 100.0).abs() < f64::EPSILON);
    }
}
