//! The identity service's process.

fn main() -> std::process::ExitCode {
    chassis::program::run::<identity::Identity>()
}
