//! What to measure, and how large.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};

/// Measures a system of its own against the limits of this machine.
#[derive(Debug, Parser)]
pub(crate) struct Options {
    /// Invented people of the rehearsal; below 40 nothing is measured at 70 % load.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=20_000))]
    pub(crate) people: u32,
    /// Clients at the same time, of the rehearsal and of the bare chain.
    #[arg(long, default_value_t = 16, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(crate) clients: u32,
    /// Loads of the rehearsal, with commas between.
    #[arg(long, default_value = "registration,sign-in,status,draft,verification")]
    pub(crate) mix: String,
    /// Of the rehearsal.
    #[arg(long)]
    pub(crate) seed: Option<u64>,
    /// What to leave out, with commas between.
    #[arg(long, value_enum, value_delimiter = ',')]
    skip: Vec<Part>,
    /// Dossiers in the large worklist; the goal is for 4600000.
    #[arg(long, default_value_t = 200_000)]
    pub(crate) worklist_rows: u32,
    /// Dossiers in the small one.
    #[arg(long, default_value_t = 10_000)]
    pub(crate) worklist_small: u32,
    /// Employees to import, for the export too.
    #[arg(long, default_value_t = 20_000, value_parser = clap::value_parser!(u32).range(100..))]
    pub(crate) import_rows: u32,
    /// Events in the backlog of relay and projection.
    #[arg(long, default_value_t = 20_000)]
    pub(crate) events: u32,
    /// Seconds of each phase of overload and of the bare chain.
    #[arg(long, default_value_t = 10)]
    pub(crate) seconds: u32,
    /// File to write everything to as JSON: the rehearsal's report, with these ratios filled in.
    #[arg(long)]
    pub(crate) json: Option<PathBuf>,
}

/// A part that can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Status look-ups beside a bare chain.
    Status,
    /// An import beside COPY.
    Import,
    /// An export beside COPY TO STDOUT.
    Export,
    /// Five times the load that the machine bears.
    Overload,
    /// Pages of a long worklist.
    Worklist,
    /// A backlog, relayed and projected.
    Relay,
    /// Memory of idle services, and how long they take to start.
    Footprint,
}

impl Options {
    /// Whether the part is measured.
    pub(crate) fn has(&self, part: Part) -> bool {
        !self.skip.contains(&part)
    }
}
