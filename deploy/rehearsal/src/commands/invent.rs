//! `epupns-rehearsal invent`

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use crate::demo::{Order, generate};

/// How many people, and where to.
#[derive(Args, Debug)]
pub(crate) struct Invent {
    /// Rows of employees.csv, the fixed people and the broken rows included.
    #[arg(long, value_parser = clap::value_parser!(u32).range(100..=6_000_000))]
    employees: u32,
    /// The same seed gives the same bytes on every machine.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Directory to write to; made when missing, files of the same name are replaced.
    #[arg(long)]
    out: PathBuf,
    /// Share of broken rows, 0 to 0.5.
    #[arg(long, default_value = "0.01", value_parser = share_in_millionths)]
    error_share: u32,
}

impl Invent {
    /// Writes the extracts; prints where the manifest is.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let Self { employees, seed, out, error_share } = self;
        // indicatif draws to standard error, and only if that is a terminal.
        let bar = ProgressBar::new(u64::from(employees)).with_style(
            ProgressStyle::with_template("{bar:40} {human_pos}/{human_len} rows, {per_sec}, {eta} left")
                .context("the progress template")?,
        );
        let order = Order { employees, seed, error_millionths: error_share };
        let manifest = generate(order, &out, &|rows| bar.set_position(rows))
            .with_context(|| format!("writing the demo data to {}", out.display()))?;
        bar.finish_and_clear();
        println!(
            "{} employees in {} units of {} agencies, {} broken rows declared; see {}",
            manifest.counts.employees,
            manifest.counts.units,
            manifest.counts.agencies,
            manifest.counts.errors,
            out.join("manifest.json").display(),
        );
        Ok(())
    }
}

/// Reads a share such as `0.01` exactly: a binary fraction would round differently from what was typed.
fn share_in_millionths(typed: &str) -> Result<u32, String> {
    let refused = || format!("`{typed}` is not a share from 0 to 0.5 with at most 6 decimals");
    let (whole, decimals) = typed.split_once('.').unwrap_or((typed, ""));
    let digits = decimals.bytes().all(|byte| byte.is_ascii_digit());
    if whole != "0" || !digits || decimals.len() > 6 {
        return Err(refused());
    }
    let millionths = format!("{decimals:0<6}").parse().map_err(|_| refused())?;
    if millionths > 500_000 { Err(refused()) } else { Ok(millionths) }
}

#[cfg(test)]
mod tests {
    use super::share_in_millionths;

    #[test]
    fn a_share_is_read_exactly() {
        assert_eq!(share_in_millionths("0"), Ok(0));
        assert_eq!(share_in_millionths("0.01"), Ok(10_000));
        assert_eq!(share_in_millionths("0.000001"), Ok(1));
        assert_eq!(share_in_millionths("0.5"), Ok(500_000));
    }

    #[test]
    fn what_is_no_share_is_refused() {
        for typed in ["", "1", "0.51", "-0.1", "0.0000001", "0.1e2", "٠.١", "0.+1"] {
            assert!(share_in_millionths(typed).is_err(), "{typed}");
        }
    }
}
