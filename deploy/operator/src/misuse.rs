//! A command line that cannot be understood, or that lacks what an operator's shell has.

use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::remedy::{settings, variable};

/// What of an installation is set once, in the shell, and not typed: the ends of flags.
const OF_THE_SHELL: [&str; 4] = ["-address", "-file", "-url", "--gateway"];

/// Says what is wrong with a command line as clap does, also `--help` and `--version`, and what to do when settings are missing.
#[must_use]
pub fn misused(error: &clap::Error) -> ExitCode {
    // Where nothing can be printed, nothing can be said about it.
    drop(error.print());
    if let Some(remedy) = remedy(error) {
        eprintln!("\nremedy: {remedy}");
    }
    u8::try_from(error.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from)
}

fn remedy(error: &clap::Error) -> Option<String> {
    if error.kind() != ErrorKind::MissingRequiredArgument {
        return None;
    }
    let Some(ContextValue::Strings(missing)) = error.get(ContextKind::InvalidArg) else { return None };
    let flags = missing.iter().filter_map(|argument| argument.split_whitespace().next());
    let settings_missing: Vec<String> = flags
        .filter(|flag| OF_THE_SHELL.iter().any(|end| flag.ends_with(end)))
        .map(|flag| if flag == "--gateway" { variable("--gateway-address") } else { variable(flag) })
        .collect();
    (!settings_missing.is_empty()).then(|| format!("{}, or set {}", settings(), settings_missing.join(", ")))
}

#[cfg(test)]
mod tests {
    use clap::{Args, Parser};

    use super::*;
    use crate::RegistrationDoor;

    #[derive(Debug, Parser)]
    struct Command {
        /// What is typed.
        #[arg(long)]
        code: String,
        #[command(flatten)]
        door: Door,
    }

    /// As the real one, without what the shell of whoever tests may have set.
    #[derive(Args, Debug)]
    struct Door {
        #[arg(long)]
        registration_address: String,
        #[arg(long)]
        tls_ca_file: String,
    }

    fn remedy_of(line: &str) -> Option<String> {
        let error = Command::try_parse_from(line.split(' ')).unwrap_err();
        remedy(&error)
    }

    #[test]
    fn missing_settings_are_to_be_sourced_and_named() {
        let told = remedy_of("epupns --code 2026").unwrap();
        assert!(told.contains("operator.env"), "{told}");
        assert!(told.ends_with("or set EPUPNS_REGISTRATION_ADDRESS, EPUPNS_TLS_CA_FILE"), "{told}");
    }

    #[test]
    fn what_was_forgotten_to_type_is_no_matter_of_the_shell() {
        assert_eq!(remedy_of("epupns --registration-address a --tls-ca-file b"), None);
        assert_eq!(remedy_of("epupns --cod"), None);
        assert_eq!(remedy_of("epupns --help"), None);
    }

    #[test]
    fn the_variables_are_those_of_the_doors() {
        let doors = RegistrationDoor::augment_args(clap::Command::new("door"));
        for argument in doors.get_arguments().filter(|argument| argument.get_long().is_some()) {
            let (flag, read) = (argument.get_long().unwrap(), argument.get_env().unwrap());
            assert_eq!(read.to_str().unwrap(), variable(flag));
            assert!(OF_THE_SHELL.iter().any(|end| flag.ends_with(end)), "{flag}");
        }
    }
}
