//! `epupns-rehearsal`: a whole campaign with invented people against a system that runs, and the people for it.
//!
//! It is an operator's program, and also the public's browser, and it measures a bare database that it is told of: none of this
//! belongs to the command line that operates the real campaign. Exit codes: 0 done, 1 failed, 2 misused.

use std::{io::Read as _, process::ExitCode};

use anyhow::Context as _;
use clap::{Parser, Subcommand};

mod authenticator;
mod challenge;
mod commands;
mod demo;
mod rehearse;

pub use self::{authenticator::code, challenge::solve};

/// Rehearses e-PUPNS, the re-registration of every Indonesian civil servant, with invented people.
///
/// Every flag can come from the environment variable named beside it. What is printed to standard output is the result;
/// progress and errors go to standard error.
#[derive(Debug, Parser)]
#[command(name = "epupns-rehearsal", version, about)]
#[command(after_help = "Exit codes: 0 done, 1 failed (the message names the remedy), 2 misused.")]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

/// What is rehearsed, or made up.
#[derive(Debug, Subcommand)]
enum Verb {
    /// A whole campaign with invented people against a system that runs: how near it comes to this machine's limits, and
    /// whether anything was lost.
    ///
    /// Imports people of agencies X001 and X002, enrols their officers, and lets everybody register, be confirmed, sign in,
    /// fill in and submit; officers decide at three stages. Afterwards everybody's own view is compared with what they were
    /// told is done.
    Run(Box<commands::run::Run>),
    /// Removes what rehearsals have left: people, registrations, dossiers, accounts of agencies X..., and these agencies.
    Purge(Box<commands::purge::Purge>),
    /// Makes people up, for demonstrations, tests and measurements.
    ///
    /// Writes kanreg.csv, agencies.csv, units.csv, reference.csv, employees.csv, the list of their seeded errors and a manifest.
    Invent(commands::invent::Invent),
    /// Solves a challenge as a browser would, for walk-throughs without one: the answer of POST /v1/challenges (or the
    /// challenge alone) on standard input, its solution on standard output.
    Solve,
    /// Prints the code that an authenticator app would show now, for walk-throughs without one.
    Code {
        /// The otpauth:// address that the enrolment showed.
        totp_uri: String,
    },
}

/// The program: reads its arguments, does what they say, and tells what came of it.
#[must_use]
pub fn main() -> ExitCode {
    // Both gRPC and NATS speak TLS through this one provider; it fails only when it is there already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return operator::misused(&error),
    };
    match run(cli.verb) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("epupns-rehearsal: {}", operator::render(&error));
            ExitCode::FAILURE
        }
    }
}

fn run(verb: Verb) -> anyhow::Result<()> {
    let runtime = || tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    match verb {
        Verb::Run(run) => runtime()?.block_on(run.run()),
        Verb::Purge(purge) => runtime()?.block_on(purge.run()),
        Verb::Invent(invent) => invent.run(),
        Verb::Solve => {
            let mut json = String::new();
            std::io::stdin().read_to_string(&mut json).context("reading the challenge from standard input")?;
            println!("{}", solve(&json)?);
            Ok(())
        }
        Verb::Code { totp_uri } => {
            println!("{}", code(&totp_uri)?);
            Ok(())
        }
    }
}
