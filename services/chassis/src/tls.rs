//! mTLS inside the system: who a certificate says it is.

use std::{path::Path, sync::Arc};

use anyhow::Context as _;
use kernel::ServiceName;
use metrics::gauge;
use rustls::{
    ClientConfig, RootCertStore, ServerConfig,
    crypto::{CryptoProvider, ring},
    pki_types::{CertificateDer, PrivateKeyDer, ServerName, pem::PemObject as _},
    server::WebPkiClientVerifier,
};
use time::OffsetDateTime;
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
    Ok(ClientTlsConfig::new().ca_certificate(ca).identity(identity).domain_name(name_of(service)))
}

/// [`server`] for a door that is not gRPC.
///
/// # Errors
/// A file cannot be read or holds no certificate or key; the message names it.
pub fn http_server(settings: &TlsSettings) -> anyhow::Result<ServerConfig> {
    let (roots, certificates, key) = parse(settings)?;
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider()).build()?;
    let config = ServerConfig::builder_with_provider(provider()).with_safe_default_protocol_versions()?;
    Ok(config.with_client_cert_verifier(verifier).with_single_cert(certificates, key)?)
}

/// [`client`] for what is not gRPC, and the name to verify: that of `service`, whatever its address.
///
/// # Errors
/// As [`http_server`].
pub fn http_client(settings: &TlsSettings, service: &str) -> anyhow::Result<(ClientConfig, ServerName<'static>)> {
    let (roots, certificates, key) = parse(settings)?;
    let config = ClientConfig::builder_with_provider(provider()).with_safe_default_protocol_versions()?;
    let config = config.with_root_certificates(roots).with_client_auth_cert(certificates, key)?;
    Ok((config, ServerName::try_from(name_of(service))?))
}

/// When the certificate that these settings name ends.
///
/// # Errors
/// The file cannot be read or holds no certificate; the message names it.
pub fn expires_at(settings: &TlsSettings) -> anyhow::Result<OffsetDateTime> {
    ends(&certificates(&settings.tls_cert_file)?)
        .with_context(|| format!("{} is no certificate", settings.tls_cert_file.display()))
}

/// The first one is ours, those after it are its issuers.
fn ends(chain: &[CertificateDer<'_>]) -> anyhow::Result<OffsetDateTime> {
    let own = chain.first().context("no certificate")?;
    let (_, own) = parse_x509_certificate(own)?;
    Ok(own.validity().not_after.to_datetime())
}

/// Files are read when a process starts: what it shows until it ends is what it read.
fn observe(chain: &[CertificateDer<'_>]) {
    if let Ok(ends) = ends(chain) {
        gauge!("epupns_certificate_expires_timestamp_seconds").set(ends.unix_timestamp() as f64);
    }
}

fn name_of(service: &str) -> String {
    format!("{service}.epupns.svc")
}

/// The one that [`program::run`](crate::program::run) installs, also where no program runs.
fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

fn parse(
    settings: &TlsSettings,
) -> anyhow::Result<(RootCertStore, Vec<CertificateDer<'static>>, PrivateKeyDer<'static>)> {
    let mut roots = RootCertStore::empty();
    for authority in certificates(&settings.tls_ca_file)? {
        roots.add(authority)?;
    }
    let key = PrivateKeyDer::from_pem_slice(&read(&settings.tls_key_file)?);
    let key = key.with_context(|| format!("{} holds no key", settings.tls_key_file.display()))?;
    let chain = certificates(&settings.tls_cert_file)?;
    observe(&chain);
    Ok((roots, chain, key))
}

fn certificates(path: &Path) -> anyhow::Result<Vec<CertificateDer<'static>>> {
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&read(path)?).collect();
    let found = found.with_context(|| format!("{} is not PEM", path.display()))?;
    anyhow::ensure!(!found.is_empty(), "{} holds no certificate", path.display());
    Ok(found)
}

fn load(settings: &TlsSettings) -> anyhow::Result<(Certificate, Identity)> {
    let ca = Certificate::from_pem(read(&settings.tls_ca_file)?);
    observe(&certificates(&settings.tls_cert_file)?);
    let identity = Identity::from_pem(read(&settings.tls_cert_file)?, read(&settings.tls_key_file)?);
    Ok((ca, identity))
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("reading {}", path.display()))
}
