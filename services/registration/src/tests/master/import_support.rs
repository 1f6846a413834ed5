//! Files on their way in, chunk by chunk, as the operator's command line sends them.

use kernel::Caller;
use proto::registration::v1::{
    EmployeesImported, ImportKind, ImportRowsRequest, ImportRowsResponse, ListRefusedRowsRequest, OpenImportRequest,
    OpenImportResponse,
};
use sha2::{Digest as _, Sha256};
use tonic::{Request, Status};

use crate::tests::harness::{World, by};

/// A listed row: line, column, reason, whether it was kept.
pub(crate) type Listed = (u64, String, String, bool);

/// A file, cut where its sender would cut it.
#[derive(Clone)]
pub(crate) struct File {
    pub(crate) kind: ImportKind,
    pub(crate) bytes: Vec<u8>,
    /// Whole lines, unless a line is longer than a chunk.
    pub(crate) chunks: Vec<Vec<u8>>,
}

impl File {
    /// Cut every so many lines.
    pub(crate) fn by_lines(kind: ImportKind, text: &[u8], lines: usize) -> Self {
        let all: Vec<&[u8]> = text.split_inclusive(|byte| *byte == b'\n').collect();
        Self { kind, bytes: text.to_vec(), chunks: all.chunks(lines).map(<[_]>::concat).collect() }
    }

    /// Where a chunk starts.
    pub(crate) fn offset(&self, chunk: usize) -> u64 {
        self.chunks[..chunk].iter().map(|chunk| chunk.len() as u64).sum()
    }

    fn messages(&self, import_id: &str, from: usize, to: usize) -> Vec<ImportRowsRequest> {
        (from..to).map(|chunk| message(import_id, self.offset(chunk), &self.chunks[chunk])).collect()
    }
}

/// One chunk with a checksum that fits.
pub(crate) fn message(import_id: &str, offset: u64, data: &[u8]) -> ImportRowsRequest {
    let sha256 = Sha256::digest(data).to_vec();
    ImportRowsRequest { import_id: import_id.to_owned(), offset, data: data.to_vec(), sha256 }
}

impl World {
    /// Opens the import of a file.
    pub(crate) async fn open_import(&self, file: &File) -> OpenImportResponse {
        let file_sha256 = Sha256::digest(&file.bytes).to_vec();
        let request = OpenImportRequest { kind: file.kind.into(), file_sha256, file_size: file.bytes.len() as u64 };
        let opened = self.client.clone().open_import(by(Caller::Operator("test".to_owned()), request)).await;
        opened.expect("an import").into_inner()
    }

    /// Sends messages in one stream.
    pub(crate) async fn send(&self, messages: Vec<ImportRowsRequest>) -> Result<ImportRowsResponse, Status> {
        let stream = Request::new(tokio_stream::iter(messages));
        self.client.clone().import_rows(stream).await.map(tonic::Response::into_inner)
    }

    /// Sends some chunks of a file.
    pub(crate) async fn send_chunks(&self, file: &File, from: usize, to: usize) -> OpenImportResponse {
        let import = self.open_import(file).await;
        assert_eq!(import.next_offset, file.offset(from));
        self.send(file.messages(&import.import_id, from, to)).await.expect("the chunks are taken");
        self.open_import(file).await
    }

    /// Takes a whole file in.
    pub(crate) async fn import(&self, file: &File) -> OpenImportResponse {
        let done = self.send_chunks(file, 0, file.chunks.len()).await;
        assert_eq!(done.next_offset, file.bytes.len() as u64);
        done
    }

    /// What an import lists.
    pub(crate) async fn listed(&self, import_id: &str) -> Vec<Listed> {
        let mut listed = Vec::new();
        loop {
            let after_line = listed.last().map_or(0, |row: &Listed| row.0);
            let request = ListRefusedRowsRequest { import_id: import_id.to_owned(), after_line, page_size: 7 };
            let page = self.client.clone().list_refused_rows(by(Caller::Operator("test".to_owned()), request)).await;
            let rows = page.expect("a list").into_inner().rows;
            if rows.is_empty() {
                return listed;
            }
            listed.extend(rows.into_iter().map(|row| (row.line, row.column, row.reason_code, row.kept)));
        }
    }

    /// The master data, without what differs from world to world: ids, nonces, and the tags of NIKs, made under its own key.
    pub(crate) async fn master_rows(&self) -> Vec<String> {
        let mut connection = self.app.db.read().await.unwrap();
        let sql = "select (to_jsonb(e) - '{employee_id,nik_index,nik_sealed,imported_by}'::text[])::text
                          || (nik_sealed is null)::text || (nik_index is null)::text
                   from registration.employees e order by nip";
        sqlx::query_scalar(sql).fetch_all(&mut *connection).await.unwrap()
    }

    /// Whom the events tell of, in any order, and whether they are active.
    pub(crate) async fn told_employees(&self) -> Vec<(String, String, bool)> {
        let events = self.told::<EmployeesImported>().await;
        assert!(events.iter().all(|(_, _, event)| (1..=500).contains(&event.employees.len())));
        let told = events.into_iter().flat_map(|(_, _, event)| event.employees);
        let mut told: Vec<_> = told.map(|employee| (employee.nip, employee.unit_code, employee.active)).collect();
        told.sort();
        told
    }
}
