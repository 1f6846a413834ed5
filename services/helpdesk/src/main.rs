//! The helpdesk service.

fn main() -> std::process::ExitCode {
    chassis::program::run::<helpdesk::Helpdesk>()
}
