//! `epupns-rehearsal`: see the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    epupns_rehearsal::main()
}
