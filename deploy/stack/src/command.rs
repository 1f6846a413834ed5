//! What can be typed, one file each.

mod demo_data;
mod explain;
mod follow;
pub(crate) mod keys;
pub(crate) mod servers;
pub(crate) mod up;

pub(crate) use self::explain::explain;
use tokio::signal::unix::{SignalKind, signal};

/// Returns when someone asks this process to end: Ctrl-C or SIGTERM.
async fn asked_to_end() -> std::io::Result<()> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    Ok(())
}
