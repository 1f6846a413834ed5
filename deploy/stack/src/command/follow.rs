//! Follows the programs' log files, each line behind the name of its program.

use std::fs::File;
use std::io::{IsTerminal, Read, Write};
use std::path::PathBuf;
use std::time::Duration;

use stack::{Process, Program};

const LOOK_EVERY: Duration = Duration::from_millis(200);

/// One log and how far it was shown.
#[derive(Debug)]
struct Followed {
    program: Program,
    path: PathBuf,
    file: Option<File>,
    /// Bytes after the last complete line.
    rest: Vec<u8>,
}

/// Several logs shown as one.
#[derive(Debug)]
pub(crate) struct Follow {
    logs: Vec<Followed>,
    coloured: bool,
}

impl Follow {
    /// Follows these programs from the beginning of their logs.
    pub(crate) fn new<'a>(processes: impl Iterator<Item = &'a mut Process>) -> Self {
        let logs = processes
            .map(|process| Followed {
                program: process.program(),
                path: process.log().to_owned(),
                file: None,
                rest: Vec::new(),
            })
            .collect();
        let coloured = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        Self { logs, coloured }
    }

    /// Shows what is new, now and whenever there is more; never returns by itself.
    pub(crate) async fn run(mut self) {
        loop {
            for log in &mut self.logs {
                log.show(self.coloured);
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }
}

impl Followed {
    fn show(&mut self, coloured: bool) {
        if self.file.is_none() {
            self.file = File::open(&self.path).ok();
        }
        if let Some(file) = &mut self.file {
            // What cannot be read now is tried again.
            let _ = file.read_to_end(&mut self.rest);
        }
        let complete = self.rest.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        let lines: Vec<u8> = self.rest.drain(..complete).collect();
        let mut out = std::io::stdout().lock();
        for line in String::from_utf8_lossy(&lines).lines() {
            let name = self.program;
            // Colours 31 to 37, one for each of the seven programs.
            let prefix = if coloured {
                format!("\x1b[{}m{name:>12} |\x1b[0m", 31 + self.program as u8)
            } else {
                format!("{name:>12} |")
            };
            // A closed terminal is told to us by a signal, not here.
            let _ = writeln!(out, "{prefix} {line}");
        }
    }
}
