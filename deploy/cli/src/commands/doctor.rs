//! `epupns doctor`

use clap::Args;

use crate::doctor::{Places, examine, report};

/// Looks at a running system from outside, and says what is wrong and what to do.
#[derive(Args, Debug)]
pub(crate) struct Doctor {
    /// Print JSON: `verdict`, and one object for each check.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    places: Places,
}

impl Doctor {
    /// Does what was asked. Fails when a check does.
    pub(crate) async fn run(self) -> anyhow::Result<()> {
        let findings = examine(&self.places).await;
        if self.json {
            println!("{}", report::json(&findings)?);
        } else {
            print!("{}", report::table(&findings));
        }
        report::outcome(&findings)
    }
}
