//! The process `helpdesk`.

use std::process::ExitCode;

fn main() -> ExitCode {
    chassis::program::run::<helpdesk::Helpdesk>()
}
