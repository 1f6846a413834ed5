//! The operator's programs, `epupns` and `epupns-rehearsal`, pointed at a running stack.

use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use anyhow::{Context, Result, bail};

use crate::private_file;
use crate::process::binary;
use crate::servers::OPERATOR_ENV;
use crate::settings::Settings;

/// What operates an installation.
const COMMAND_LINE: &str = "epupns";
/// What rehearses with invented people; an image may be without it.
const REHEARSAL: &str = "epupns-rehearsal";

/// Runs the operator's programs as the local operator.
#[derive(Debug)]
pub struct Operator {
    binary: PathBuf,
    settings: Settings,
}

impl Operator {
    pub(crate) fn new(settings: Settings) -> Result<Self> {
        Ok(Self { binary: binary(COMMAND_LINE)?, settings })
    }

    /// The settings it runs with.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Runs `epupns ARGS` to its end and returns what it printed.
    ///
    /// # Errors
    /// When it fails; with what it said.
    pub async fn run<S: AsRef<str> + Sync>(&self, args: &[S]) -> Result<String> {
        printed(COMMAND_LINE, args, self.output(args).await?)
    }

    /// Runs `epupns ARGS` to its end and returns all that it said, and how it ended.
    ///
    /// # Errors
    /// When it cannot be run.
    pub async fn output<S: AsRef<str> + Sync>(&self, args: &[S]) -> Result<Output> {
        self.ended(&self.binary, args).await
    }

    /// Runs `epupns-rehearsal ARGS` to its end and returns what it printed.
    ///
    /// # Errors
    /// When it is not there, or fails; with what it said.
    pub async fn rehearse<S: AsRef<str> + Sync>(&self, args: &[S]) -> Result<String> {
        printed(REHEARSAL, args, self.ended(&binary(REHEARSAL)?, args).await?)
    }

    async fn ended<S: AsRef<str> + Sync>(&self, binary: &Path, args: &[S]) -> Result<Output> {
        let mut command = tokio::process::Command::new(binary);
        command.args(args.iter().map(AsRef::as_ref)).envs(&self.settings).stdin(Stdio::null()).kill_on_drop(true);
        command.output().await.with_context(|| format!("cannot run {}", binary.display()))
    }

    /// Writes the settings as a file for a shell: `. FILE` and then `epupns ...`.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write_environment(&self, file: &Path) -> Result<()> {
        let mut lines: String =
            self.settings.iter().map(|(name, value)| format!("export {name}='{value}'\n")).collect();
        lines += &format!("export {OPERATOR_ENV}='{}'\n", file.display());
        if let Some(dir) = self.binary.parent() {
            lines += &format!("export PATH='{}':\"$PATH\"\n", dir.display());
        }
        private_file::write(file, lines.as_bytes())
    }
}

/// What a program printed that did what it was told.
fn printed<S: AsRef<str>>(program: &str, args: &[S], output: Output) -> Result<String> {
    if !output.status.success() {
        let words: Vec<&str> = args.iter().map(AsRef::as_ref).collect();
        bail!(
            "`{program} {}` failed ({})\n{}",
            words.join(" "),
            output.status,
            String::from_utf8_lossy(&output.stderr).trim_end()
        );
    }
    String::from_utf8(output.stdout).with_context(|| format!("{program} printed something that is not UTF-8"))
}
