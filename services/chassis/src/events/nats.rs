//! The connection to NATS, from the service's own account.

use std::{path::Path, time::Duration};

use anyhow::Context as _;
use async_nats::{ConnectOptions, jetstream};
use tracing::{info, warn};

/// The JetStream domain under which a service's account reaches the stream's.
pub const DOMAIN: &str = "INTERNAL";

/// Connects under the service's own nkey and inbox prefix; goes on trying in the background while the server is away.
///
/// # Errors
/// The nkey file cannot be read or the URL is no URL.
pub async fn connect(url: &str, nkey_file: &Path, service: &'static str) -> anyhow::Result<jetstream::Context> {
    let seed = tokio::fs::read_to_string(nkey_file)
        .await
        .with_context(|| format!("reading the nkey {}", nkey_file.display()))?;
    let client = ConnectOptions::with_nkey(seed.trim().to_owned())
        .name(service)
        .custom_inbox_prefix(format!("_INBOX.{service}"))
        .retry_on_initial_connect()
        .event_callback(move |event| async move {
            match event {
                async_nats::Event::Connected => info!("connected to NATS"),
                other => warn!(event = %other, "NATS"),
            }
        })
        .connect(url)
        .await?;
    let mut stream = jetstream::with_domain(client, DOMAIN);
    // Shorter than the stream's de-duplication window by far.
    stream.set_timeout(Duration::from_secs(5));
    Ok(stream)
}
