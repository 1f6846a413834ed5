//! The portal, where the pages are: asked over HTTPS, for as long as there is time, and by nobody but us.

mod connector;
#[cfg(test)]
mod tests;

use std::time::Duration;

use anyhow::Context as _;
use axum::{
    body::Body,
    extract::Request,
    http::{Uri, uri},
    response::Response,
};
use chassis::settings::TlsSettings;
use hyper_util::{client::legacy::Client as HttpClient, rt::TokioExecutor};

use self::connector::Connector;

/// How long a connection may idle; the portal keeps it for longer, so that none ends while a question is on its way.
const IDLE: Duration = Duration::from_secs(30);

/// How long the portal may take until both know each other.
const CONNECT_WITHIN: Duration = Duration::from_secs(2);

/// The portal.
pub struct Portal {
    authority: uri::Authority,
    http: HttpClient<Connector, Body>,
}

impl Portal {
    /// The portal at `https://host:port`; it is told who we are, and has to be the portal by its certificate.
    ///
    /// # Errors
    /// The address has another form, or a certificate file is missing or malformed.
    pub fn new(address: &str, tls: &TlsSettings) -> anyhow::Result<Self> {
        Self::with_patience(address, tls, CONNECT_WITHIN)
    }

    fn with_patience(address: &str, tls: &TlsSettings, connect_within: Duration) -> anyhow::Result<Self> {
        let authority =
            address.strip_prefix("https://").with_context(|| format!("{address} is not https://host:port"))?;
        let authority = authority.trim_end_matches('/').parse().with_context(|| format!("{address} is no address"))?;
        let connector = Connector::new(tls, connect_within)?;
        let http = HttpClient::builder(TokioExecutor::new()).pool_idle_timeout(IDLE).build(connector);
        Ok(Self { authority, http })
    }

    /// The beginning of an answer within that time. With no time left nothing is asked.
    pub(crate) async fn ask(&self, request: Request, within: Duration) -> Option<Response> {
        if within.is_zero() {
            return None;
        }
        let answer = tokio::time::timeout(within, self.http.request(request)).await;
        match answer {
            Ok(Ok(response)) => Some(response.map(Body::new)),
            Ok(Err(error)) => {
                // Only its source says whether it is away or another than it should be.
                tracing::warn!(error = format!("{:#}", anyhow::Error::new(error)), "the portal does not answer");
                None
            }
            Err(_) => {
                tracing::warn!("the portal took too long");
                None
            }
        }
    }

    /// Where the portal has what was asked for here.
    #[must_use]
    pub(crate) fn address_of(&self, asked: &Uri) -> Uri {
        let path = asked.path_and_query().map_or("/", uri::PathAndQuery::as_str);
        let uri = Uri::builder().scheme("https").authority(self.authority.clone()).path_and_query(path).build();
        uri.expect("the parts of an address that was parsed fit together")
    }
}
