//! Realistic extracts of an invented civil service: offices, agencies, unit trees, employees, and the errors that real
//! extracts have. Same seed, same bytes. Agency by agency, so that memory does not grow with the number of rows.
//!
//! The words are in `deploy/demo/`, one concept a file.

mod agency;
mod career;
mod chance;
mod crowd;
mod csv_line;
mod culture;
mod employee;
mod extract;
mod fixed_people;
mod flaw;
mod job;
mod manifest;
mod output;
mod reference;
mod region;
mod register;
mod row;
#[cfg(test)]
mod tests;
mod title;
mod units;

use std::path::Path;

use time::Date;
use time::macros::date;

use extract::Extract;
use manifest::Manifest;

/// The day of the extract: nobody is appointed or promoted after it.
const AS_OF: Date = date!(2026 - 10 - 01);

/// What is to be made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Order {
    /// Rows of employees.csv, broken ones and fixed people included; at least 100.
    pub(crate) employees: u32,
    /// The seed of every draw.
    pub(crate) seed: u64,
    /// Broken rows among a million.
    pub(crate) error_millionths: u32,
}

/// Writes the files of the order into a directory and reports progress in rows. The manifest is written last.
///
/// # Errors
/// What the file system says.
pub(crate) fn generate(order: Order, out: &Path, progress: &dyn Fn(u64)) -> anyhow::Result<Manifest> {
    std::fs::create_dir_all(out)?;
    let manifest_path = out.join("manifest.json");
    if manifest_path.exists() {
        std::fs::remove_file(&manifest_path)?;
    }
    let (institutions, provinces, cultures) = (agency::institutions(), region::all(), culture::all());
    let crowd = order.employees as usize - fixed_people::ALL.len();
    let staffed = agency::staffed(&institutions, &provinces, crowd, &mut chance::Chance::new(order.seed, "agencies"));

    let mut extract = Extract::create(order, out)?;
    for office in rows(include_str!("../../../demo/kanreg.psv")) {
        extract.office(office)?;
    }
    let mut crowd = crowd::Crowd::new(order.seed, &provinces, &cultures, &staffed);
    for (agency, staff) in &staffed {
        let tree = units::Tree::of(agency, *staff, &provinces, &cultures);
        extract.agency(agency, &tree, *staff, &mut crowd, progress)?;
    }
    let manifest = extract.finish(order, &provinces)?;
    std::fs::write(manifest_path, serde_json::to_string_pretty(&manifest)? + "\n")?;
    Ok(manifest)
}

/// The rows of a committed list, `|` between the columns, `#` before comments.
fn rows<const COLUMNS: usize>(text: &'static str) -> impl Iterator<Item = [&'static str; COLUMNS]> {
    text.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let columns: Vec<_> = line.split('|').collect();
        columns.try_into().expect("the committed lists are rectangular: a test reads them all")
    })
}
