//! mTLS inside the system: who a certificate says it is.

use std::path::Path;

use anyhow::Context as _;
use kernel::ServiceName;
use tonic::transport::{Certificate, ClientTlsConfig, Identity, ServerTlsConfig};
use x509_parser::{extensions::GeneralName, parse_x509_certificate};

use crate::settings::TlsSettings;

/// Who is at the other end of a connection, by certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Peer {
    /// One of our programs.
    Service(ServiceName),
    /// A person at the command line.
    Operator(String),
}

const SERVICE: &str = "spiffe://epupns/service/";
const OPERATOR: &str = "spiffe://epupns/operator/";

impl Peer {
    /// Reads the name from a certificate that the TLS layer has verified.
    #[must_use]
    pub fn from_certificate(der: &[u8]) -> Option<Self> {
        let (_, certificate) = parse_x509_certificate(der).ok()?;
        let names = certificate.subject_alternative_name().ok()??;
        names.value.general_names.iter().find_map(|name| {
            let GeneralName::URI(uri) = name else { return None };
            let service = uri.strip_prefix(SERVICE).and_then(|name| ServiceName::parse(name).ok()).map(Self::Service);
            service.or_else(|| uri.strip_prefix(OPERATOR).map(|name| Self::Operator(name.to_owned())))
        })
    }
}

/// The server side: presents our certificate and demands one of our authority.
///
/// # Errors
/// A file cannot be read; the message names it.
pub fn server(settings: &TlsSettings) -> anyhow::Result<ServerTlsConfig> {
    let (ca, identity) = load(settings)?;
    Ok(ServerTlsConfig::new().identity(identity).client_ca_root(ca))
}

/// The client side, for one service by name: an address may change, the name in the certificate may not.
///
/// # Errors
/// A file cannot be read; the message names it.
pub fn client(settings: &TlsSettings, service: &str) -> anyhow::Result<ClientTlsConfig> {
    let (ca, identity) = load(settings)?;
    Ok(ClientTlsConfig::new().ca_certificate(ca).identity(identity).domain_name(format!("{service}.epupns.svc")))
}

fn load(settings: &TlsSettings) -> anyhow::Result<(Certificate, Identity)> {
    let ca = Certificate::from_pem(read(&settings.tls_ca_file)?);
    let identity = Identity::from_pem(read(&settings.tls_cert_file)?, read(&settings.tls_key_file)?);
    Ok((ca, identity))
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("reading {}", path.display()))
}
