//! `epupns import ...`

use std::path::PathBuf;

use clap::{Args, Subcommand};
use operator::{RegistrationDoor, Totals, upload, write_report};
use proto::registration::v1::ImportKind;

/// Verbs of `import`.
///
/// Files are CSV in UTF-8 with commas, quotes as in RFC 4180 and a header; columns may stand in any order. The same file
/// goes on where it stopped, and does nothing once it is complete. A row that breaks a rule is listed in FILE.refused.csv
/// and never stops the import. Order: kanreg, agencies, units, reference,
/// employees.
#[derive(Debug, Subcommand)]
#[allow(clippy::doc_markdown, reason = "these are help texts: backticks would be printed")]
pub(crate) enum Import {
    /// Regional offices. Columns: code, name, city.
    Kanreg(File),
    /// Agencies. Columns: code, name, kind (central|regional), kanreg_code (empty for central ones).
    Agencies(File),
    /// Org units, parents before children. Columns: code, agency_code, parent_code (empty for a root), name, level_1
    /// (true|false).
    Units(File),
    /// Values of reference tables. Columns: table (jabatan|kppn|lokasi|pendidikan|sekolah|unit_kesehatan), code
    /// (as the master data hold it), label, active (true|false; false is kept and can no longer be chosen).
    Reference(File),
    /// Employees (SAPK extract).
    ///
    /// Columns: nip, old_nip, nik, name, front_title, back_title, birth_place, birth_date, sex (M|F), religion,
    /// grade, grade_tmt, education, graduation_year, agency_code, work_agency_code, unit_code, position_type,
    /// position, echelon, tmt_cpns, tmt_pns, legal_status. Dates are YYYY-MM-DD. A missing or broken NIK does not
    /// refuse its row: the row is kept without it and listed.
    Employees(File),
}

/// What is imported, and where to.
#[derive(Args, Debug)]
pub(crate) struct File {
    /// The CSV file.
    file: PathBuf,
    #[command(flatten)]
    door: RegistrationDoor,
}

impl Import {
    /// Takes the file in; prints counts and rate.
    pub(crate) async fn run(self) -> anyhow::Result<()> {
        let (kind, File { file, door }) = match self {
            Self::Kanreg(file) => (ImportKind::Kanreg, file),
            Self::Agencies(file) => (ImportKind::Agencies, file),
            Self::Units(file) => (ImportKind::Units, file),
            Self::Reference(file) => (ImportKind::Reference, file),
            Self::Employees(file) => (ImportKind::Employees, file),
        };
        let channel = door.open()?;
        let Totals { import_id, accepted, refused, rows_now, elapsed } = upload(channel.clone(), kind, &file).await?;
        let (report, listed) = write_report(channel, &import_id, &file).await?;
        if rows_now == 0 {
            println!("nothing to do: {} has been imported before (import {import_id})", file.display());
        }
        println!("{accepted} rows kept, {refused} refused, {listed} listed in {}", report.display());
        if rows_now > 0 {
            let seconds = elapsed.as_secs_f64();
            println!("{rows_now} rows in {seconds:.1} s, {:.0} rows/s", rows_now as f64 / seconds.max(0.001));
        }
        Ok(())
    }
}
