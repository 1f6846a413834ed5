//! Reference tables: agreed values that fields are chosen from.

/// Every table that a field can be chosen from. `instansi` and `unor` are the agencies and units themselves.
pub const TABLES: &[&str] = &[
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
    "status_kawin",
    "unor",
];

/// Those that are filled by files. The others are fixed by rules of the master data, or have files of their own.
pub const IMPORTED_TABLES: &[&str] = &["jabatan", "kppn", "lokasi", "pendidikan"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_imported_can_be_chosen_from() {
        assert!(IMPORTED_TABLES.iter().all(|table| TABLES.contains(table)));
    }
}
