//! The way to a service's door.

use std::path::Path;

use anyhow::Context as _;
use chassis::{
    grpc::{Upstream, connect},
    settings::TlsSettings,
    tls,
};
use clap::Args;

use crate::remedy::{settings, variable};

/// A channel to a service, under an operator's certificate; it connects with the first call.
///
/// # Errors
/// The address is none, or a file of the certificate is none; the message names the setting.
pub fn open(address: &str, name: &'static str, tls: &TlsSettings) -> anyhow::Result<Upstream> {
    if !is_address(address) {
        anyhow::bail!(
            "{name}'s address is `{address}`, which is not https://host:port\nremedy: correct {} or its flag, or {}",
            variable(&format!("{name}-address")),
            settings()
        );
    }
    readable(&tls.tls_ca_file, "the certificate authority", "--tls-ca-file")?;
    readable(&tls.tls_cert_file, "the operator's certificate", "--tls-cert-file")?;
    readable(&tls.tls_key_file, "the operator's key", "--tls-key-file")?;
    let wrong = || {
        format!(
            "the operator's certificate cannot be used\nremedy: let --tls-ca-file, --tls-cert-file and --tls-key-file (or \
             EPUPNS_TLS_*_FILE) name PEM files that belong together, or {}",
            settings()
        )
    };
    tls::http_client(tls, name).with_context(wrong)?;
    connect(address, name, tls).with_context(wrong)
}

fn is_address(address: &str) -> bool {
    let authority = address.strip_prefix("https://").map(|rest| rest.trim_end_matches('/'));
    let parts = authority.and_then(|authority| authority.rsplit_once(':'));
    parts.is_some_and(|(host, port)| {
        !host.is_empty() && !host.contains(['/', ' ', '@', '?', '#']) && port.parse::<u16>().is_ok_and(|port| port > 0)
    })
}

fn readable(file: &Path, what: &str, flag: &str) -> anyhow::Result<()> {
    std::fs::read(file).map(drop).with_context(|| {
        let (file, variable) = (file.display(), variable(flag));
        format!("reading {what}, {file}\nremedy: correct {flag} or {variable}, or {}", settings())
    })
}

/// Where registration is, and who asks.
#[derive(Args, Debug)]
pub struct RegistrationDoor {
    /// Registration's door, https://host:port.
    #[arg(long, env = "EPUPNS_REGISTRATION_ADDRESS")]
    pub registration_address: String,
    /// The operator's certificate.
    #[command(flatten)]
    pub tls: TlsSettings,
}

impl RegistrationDoor {
    /// A channel; it connects with the first call.
    ///
    /// # Errors
    /// The address is none, or the certificate cannot be read.
    pub fn open(&self) -> anyhow::Result<Upstream> {
        open(&self.registration_address, "registration", &self.tls)
    }
}

/// Where identity is, and who asks.
#[derive(Args, Debug)]
pub struct IdentityDoor {
    /// Identity's door, https://host:port.
    #[arg(long, env = "EPUPNS_IDENTITY_ADDRESS")]
    pub identity_address: String,
    /// The operator's certificate.
    #[command(flatten)]
    pub tls: TlsSettings,
}

impl IdentityDoor {
    /// A channel; it connects with the first call.
    ///
    /// # Errors
    /// The address is none, or the certificate cannot be read.
    pub fn open(&self) -> anyhow::Result<Upstream> {
        open(&self.identity_address, "identity", &self.tls)
    }
}

/// Where reporting is, and who asks.
#[derive(Args, Debug)]
pub struct ReportingDoor {
    /// Reporting's door, https://host:port.
    #[arg(long, env = "EPUPNS_REPORTING_ADDRESS")]
    pub reporting_address: String,
    /// The operator's certificate.
    #[command(flatten)]
    pub tls: TlsSettings,
}

impl ReportingDoor {
    /// A channel; it connects with the first call.
    ///
    /// # Errors
    /// The address is none, or the certificate cannot be read.
    pub fn open(&self) -> anyhow::Result<Upstream> {
        open(&self.reporting_address, "reporting", &self.tls)
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::render;

    fn refused(address: &str, tls: &TlsSettings) -> String {
        open(address, "registration", tls).map(drop).map_err(|error| render(&error)).unwrap_err()
    }

    #[test]
    fn an_address_is_one_of_a_door() {
        for address in ["https://registration:8443", "https://127.0.0.1:8443/", "https://[::1]:8443"] {
            assert!(is_address(address), "{address}");
        }
        for address in
            ["", "registration:8443", "http://registration:8443", "https://registration", "https://:1", "https://a:0"]
        {
            assert!(!is_address(address), "{address}");
        }
    }

    #[test]
    fn whatever_is_wrong_on_the_way_is_named_with_its_setting() {
        let dir = tempfile::tempdir().unwrap();
        let (there, missing) = (dir.path().join("there.pem"), PathBuf::from("/nowhere/ca.pem"));
        std::fs::write(&there, "no PEM").unwrap();
        let tls = |ca: &PathBuf, cert: &PathBuf, key: &PathBuf| TlsSettings {
            tls_ca_file: ca.clone(),
            tls_cert_file: cert.clone(),
            tls_key_file: key.clone(),
        };
        let address = "https://registration:8443";
        let said = refused("registration:8443", &tls(&there, &there, &there));
        assert!(said.contains("`registration:8443`") && said.contains("EPUPNS_REGISTRATION_ADDRESS"), "{said}");
        for (tls, variable) in [
            (tls(&missing, &there, &there), "EPUPNS_TLS_CA_FILE"),
            (tls(&there, &missing, &there), "EPUPNS_TLS_CERT_FILE"),
            (tls(&there, &there, &missing), "EPUPNS_TLS_KEY_FILE"),
        ] {
            let said = refused(address, &tls);
            let (what, remedy) = said.split_once("\nremedy: ").unwrap();
            assert!(what.contains("/nowhere/ca.pem") && remedy.contains(variable), "{said}");
        }
        let said = refused(address, &tls(&there, &there, &there));
        let (what, remedy) = said.split_once("\nremedy: ").unwrap();
        assert!(what.contains("there.pem holds no certificate") && remedy.contains("--tls-cert-file"), "{said}");
    }
}
