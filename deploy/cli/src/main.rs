//! `epupns`, the operator's command line: one file in `commands/` per noun, one subcommand per verb.
//!
//! It is a gRPC client under an operator's certificate and knows no database. Invented people and rehearsals are a program of
//! their own, `epupns-rehearsal`. Exit codes: 0 done, 1 failed, 2 misused.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod commands;
mod doctor;
mod moved;
mod streams;

/// As clap ends for a command line that it does not understand.
const MISUSED: u8 = 2;

/// Operates e-PUPNS, the re-registration of every Indonesian civil servant.
///
/// Every flag can come from the environment variable named beside it. What is printed to standard output is the result;
/// progress and errors go to standard error.
#[derive(Debug, Parser)]
#[command(version, about, after_help = "Exit codes: 0 done, 1 failed (the message names the remedy), 2 misused.")]
struct Cli {
    #[command(subcommand)]
    noun: Noun,
}

/// What is operated.
#[derive(Debug, Subcommand)]
enum Noun {
    /// Master data from CSV files.
    #[command(subcommand)]
    Import(commands::import::Import),
    /// The campaign: when registration opens and closes.
    #[command(subcommand)]
    Campaign(commands::campaign::Campaign),
    /// Officers' accounts.
    #[command(subcommand)]
    Officer(commands::officer::Officer),
    /// Clients for programs of agencies.
    #[command(subcommand)]
    Client(commands::client::Client),
    /// Agencies and their feeds.
    #[command(subcommand)]
    Agency(commands::agency::Agency),
    /// The streams of events between services, and for agencies.
    #[command(subcommand)]
    Streams(commands::streams::Streams),
    /// Events that a service could not apply.
    #[command(subcommand)]
    Parked(commands::parked::Parked),
    /// Looks at a running system from outside, and says what is wrong and what to do.
    ///
    /// Asks every owner of data what it says of itself, the public door, and NATS: whether they answer, run one version, agree on
    /// the time, show certificates that still count, have events unpublished, unheard or parked, and whether the stream
    /// survives a power cut. Changes nothing. Each line is `ok`, `WARN` (look at it this week) or `FAIL` (people are hurt, or soon
    /// will be), with the remedy below; it ends with 1 if any fails. What was, and how it goes, is on the dashboard.
    Doctor(Box<commands::doctor::Doctor>),
    /// Reporting's projections.
    #[command(subcommand)]
    Reporting(commands::reporting::Reporting),
}

fn main() -> ExitCode {
    // Both gRPC and NATS speak TLS through this one provider; it fails only when it is there already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return misused(&error),
    };
    match run(cli.noun) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("epupns: {}", operator::render(&error));
            ExitCode::FAILURE
        }
    }
}

/// Also for `--help` and `--version`, which clap prints as it does errors.
fn misused(error: &clap::Error) -> ExitCode {
    match moved::instead(error) {
        Some(instead) => {
            eprintln!("epupns: invented people are a program of their own\nremedy: {instead}");
            ExitCode::from(MISUSED)
        }
        None => operator::misused(error),
    }
}

fn run(noun: Noun) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    match noun {
        Noun::Import(import) => runtime.block_on(import.run()),
        Noun::Campaign(campaign) => runtime.block_on(campaign.run()),
        Noun::Officer(officer) => runtime.block_on(officer.run()),
        Noun::Agency(agency) => runtime.block_on(agency.run()),
        Noun::Client(client) => runtime.block_on(client.run()),
        Noun::Streams(streams) => runtime.block_on(streams.run()),
        Noun::Parked(parked) => runtime.block_on(parked.run()),
        Noun::Doctor(doctor) => runtime.block_on(doctor.run()),
        Noun::Reporting(reporting) => runtime.block_on(reporting.run()),
    }
}
