use std::time::Duration;

use async_nats::jetstream::consumer;
use async_nats::{Client, ConnectOptions, Event};
use sqlx::{Connection, PgConnection};
use stack::{Ports, Servers};
use tempfile::TempDir;
use tokio::sync::mpsc;

/// Durable servers in a directory of their own.
pub(crate) async fn servers() -> (TempDir, Servers) {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let servers = servers_in(&dir).await;
    (dir, servers)
}

pub(crate) async fn servers_in(dir: &TempDir) -> Servers {
    let mut ports = Ports::load(dir.path()).expect("ports");
    Servers::start(dir.path(), &mut ports, false).await.expect("servers")
}

pub(crate) async fn enter(url: &str) -> PgConnection {
    PgConnection::connect(url).await.expect("a connection")
}

/// A client of one user, and what the server refused it.
pub(crate) struct User {
    pub(crate) client: Client,
    refusals: mpsc::UnboundedReceiver<String>,
}

impl User {
    pub(crate) async fn enter(servers: &Servers, name: &str) -> Self {
        let file = servers.secrets.nkey_seed(name).expect("a seed for every user");
        let seed = std::fs::read_to_string(file).expect("a readable seed");
        let (told, refusals) = mpsc::unbounded_channel();
        let client = ConnectOptions::with_nkey(seed)
            .custom_inbox_prefix(format!("_INBOX.{name}"))
            .event_callback(move |event| {
                if let Event::ServerError(error) = event {
                    let _ = told.send(error.to_string());
                }
                async {}
            })
            .connect(servers.nats.url())
            .await
            .expect("the nkey is known");
        Self { client, refusals }
    }

    pub(crate) async fn is_refused(&mut self, attempt: &str) {
        let refusal = tokio::time::timeout(Duration::from_secs(5), self.refusals.recv()).await;
        let refusal = refusal.unwrap_or_else(|_| panic!("{attempt} was not refused")).expect("the client lives");
        assert!(refusal.to_lowercase().contains("permissions violation"), "{attempt}: {refusal}");
    }
}

pub(crate) fn pull(durable: &str, subjects: &str) -> consumer::pull::Config {
    consumer::pull::Config {
        durable_name: Some(durable.to_owned()),
        filter_subject: subjects.to_owned(),
        ack_policy: consumer::AckPolicy::Explicit,
        ..Default::default()
    }
}
