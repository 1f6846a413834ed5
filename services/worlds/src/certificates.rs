//! Certificates as processes show them.

use chassis::settings::TlsSettings;
use stack::Leaf;

/// The settings of a process that shows this certificate.
#[must_use]
pub fn tls_settings(leaf: Leaf) -> TlsSettings {
    TlsSettings { tls_ca_file: leaf.ca, tls_cert_file: leaf.certificate, tls_key_file: leaf.key }
}
