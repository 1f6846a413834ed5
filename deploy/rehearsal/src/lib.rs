//! `epupns-rehearsal`: a whole campaign with invented people against a system that runs, and the people for it.
//!
//! It is an operator's program, and also the public's browser, and it measures a bare database that it is told of: none of this
//! belongs to the command line that operates the real campaign. Exit codes: 0 done, 1 failed, 2 misused.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod authenticator;
mod commands;
mod demo;
mod rehearse;

pub use self::{authenticator::code, commands::challenge::solve};

/// Rehearses e-PUPNS, the re-registration of every Indonesian civil servant, with invented people.
///
/// Every flag can come from the environment variable named beside it. What is printed to standard output is the result;
/// progress and errors go to standard error.
#[derive(Debug, Parser)]
#[command(name = "epupns-rehearsal", version, about)]
#[command(after_help = "Exit codes: 0 done, 1 failed (the message names the remedy), 2 misused.")]
struct Cli {
    #[command(subcommand)]
    noun: Noun,
}

/// What is rehearsed, or made up.
#[derive(Debug, Subcommand)]
enum Noun {
    /// Proof-of-work challenges, for walk-throughs without a browser.
    #[command(subcommand)]
    Challenge(commands::challenge::Challenge),
    /// Prints the code that an authenticator app would show now, for walk-throughs without one.
    Code {
        /// The otpauth:// address that the enrolment showed.
        totp_uri: String,
    },
    /// Made-up data for demonstrations, tests and measurements.
    #[command(subcommand)]
    Demo(commands::demo::Demo),
    /// A whole campaign with invented people against a system that runs: how near it comes to this machine's limits, and
    /// whether anything was lost.
    ///
    /// Imports people of agencies X001 and X002, enrols their officers, and lets everybody register, be confirmed, sign in,
    /// fill in and submit; officers decide at three stages. Afterwards everybody's own view is compared with what they were
    /// told is done.
    Rehearse(Box<commands::rehearse::Rehearse>),
}

/// The program: reads its arguments, does what they say, and tells what came of it.
#[must_use]
pub fn main() -> ExitCode {
    // Both gRPC and NATS speak TLS through this one provider; it fails only when it is there already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    match run(Cli::parse().noun) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("epupns-rehearsal: {}", operator::render(&error));
            ExitCode::FAILURE
        }
    }
}

fn run(noun: Noun) -> anyhow::Result<()> {
    match noun {
        Noun::Challenge(challenge) => challenge.run(),
        Noun::Code { totp_uri } => {
            println!("{}", code(&totp_uri)?);
            Ok(())
        }
        Noun::Demo(demo) => demo.run(),
        Noun::Rehearse(rehearse) => {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
            runtime.block_on(rehearse.run())
        }
    }
}
