//! Settings that every program shares: flags with their environment variables; secrets come as files.

use std::{net::SocketAddr, path::PathBuf};

use anyhow::Context as _;
use clap::{Args, ValueEnum};

use crate::vault::MasterKey;

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// One JSON object a line, for machines.
    Json,
    /// One readable line, for a terminal.
    Pretty,
}

/// What is logged and traced.
#[derive(Args, Clone, Debug)]
pub struct TelemetrySettings {
    /// What to log, as `level` or `crate=level,...`.
    #[arg(long, env = "EPUPNS_LOG", default_value = "info")]
    pub log: String,
    /// How to log it.
    #[arg(long, env = "EPUPNS_LOG_FORMAT", value_enum, default_value = "json")]
    pub log_format: LogFormat,
    /// Where to send traces (OTLP over gRPC), e.g. `http://collector:4317`; none are sent without it.
    #[arg(long, env = "EPUPNS_OTLP_ENDPOINT")]
    pub otlp_endpoint: Option<String>,
    /// Share of traces to record, 0.0 to 1.0; a caller's decision to record goes before it.
    #[arg(long, env = "EPUPNS_TRACE_RATIO", default_value_t = 1.0)]
    pub trace_ratio: f64,
}

/// Who this process is to its peers, and whom it trusts.
#[derive(Args, Clone, Debug)]
pub struct TlsSettings {
    /// Certificate authority of the system's own certificates (PEM).
    #[arg(long, env = "EPUPNS_TLS_CA_FILE")]
    pub tls_ca_file: PathBuf,
    /// This process's certificate (PEM), with its name as URI `spiffe://epupns/service/<name>`.
    #[arg(long, env = "EPUPNS_TLS_CERT_FILE")]
    pub tls_cert_file: PathBuf,
    /// Its private key (PEM).
    #[arg(long, env = "EPUPNS_TLS_KEY_FILE")]
    pub tls_key_file: PathBuf,
}

/// What every process has: telemetry and a port for its operators.
#[derive(Args, Clone, Debug)]
pub struct ProcessSettings {
    /// Logs and traces.
    #[command(flatten)]
    pub telemetry: TelemetrySettings,
    /// Address of `/livez`, `/readyz` and `/metrics` (plain HTTP, never public).
    #[arg(long, env = "EPUPNS_OPS_LISTEN")]
    pub ops_listen: SocketAddr,
}

/// What every owner of data has.
#[derive(Args, Clone, Debug)]
pub struct OwnerSettings {
    /// Telemetry and the operators' port.
    #[command(flatten)]
    pub process: ProcessSettings,
    /// mTLS identity.
    #[command(flatten)]
    pub tls: TlsSettings,
    /// Address of the gRPC door.
    #[arg(long, env = "EPUPNS_LISTEN")]
    pub listen: SocketAddr,
    /// Postgres, as the schema's application role.
    #[arg(long, env = "EPUPNS_DATABASE_URL", hide_env_values = true)]
    pub database_url: String,
    /// Connections to keep at most, half of them for reading; at least 6. With several replicas the sum must fit the server.
    #[arg(long, env = "EPUPNS_DATABASE_CONNECTIONS", default_value_t = 16, value_parser = clap::value_parser!(u32).range(6..))]
    pub database_connections: u32,
    /// NATS, e.g. `nats://nats:4222`.
    #[arg(long, env = "EPUPNS_NATS_URL")]
    pub nats_url: String,
    /// The service's nkey seed, of its own account in NATS.
    #[arg(long, env = "EPUPNS_NATS_NKEY_FILE")]
    pub nats_nkey_file: PathBuf,
    /// NATS' monitoring port, e.g. `http://nats:8222`: tells whether the stream survives a power cut.
    #[arg(long, env = "EPUPNS_NATS_MONITOR_URL")]
    pub nats_monitor_url: Option<String>,
    /// Publish only to a stream that survives a power cut; production sets it.
    #[arg(long, env = "EPUPNS_NATS_REQUIRE_DURABLE")]
    pub nats_require_durable: bool,
    /// Days for which told events stay in the outbox: a campaign and 90 days. What was heard is remembered 30 days longer.
    #[arg(long, env = "EPUPNS_EVENTS_KEPT_DAYS", default_value_t = 400, value_parser = clap::value_parser!(u16).range(90..))]
    pub events_kept_days: u16,
    /// 32 random bytes in base64, from which this service's own keys are derived.
    #[arg(long, env = "EPUPNS_MASTER_KEY_FILE")]
    pub master_key_file: PathBuf,
}

impl OwnerSettings {
    /// Reads the mounted master key.
    ///
    /// # Errors
    /// The file is missing or malformed; the message names it.
    pub fn master_key(&self) -> anyhow::Result<MasterKey> {
        let path = &self.master_key_file;
        let read = || MasterKey::from_base64(&std::fs::read_to_string(path)?);
        read().with_context(|| format!("EPUPNS_MASTER_KEY_FILE {}", path.display()))
    }
}
