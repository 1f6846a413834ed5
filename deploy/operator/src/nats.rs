//! The stream of events between services, as an operator reaches it.

use std::{path::Path, time::Duration};

use anyhow::Context as _;
use async_nats::{ConnectOptions, jetstream};

/// The user in NATS' account INTERNAL, which holds the stream, that may make streams.
pub const PROVISIONER: &str = "provisioner";

/// Who hears whom. Whole packages: the changes of one aggregate are counted without gaps, so that a listener which does
/// not act on one of them must still see it pass.
pub const HEARD: [(&str, &[&str]); 5] = [
    ("identity", &["epupns.helpdesk.v1", "epupns.registration.v1", "epupns.verification.v1"]),
    ("registration", &["epupns.verification.v1", "epupns.helpdesk.v1"]),
    ("verification", &["epupns.registration.v1"]),
    ("helpdesk", &["epupns.registration.v1", "epupns.verification.v1"]),
    ("reporting", &["epupns.registration.v1", "epupns.verification.v1"]),
];

/// JetStream as a user of NATS, under the inbox of that user's name.
///
/// # Errors
/// The seed cannot be read, or NATS is not there or does not know it.
pub async fn connect(nats_url: &str, nkey_file: &Path, user: &str) -> anyhow::Result<jetstream::Context> {
    let seed = std::fs::read_to_string(nkey_file)
        .with_context(|| format!("reading {}\nremedy: name the nkey seed of {user}", nkey_file.display()))?;
    let options = ConnectOptions::with_nkey(seed.trim().to_owned())
        .name("epupns")
        .custom_inbox_prefix(format!("_INBOX.{user}"))
        .connection_timeout(Duration::from_secs(5));
    let client = options
        .connect(nats_url)
        .await
        .with_context(|| format!("connecting to {nats_url}\nremedy: see that NATS runs there and knows this nkey"))?;
    Ok(jetstream::new(client))
}
