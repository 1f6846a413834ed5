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
const WITHIN: Duration = Duration::from_secs(2);
const LARGEST_ANSWER: usize = 1024 * 1024;

#[derive(Deserialize)]
struct Varz {
    jetstream: JetStream,
}

#[derive(Deserialize)]
struct JetStream {
    config: Option<Config>,
}

#[derive(Deserialize)]
struct Config {
    #[serde(default)]
    sync_always: bool,
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
                gauge!("epupns_stream_durable").set(1.0);
                return info!("the stream's server writes what it acknowledges");
            }
            Ok(false) if !required => {
                gauge!("epupns_stream_durable").set(0.0);
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

async fn is_durable(monitor_url: &str) -> anyhow::Result<bool> {
    let uri = format!("{}/varz", monitor_url.trim_end_matches('/')).parse()?;
    let client = Client::builder(TokioExecutor::new()).build_http::<Empty<bytes::Bytes>>();
    let answer = tokio::time::timeout(WITHIN, client.get(uri)).await??;
    let body = Limited::new(answer.into_body(), LARGEST_ANSWER).collect().await;
    let body = body.map_err(|error| anyhow::anyhow!("{error}"))?.to_bytes();
    reads_durable(&body)
}

fn reads_durable(varz: &[u8]) -> anyhow::Result<bool> {
    let varz: Varz = serde_json::from_slice(varz).context("reading /varz")?;
    Ok(varz.jetstream.config.is_some_and(|config| config.sync_always))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_server_that_says_so_is_durable() {
        let varz =
            |config: &str| reads_durable(format!(r#"{{"jetstream":{{"config":{config}}}}}"#).as_bytes()).unwrap();
        assert!(varz(r#"{"sync_always":true,"sync_interval":120000000000}"#));
        assert!(!varz(r#"{"sync_interval":120000000000}"#));
        assert!(!varz("null"));
        assert!(reads_durable(b"{}").is_err());
    }
}
