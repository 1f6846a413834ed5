//! Files that people take home: what they hold and for how long they are kept.

use kernel::format_card_time;
use time::{Duration, OffsetDateTime};

use super::csv;

/// How long a file can be read.
pub(crate) const LIFE: Duration = Duration::days(7);
/// How many files one person may have waiting or being written.
pub(crate) const AT_ONCE: i64 = 3;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A row per live registration.
    RegisteredEmployees,
    /// A row per active employee without one.
    UnregisteredEmployees,
}

/// Where a file stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// Waits for its turn.
    Waiting,
    /// Being written.
    Running,
    /// Can be read.
    Ready,
    /// Could not be written.
    Failed,
}

/// One of the registered.
pub(crate) struct Registered {
    /// Canonical.
    pub(crate) number: String,
    /// P1.
    pub(crate) nip: String,
    /// P1.
    pub(crate) name: String,
    /// Of the agency.
    pub(crate) agency: String,
    /// Of the unit.
    pub(crate) unit: String,
    /// Whether the agency has confirmed it.
    pub(crate) confirmed: bool,
    /// When it was made.
    pub(crate) registered_at: OffsetDateTime,
}

/// One of the unregistered; reporting is not told their names.
pub(crate) struct Unregistered {
    /// P1.
    pub(crate) nip: String,
    /// Of the agency.
    pub(crate) agency: String,
    /// Of the unit.
    pub(crate) unit: String,
}

impl Kind {
    /// Every kind.
    pub(crate) const ALL: [Self; 2] = [Self::RegisteredEmployees, Self::UnregisteredEmployees];

    /// Stable name, for the store and the audit trail.
    #[must_use]
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::RegisteredEmployees => "registered_employees",
            Self::UnregisteredEmployees => "unregistered_employees",
        }
    }

    /// Reads exactly what [`as_str`](Self::as_str) writes.
    #[must_use]
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// What a file begins with: how it is encoded, and the names of its columns.
    #[must_use]
    pub(crate) fn head(self) -> Vec<u8> {
        let columns: &[&str] = match self {
            Self::RegisteredEmployees => {
                &["No Register", "NIP", "Nama", "Instansi", "Unit Kerja", "Status", "Tanggal Daftar"]
            }
            Self::UnregisteredEmployees => &["NIP", "Instansi", "Unit Kerja"],
        };
        let mut head = csv::BYTE_ORDER_MARK.to_vec();
        csv::write_record(&mut head, columns);
        head
    }
}

impl State {
    /// Every state.
    pub(crate) const ALL: [Self; 4] = [Self::Waiting, Self::Running, Self::Ready, Self::Failed];

    /// Stable name, for the store.
    #[must_use]
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Ready => "ready",
            Self::Failed => "failed",
        }
    }

    /// Reads exactly what [`as_str`](Self::as_str) writes.
    #[must_use]
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

impl Registered {
    /// Writes the row.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        let status = if self.confirmed { "Terkonfirmasi" } else { "Menunggu konfirmasi" };
        let (nip, at) = (printed_nip(&self.nip), format_card_time(self.registered_at));
        csv::write_record(out, &[&self.number, &nip, &self.name, &self.agency, &self.unit, status, &at]);
    }
}

impl Unregistered {
    /// Writes the row.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        csv::write_record(out, &[&printed_nip(&self.nip), &self.agency, &self.unit]);
    }
}

/// A NIP as papers show it, `19750102 201407 1 003`: the blanks keep a spreadsheet from rounding it to 15 digits.
fn printed_nip(nip: &str) -> String {
    match (nip.get(..8), nip.get(8..14), nip.get(14..15), nip.get(15..)) {
        (Some(birth), Some(tmt), Some(sex), Some(sequence)) => format!("{birth} {tmt} {sex} {sequence}"),
        _ => nip.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_as_its_header_says() {
        let mut file = Kind::RegisteredEmployees.head();
        let row = Registered {
            number: "C8Y9GVRP".into(),
            nip: "197501022014071003".into(),
            name: "=HYPERLINK(\"http://x\")".into(),
            agency: "Pemerintah Kota Bandung".into(),
            unit: "Dinas A, B".into(),
            confirmed: true,
            registered_at: OffsetDateTime::UNIX_EPOCH,
        };
        row.write(&mut file);
        let expected = "\u{FEFF}No Register,NIP,Nama,Instansi,Unit Kerja,Status,Tanggal Daftar\r\n\
            C8Y9GVRP,19750102 201407 1 003,\"'=HYPERLINK(\"\"http://x\"\")\",Pemerintah Kota Bandung,\"Dinas A, B\",\
            Terkonfirmasi,01-01-1970 07:00 WIB\r\n";
        assert_eq!(String::from_utf8(file).unwrap(), expected);
    }

    #[test]
    fn names_in_the_store_are_read_back() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.as_str()), Some(kind));
        }
        for state in State::ALL {
            assert_eq!(State::parse(state.as_str()), Some(state));
        }
    }
}
