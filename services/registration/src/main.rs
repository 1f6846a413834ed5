//! The process `registration`.

use std::process::ExitCode;

fn main() -> ExitCode {
    chassis::program::run::<registration::Registration>()
}
