//! Compiles the contract with protox (no protoc) once for every crate, and keeps its descriptor for the house test.
use std::{env, error::Error, fs, path::PathBuf};

use prost::Message as _;

const PACKAGES: [&str; 7] =
    ["agency", "helpdesk", "identity", "operations", "registration", "reporting", "verification"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=epupns");
    let mut files = Vec::new();
    for package in PACKAGES {
        for entry in fs::read_dir(format!("epupns/{package}/v1"))? {
            files.push(entry?.path());
        }
    }
    files.sort();
    let descriptors = protox::compile(&files, ["."])?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("events.rs"), events(&descriptors))?;
    fs::write(out.join("descriptors.binpb"), descriptors.encode_to_vec())?;
    let mut messages = prost_build::Config::new();
    messages
        // An event's name is its message's full name.
        .enable_type_names()
        // The agencies' messages are sent as JSON; their numbers fit a JSON number, as `uint32` does.
        .type_attribute(".epupns.agency.v1", "#[derive(serde::Serialize)]")
        // Requests carry personal data and secrets: nothing of them may be printed by accident.
        .skip_debug(["."]);
    tonic_prost_build::configure().compile_fds_with_config(descriptors, messages)?;
    Ok(())
}

/// The names of all events: the messages of `<service>_events.proto` and its kin.
fn events(descriptors: &prost_types::FileDescriptorSet) -> String {
    let files = descriptors.file.iter().filter(|file| file.name().ends_with("_events.proto"));
    let names = files.flat_map(|file| {
        file.message_type.iter().map(|message| format!("    \"{}.{}\",\n", file.package(), message.name()))
    });
    format!("pub const EVENTS: &[&str] = &[\n{}];\n", names.collect::<String>())
}
