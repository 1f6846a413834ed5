//! `stack servers`

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use stack::{Callers, Schemas, TestServers};
use tokio::sync::oneshot;

/// Starts PostgreSQL, NATS and Valkey, or uses the caller's, makes the template database and writes DIR/servers.json.
#[derive(Debug, Args)]
pub(crate) struct OnlyServers {
    /// Where data, keys, logs and servers.json go.
    #[arg(long)]
    dir: PathBuf,
    /// Gives up durability for speed: never where crashes are the question.
    #[arg(long)]
    fast: bool,
    /// Applies the migration files of the workspace instead of asking the built programs.
    #[arg(long)]
    from_files: bool,
}

impl OnlyServers {
    pub(crate) async fn run(self) -> Result<()> {
        let schemas = if self.from_files { Schemas::FromFiles } else { Schemas::FromPrograms };
        let running = TestServers::start(&Callers::from_env()?, &self.dir, self.fast, schemas).await?;
        // The line a script waits for.
        println!("{}", running.file.display());
        tokio::select! {
            ended = super::asked_to_end() => ended?,
            () = input_ends() => {}
        }
        running.stop().await
    }
}

/// A caller that is gone, however it went, has closed its end of the pipe.
async fn input_ends() {
    let (ended, end) = oneshot::channel();
    // A plain thread: a read in the runtime's own pool would hold up its shutdown until the input really ends.
    std::thread::spawn(move || {
        // Failing to read is an end too.
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        let _ = ended.send(());
    });
    // The thread cannot go without sending.
    let _ = end.await;
}
