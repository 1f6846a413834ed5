//! A NATS of the caller's own: it has to run the configuration that this installation wrote.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use async_nats::ConnectOptions;
use async_nats::jetstream::{self, Context as JetStream, context::DeleteStreamErrorKind};
use serde::Deserialize;
use tokio::time::timeout;

use super::{CallersNats, NATS, NATS_MONITOR};
use crate::binaries::{NATS_AT_LEAST, parse_version};
use crate::http;
use crate::secrets::{AGENCY_PROVISIONER, PROVISIONER, Secrets};
use crate::url_place::place;

const WITHIN: Duration = Duration::from_secs(5);

/// What an installation makes there, and who makes it.
const STREAMS: [(&str, &str); 2] = [(PROVISIONER, "EPUPNS"), (AGENCY_PROVISIONER, "AGENCY_EVENTS")];

#[derive(Deserialize)]
struct Varz {
    version: String,
    jetstream: Option<JetStreamz>,
}

#[derive(Deserialize)]
struct JetStreamz {
    config: Option<Config>,
}

#[derive(Deserialize)]
struct Config {
    #[serde(default)]
    sync_always: bool,
}

/// Makes sure that it is new enough, keeps what it acknowledges, and knows this installation's keys. `program` and `config`
/// are what to start one with that does.
///
/// # Errors
/// It is not, does not; with how to start one that does.
pub(crate) async fn admit(nats: &CallersNats, program: &Path, config: &Path, secrets: &Secrets) -> Result<()> {
    let remedy = remedy(program, config);
    let varz = varz(&nats.monitor_url).await.with_context(|| {
        format!("no NATS shows its state at {}/varz ({NATS_MONITOR})\n{remedy}", nats.monitor_url.trim_end_matches('/'))
    })?;
    if parse_version(&varz.version).is_none_or(|version| version < NATS_AT_LEAST) {
        bail!("the NATS at {} is {}; 2.14.0 or newer is needed\n{remedy}", nats.monitor_url, varz.version);
    }
    if !varz.jetstream.and_then(|jetstream| jetstream.config).is_some_and(|config| config.sync_always) {
        bail!(
            "the NATS at {} may lose what it has acknowledged: its JetStream is not set to `sync_interval: always`\n{remedy}",
            nats.monitor_url
        );
    }
    for (user, _) in STREAMS {
        let place = place(&nats.url);
        let entered = enter(&nats.url, user, secrets).await;
        let jetstream = entered.with_context(|| {
            format!("the NATS at {place} ({NATS}) does not know the key of this installation's {user}\n{remedy}")
        })?;
        let account = timeout(WITHIN, jetstream.query_account()).await.context("no answer in time").map(drop);
        account.with_context(|| format!("JetStream of the NATS at {place} does not answer {user}\n{remedy}"))?;
    }
    Ok(())
}

/// Removes the streams that this installation made.
///
/// # Errors
/// It does not answer, or refuses.
pub(crate) async fn forget(url: &str, secrets: &Secrets) -> Result<()> {
    for (user, stream) in STREAMS {
        let jetstream = enter(url, user, secrets).await?;
        match timeout(WITHIN, jetstream.delete_stream(stream)).await? {
            Ok(_) => {}
            Err(error) if is_missing(&error.kind()) => {}
            Err(error) => return Err(error).with_context(|| format!("removing the stream {stream}")),
        }
    }
    Ok(())
}

fn is_missing(kind: &DeleteStreamErrorKind) -> bool {
    matches!(kind, DeleteStreamErrorKind::JetStream(error) if error.code() == 404)
}

async fn enter(url: &str, user: &str, secrets: &Secrets) -> Result<JetStream> {
    let seed = std::fs::read_to_string(secrets.nkey_seed(user)?)?;
    let options = ConnectOptions::with_nkey(seed.trim().to_owned()).connection_timeout(WITHIN);
    let client = options.custom_inbox_prefix(format!("_INBOX.{user}")).connect(url).await?;
    Ok(jetstream::new(client))
}

async fn varz(monitor_url: &str) -> Result<Varz> {
    let place = place(monitor_url);
    let mut found = tokio::net::lookup_host(place).await.with_context(|| format!("{place} is not known"))?;
    let address: SocketAddr = found.next().with_context(|| format!("{place} has no address"))?;
    let (_, body) = http::get(address, "/varz").await.context("no answer")?;
    serde_json::from_str(&body).context("the answer is not that of a NATS")
}

fn remedy(program: &Path, config: &Path) -> String {
    format!(
        "remedy: start it with `{} -c {}` (written just now, with this installation's keys; for another machine copy it and \
         agencies.conf beside it), then start again; or unset {NATS} and {NATS_MONITOR}: then a private NATS is started",
        program.display(),
        config.display()
    )
}
