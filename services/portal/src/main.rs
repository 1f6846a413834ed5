//! The portal's process.

use std::process::ExitCode;

fn main() -> ExitCode {
    chassis::program::run::<portal::Portal>()
}
