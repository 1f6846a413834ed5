//! Rows in the binary format of `COPY`: values travel as the server keeps them and nothing needs escaping.

use time::{Date, macros::date};
use uuid::Uuid;

/// What a stream of rows starts with: signature, flags, no header extension.
pub(super) const HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
/// What it ends with.
pub(super) const TRAILER: &[u8] = &(-1_i16).to_be_bytes();

const EPOCH: Date = date!(2000 - 01 - 01);
const TEXT_OID: u32 = 25;

/// Appends one row to a buffer, column by column.
pub(super) struct RowWriter<'a>(&'a mut Vec<u8>);

impl<'a> RowWriter<'a> {
    /// Starts a row of so many columns.
    pub(super) fn start(buffer: &'a mut Vec<u8>, columns: i16) -> Self {
        buffer.extend_from_slice(&columns.to_be_bytes());
        Self(buffer)
    }

    pub(super) fn null(&mut self) {
        self.0.extend_from_slice(&(-1_i32).to_be_bytes());
    }

    pub(super) fn bytes(&mut self, value: &[u8]) {
        self.length(value.len());
        self.0.extend_from_slice(value);
    }

    pub(super) fn text(&mut self, value: &str) {
        self.bytes(value.as_bytes());
    }

    pub(super) fn uuid(&mut self, value: Uuid) {
        self.bytes(value.as_bytes());
    }

    pub(super) fn smallint(&mut self, value: i16) {
        self.bytes(&value.to_be_bytes());
    }

    pub(super) fn date(&mut self, value: Date) {
        self.bytes(&(value.to_julian_day() - EPOCH.to_julian_day()).to_be_bytes());
    }

    /// A `text[]` without nulls.
    pub(super) fn texts(&mut self, values: &[&str]) {
        let start = self.0.len();
        self.length(0);
        let dimensions = i32::from(!values.is_empty());
        for word in [dimensions.to_be_bytes(), 0_i32.to_be_bytes(), TEXT_OID.to_be_bytes()] {
            self.0.extend_from_slice(&word);
        }
        if !values.is_empty() {
            self.length(values.len());
            self.0.extend_from_slice(&1_i32.to_be_bytes());
            for value in values {
                self.text(value);
            }
        }
        let length = i32::try_from(self.0.len() - start - 4).expect("a row has at most some kilobytes");
        self.0[start..start + 4].copy_from_slice(&length.to_be_bytes());
    }

    /// A value if there is one.
    pub(super) fn optional<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        match value {
            Some(value) => write(self, value),
            None => self.null(),
        }
    }

    fn length(&mut self, length: usize) {
        let length = i32::try_from(length).expect("a row has at most some kilobytes");
        self.0.extend_from_slice(&length.to_be_bytes());
    }
}
