//! The gateway's process.

use std::process::ExitCode;

fn main() -> ExitCode {
    chassis::program::run::<gateway::Gateway>()
}
