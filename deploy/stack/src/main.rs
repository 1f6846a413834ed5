//! `stack`: starts e-PUPNS, or only its servers, in the foreground. `./deploy/up` and `./deploy/test` call it.

mod command;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::command::{explain, keys, servers, up};

/// Starts e-PUPNS on this machine and stops it again.
#[derive(Debug, Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Everything: servers, schemas, programs, demo data; follows the logs until Ctrl-C.
    Up(up::Up),
    /// Only PostgreSQL, NATS and Valkey, for tests; until standard input ends or SIGTERM.
    Servers(servers::OnlyServers),
    /// Keys, certificates and passwords for Docker or a cluster on one machine.
    Keys(keys::Keys),
}

#[tokio::main]
async fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Up(up) => up.run().await,
        Command::Servers(servers) => servers.run().await,
        Command::Keys(keys) => keys.run(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nstack: {}", explain(&error));
            ExitCode::FAILURE
        }
    }
}
