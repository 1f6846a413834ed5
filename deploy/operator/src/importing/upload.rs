//! Sends a file, and goes on where the service stands whenever the stream breaks off.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};
use chassis::grpc::{Upstream, ask, outgoing};
use indicatif::{ProgressBar, ProgressStyle};
use proto::registration::v1::{
    ImportKind, ImportRowsRequest, OpenImportRequest, OpenImportResponse,
    registration_service_client::RegistrationServiceClient,
};
use tokio_stream::wrappers::ReceiverStream;
use tonic::Status;

use super::chunks::{Chunks, FileFacts, facts};
use crate::refusal::{explain, may_pass};

/// How often in a row a stream may break off without a chunk having been kept.
const FUTILE_TRIES: u32 = 5;
const PAUSE: Duration = Duration::from_secs(2);

/// What became of a file.
pub struct Totals {
    /// By which registration knows the import.
    pub import_id: String,
    /// Rows kept, in all runs.
    pub accepted: u64,
    /// Rows refused, in all runs.
    pub refused: u64,
    /// Rows of this run.
    pub rows_now: u64,
    /// Time of this run.
    pub elapsed: Duration,
}

/// Takes the file in to its end.
///
/// # Errors
/// The file cannot be read or is empty, or registration refuses it or stays away.
pub async fn upload(channel: Upstream, kind: ImportKind, path: &Path) -> anyhow::Result<Totals> {
    let named = || format!("reading {}\nremedy: name a file that exists and that you may read", path.display());
    let file = facts(path).with_context(named)?;
    if file.size == 0 {
        bail!("{} is empty\nremedy: export it again; its first line names the columns", path.display());
    }
    let mut client = RegistrationServiceClient::new(channel);
    let bar = progress_bar(file.size)?;
    let start = Instant::now();
    let first = open(&mut client, kind, &file).await.map_err(|status| explain("registration", &status))?;
    let mut import = first.clone();
    let mut futile = 0;
    while import.next_offset < file.size {
        let sent = send(client.clone(), &import, path, &bar).await?;
        let before = import.next_offset;
        match sent {
            Ok(next_offset) if next_offset > before => {}
            Ok(_) => bail!("registration kept nothing\nremedy: see that nobody changes the file, and run this again"),
            Err(status) if may_pass(&status) && futile < FUTILE_TRIES => {
                bar.suspend(|| eprintln!("broken off ({:?}); going on in 2 s", status.code()));
                tokio::time::sleep(PAUSE).await;
            }
            Err(status) => {
                bar.abandon();
                return Err(explain("registration", &status));
            }
        }
        match open(&mut client, kind, &file).await {
            Ok(now) => import = now,
            Err(status) if may_pass(&status) => {}
            Err(status) => return Err(explain("registration", &status)),
        }
        futile = if import.next_offset > before { 0 } else { futile + 1 };
    }
    bar.finish_and_clear();
    let rows_before = first.accepted_rows + first.refused_rows;
    Ok(Totals {
        import_id: import.import_id,
        accepted: import.accepted_rows,
        refused: import.refused_rows,
        rows_now: import.accepted_rows + import.refused_rows - rows_before,
        elapsed: start.elapsed(),
    })
}

type Client = RegistrationServiceClient<Upstream>;

async fn open(client: &mut Client, kind: ImportKind, file: &FileFacts) -> Result<OpenImportResponse, Status> {
    let request = OpenImportRequest { kind: kind.into(), file_sha256: file.sha256.clone(), file_size: file.size };
    ask(client.open_import(outgoing(request))).await
}

/// One stream, from where the import stands to the end of the file; how far it came.
async fn send(
    mut client: Client,
    import: &OpenImportResponse,
    path: &Path,
    bar: &ProgressBar,
) -> anyhow::Result<Result<u64, Status>> {
    let chunks = Chunks::open(path, import.next_offset).with_context(|| format!("reading {}", path.display()))?;
    // Two chunks on the way are enough to keep the service busy and little enough to stay flat.
    let (sender, receiver) = tokio::sync::mpsc::channel(2);
    let (import_id, bar) = (import.import_id.clone(), bar.clone());
    let reading = tokio::task::spawn_blocking(move || -> std::io::Result<()> {
        for chunk in chunks {
            let chunk = chunk?;
            bar.set_position(chunk.offset);
            let request = ImportRowsRequest {
                import_id: import_id.clone(),
                offset: chunk.offset,
                data: chunk.data,
                sha256: chunk.sha256,
            };
            // Nobody takes it any more: the answer says why.
            if sender.blocking_send(request).is_err() {
                break;
            }
        }
        Ok(())
    });
    // No deadline of ours: the service has one, and a file may be of any size.
    let answer = client.import_rows(ReceiverStream::new(receiver)).await;
    reading.await?.with_context(|| format!("reading {}", path.display()))?;
    Ok(answer.map(|answer| answer.into_inner().next_offset))
}

/// indicatif draws to standard error, and only if that is a terminal.
fn progress_bar(size: u64) -> anyhow::Result<ProgressBar> {
    let template = "{bar:40} {bytes}/{total_bytes}, {bytes_per_sec}, {eta} left";
    Ok(ProgressBar::new(size).with_style(ProgressStyle::with_template(template).context("the progress template")?))
}
