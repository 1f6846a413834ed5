//! What a first start loads, so that there is something to look at, and how its accounts are shown.

use anyhow::{Context, Result};
use stack::Stack;
use stack::demo::{Demo, DemoSize, PASSWORD};

/// Enough for every list to have a second page; loads in a few seconds.
const SIZE: DemoSize = DemoSize { employees: 2000, error_share: "0.01" };

/// Loads the data unless that was done before; returns the lines about accounts to show.
pub(super) async fn load_once(stack: &Stack) -> Result<String> {
    let dir = stack.dir().join("demo");
    if !dir.exists() {
        println!("  loading demo data ...");
    }
    let demo = Demo::load_once(stack.operator(), &dir, SIZE)
        .await
        .context("demo data\nremedy: begin anew with --fresh, or start with --without-demo")?;
    let mut lines = String::from("  people to register (NIP, NIK):\n");
    for person in &demo.people {
        lines += &format!("    {} {}  {}\n", person.nip, person.nik, person.name);
    }
    lines += &format!(
        "  officers (password {PASSWORD}; a code: epupns-rehearsal code URI; URIs in {}/accounts.json):\n",
        dir.display()
    );
    for officer in &demo.officers {
        lines += &format!("    {:24} {} of {}\n", officer.username, officer.role, officer.jurisdiction);
    }
    Ok(lines)
}
