//! The verification service.

fn main() -> std::process::ExitCode {
    chassis::program::run::<verification::Verification>()
}
