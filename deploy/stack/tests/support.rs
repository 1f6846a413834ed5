use sqlx::{Connection, PgConnection};
use stack::{Ports, Servers};
use tempfile::TempDir;

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
