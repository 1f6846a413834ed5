//! The process `reporting`.

use std::process::ExitCode;

fn main() -> ExitCode {
    chassis::program::run::<reporting::Reporting>()
}
