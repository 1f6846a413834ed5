//! The reporting service.

fn main() -> std::process::ExitCode {
    chassis::program::run::<reporting::Reporting>()
}
