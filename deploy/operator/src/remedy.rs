//! Where the settings of an operator's program come from, for whoever has none of them or a wrong one.

use std::path::Path;

/// What `./deploy/up` writes for the shell of whoever operates it.
const WRITTEN: &str = ".local/up/operator.env";

/// What to source, in the working directory of now.
pub(crate) fn settings() -> String {
    settings_in(Path::new("."))
}

/// The same, in a directory.
pub(crate) fn settings_in(directory: &Path) -> String {
    let written = directory.join(WRITTEN);
    if written.is_file() {
        return format!("`source {WRITTEN}`");
    }
    format!("`source` the operator.env that `./deploy/up` writes ({WRITTEN}, or in its --dir)")
}

/// The variable that a flag comes from.
pub(crate) fn variable(flag: &str) -> String {
    format!("EPUPNS_{}", flag.trim_start_matches('-').replace('-', "_").to_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_that_is_there_is_named_and_otherwise_where_it_would_be() {
        let dir = tempfile::tempdir().unwrap();
        assert!(settings_in(dir.path()).contains("that `./deploy/up` writes"));
        std::fs::create_dir_all(dir.path().join(".local/up")).unwrap();
        std::fs::write(dir.path().join(WRITTEN), "").unwrap();
        assert_eq!(settings_in(dir.path()), "`source .local/up/operator.env`");
    }

    #[test]
    fn a_flag_has_its_variable() {
        assert_eq!(variable("--tls-ca-file"), "EPUPNS_TLS_CA_FILE");
    }
}
