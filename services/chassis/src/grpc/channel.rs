//! Balanced channels: a name may stand for several replicas, and they come and go.

use std::{collections::HashSet, net::SocketAddr, time::Duration};

use anyhow::Context as _;
use tokio::sync::mpsc::Sender;
use tonic::transport::{Channel, ClientTlsConfig, Endpoint, channel::Change};
use tracing::{debug, warn};

use crate::{settings::TlsSettings, tls};

/// How often the name is looked up again.
const LOOK: Duration = Duration::from_secs(5);

/// A channel to another service.
pub type Upstream = Channel;

/// A channel to every replica behind `address` (`https://host:port`), as the service `name` by certificate. Connects in the
/// background: a peer that is away makes calls wait for their deadline, not this process fail.
///
/// # Errors
/// The address or a certificate file is malformed.
pub fn connect(address: &str, name: &'static str, settings: &TlsSettings) -> anyhow::Result<Upstream> {
    let authority = address.strip_prefix("https://").with_context(|| format!("{address} is not https://host:port"))?;
    let authority = authority.trim_end_matches('/').to_owned();
    let tls = tls::client(settings, name)?;
    let (channel, changes) = Channel::balance_channel(64);
    #[expect(clippy::disallowed_methods, reason = "ends with the channel, which lives as long as the process")]
    tokio::spawn(follow(authority, name, tls, changes));
    Ok(channel)
}

async fn follow(
    authority: String,
    name: &'static str,
    tls: ClientTlsConfig,
    changes: Sender<Change<SocketAddr, Endpoint>>,
) {
    let mut known = HashSet::new();
    while !changes.is_closed() {
        match tokio::net::lookup_host(&authority).await {
            Ok(found) => {
                let found: HashSet<SocketAddr> = found.collect();
                for gone in known.difference(&found) {
                    let _ = changes.send(Change::Remove(*gone)).await;
                }
                for new in found.difference(&known) {
                    match endpoint(*new, tls.clone()) {
                        Ok(endpoint) => {
                            let _ = changes.send(Change::Insert(*new, endpoint)).await;
                        }
                        Err(error) => warn!(name, %error, "cannot use an address"),
                    }
                }
                known = found;
            }
            // The replicas known so far stay in use.
            Err(error) => debug!(name, %error, "name not found"),
        }
        tokio::time::sleep(LOOK).await;
    }
}

fn endpoint(address: SocketAddr, tls: ClientTlsConfig) -> Result<Endpoint, tonic::transport::Error> {
    Ok(Endpoint::from_shared(format!("https://{address}"))?
        .tls_config(tls)?
        .connect_timeout(Duration::from_secs(2))
        .http2_keep_alive_interval(Duration::from_secs(10))
        .keep_alive_timeout(Duration::from_secs(5))
        .keep_alive_while_idle(true)
        .tcp_nodelay(true))
}
