//! The process `verification`.

use std::process::ExitCode;

fn main() -> ExitCode {
    chassis::program::run::<verification::Verification>()
}
