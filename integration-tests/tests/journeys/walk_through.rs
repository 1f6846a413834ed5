//! The README's walk-through is run as it stands there, so that it stays true.

use std::{path::Path, process::Command};

use integration_tests::World;

#[tokio::test(flavor = "multi_thread")]
async fn the_readme_can_be_followed_to_the_letter() {
    let world = World::start().await;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let steps = walk_through(&readme);
    assert!(steps.len() > 6, "the walk-through has lost its steps");
    let environment = world.stack.dir().join("operator.env");
    world.stack.operator().write_environment(&environment).unwrap();
    let script = format!("source {}\nset -euxo pipefail\n{}", environment.display(), steps.join("\n"));
    let binaries = std::env::current_exe().unwrap().ancestors().nth(2).unwrap().to_owned();
    let path = format!("{}:{}", binaries.display(), std::env::var("PATH").unwrap());
    let scratch = tempfile::tempdir().unwrap();
    let output = Command::new("bash")
        .args(["-c", &script])
        .current_dir(scratch.path())
        .env("PATH", path)
        .env("EPUPNS", world.stack.wiring.public_address())
        .env("ACCOUNTS", world.stack.dir().join("demo/accounts.json"))
        .output()
        .unwrap();
    let said = format!("{}\n{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}");
    assert!(said.contains("\"state\":\"confirmed\""), "the registration is confirmed\n{said}");
    assert!(said.contains("('Batu', 'applied')"), "the correction is master data\n{said}");
    assert!(said.contains("dossier.final"), "the agency's system has heard of it\n{said}");
    assert!(scratch.path().join("kartu.pdf").metadata().unwrap().len() > 10_000);
    world.stop().await;
}

/// The `sh` blocks between the two marks.
fn walk_through(readme: &str) -> Vec<String> {
    let (_, after) = readme.split_once("<!-- walk-through -->").expect("the README has a walk-through");
    let (part, _) = after.split_once("<!-- /walk-through -->").expect("the walk-through ends");
    part.split("```sh\n").skip(1).filter_map(|block| block.split_once("```")).map(|(code, _)| code.to_owned()).collect()
}
