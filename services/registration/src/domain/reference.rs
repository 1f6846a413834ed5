//! Reference tables: agreed values that fields are chosen from.

pub(crate) mod campaign;
pub(crate) mod field;

/// Every table that a field can be chosen from. `instansi` and `unor` are the agencies and units themselves.
pub(crate) const TABLES: &[&str] = &[
    "agama",
    "eselon",
    "golongan",
    "instansi",
    "jabatan",
    "jenis_jabatan",
    "jenis_kelamin",
    "jenis_pegawai",
    "kedudukan_hukum",
    "kppn",
    "lokasi",
    "pendidikan",
    "sekolah",
    "status_kawin",
    "unit_kesehatan",
    "unor",
];

/// Those that files fill, and one by one approved tickets. The others are fixed by rules of the master data, or have files
/// of their own.
pub(crate) const IMPORTED_TABLES: &[&str] = &["jabatan", "kppn", "lokasi", "pendidikan", "sekolah", "unit_kesehatan"];

/// Of these, the ones to which agencies add for their own people; all others are the nation's.
pub(crate) const TABLES_OF_AGENCIES: &[&str] = &["lokasi", "sekolah", "unit_kesehatan"];

/// A value of a reference table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReferenceRow {
    pub(crate) table: &'static str,
    /// What the master data hold.
    pub(crate) code: String,
    /// What people read.
    pub(crate) label: String,
    /// Whether it can still be chosen.
    pub(crate) active: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_imported_can_be_chosen_from() {
        assert!(IMPORTED_TABLES.iter().all(|table| TABLES.contains(table)));
        assert!(TABLES_OF_AGENCIES.iter().all(|table| IMPORTED_TABLES.contains(table)));
    }
}
