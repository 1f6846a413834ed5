//! The refused rows of an import as a file beside the one that was imported.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use chassis::grpc::{Upstream, outgoing};
use proto::registration::v1::{ListRefusedRowsRequest, registration_service_client::RegistrationServiceClient};

use crate::refusal::answered;

/// Writes `FILE.refused.csv`: line, column, reason code, and whether the row was kept all the same. Returns its name and
/// how many rows it has.
///
/// # Errors
/// The file cannot be written, or registration does not answer.
pub async fn write_report(channel: Upstream, import_id: &str, imported: &Path) -> anyhow::Result<(PathBuf, u64)> {
    let mut name = imported.as_os_str().to_owned();
    name.push(".refused.csv");
    let path = PathBuf::from(name);
    let named = || format!("writing {}\nremedy: make its directory writable and run this again", path.display());
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path).with_context(named)?);
    writeln!(file, "line,column,reason_code,kept").with_context(named)?;
    let mut client = RegistrationServiceClient::new(channel);
    let (mut after_line, mut count) = (0, 0);
    loop {
        let request = ListRefusedRowsRequest { import_id: import_id.to_owned(), after_line, page_size: 0 };
        let rows = answered("registration", client.list_refused_rows(outgoing(request))).await?.rows;
        let Some(last) = rows.last() else { break };
        (after_line, count) = (last.line, count + rows.len() as u64);
        for row in &rows {
            writeln!(file, "{},{},{},{}", row.line, row.column, row.reason_code, row.kept).with_context(named)?;
        }
    }
    file.flush().with_context(named)?;
    Ok((path, count))
}
