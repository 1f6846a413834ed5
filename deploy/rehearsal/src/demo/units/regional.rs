//! The tree of a province, regency or city: Sekretariat Daerah, Dinas and Badan with their Bidang, schools, health centres,
//! districts.

use super::{Tree, Work};
use crate::demo::agency::Agency;

/// The two tiers of regional government: upper secondary schools are the province's, the others and the health centres the
/// regency's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tier {
    Province,
    Regency,
}

/// Dinas and Badan beside those that every region has, the commonest first.
const OTHERS: [&str; 16] = [
    "Dinas Pekerjaan Umum dan Penataan Ruang",
    "Badan Pendapatan Daerah",
    "Dinas Sosial",
    "Dinas Kependudukan dan Pencatatan Sipil",
    "Satuan Polisi Pamong Praja",
    "Dinas Perhubungan",
    "Dinas Lingkungan Hidup",
    "Badan Perencanaan Pembangunan Daerah",
    "Dinas Pertanian dan Ketahanan Pangan",
    "Dinas Komunikasi dan Informatika",
    "Dinas Koperasi, Usaha Kecil, dan Menengah",
    "Dinas Tenaga Kerja",
    "Dinas Perpustakaan dan Kearsipan",
    "Badan Penanggulangan Bencana Daerah",
    "Dinas Kebudayaan dan Pariwisata",
    "Dinas Perumahan dan Kawasan Permukiman",
];

/// The units; the first ones have the same codes in every run, as fixed people sit there.
pub(super) fn tree(agency: &Agency<'_>, tier: Tier, seat: &str, staff: u64, places: &[&str]) -> Tree {
    let mut tree = Tree::with_root(agency);
    let secretariat = tree.add(0, "Sekretariat Daerah", true, "II.a");
    for part in ["Bagian Umum", "Bagian Hukum", "Bagian Organisasi"] {
        tree.add(secretariat, part, false, "III.a");
    }
    let personnel = "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia";
    department(&mut tree, personnel, ["Mutasi dan Promosi", "Pengembangan Kompetensi"]);
    schools(&mut tree, tier, seat, staff);
    health(&mut tree, tier, seat, staff, places);
    tree.add(0, "Inspektorat Daerah", true, "II.b");
    tree.add(0, "Sekretariat Dewan Perwakilan Rakyat Daerah", true, "II.b");
    let others = scaled(staff, 40, OTHERS.len());
    for name in &OTHERS[..others] {
        department(&mut tree, name, ["Pelayanan", "Pembinaan dan Pengendalian"]);
    }
    if tier == Tier::Regency {
        for place in &places[..scaled(staff, 80, places.len())] {
            let district = tree.add(0, format!("Kecamatan {place}"), true, "III.a");
            tree.add(district, "Seksi Pemerintahan", false, "IV.a");
        }
    }
    tree
}

/// One for each `per` employees, at least one.
fn scaled(staff: u64, per: u64, most: usize) -> usize {
    usize::try_from(staff / per).unwrap_or(usize::MAX).clamp(1, most)
}

/// A Dinas or Badan: Sekretariat with its Subbagian, and two Bidang.
fn department(tree: &mut Tree, name: &str, fields: [&str; 2]) -> usize {
    let department = tree.add(0, name, true, "II.b");
    let secretariat = tree.add(department, "Sekretariat", false, "III.a");
    tree.add(secretariat, "Subbagian Umum dan Kepegawaian", false, "IV.a");
    for field in fields {
        let field = tree.add(department, format!("Bidang {field}"), false, "III.b");
        tree.0[field].weight = 8;
    }
    department
}

/// Schools hold about half of a region's employees.
fn schools(tree: &mut Tree, tier: Tier, seat: &str, staff: u64) {
    let kinds = match tier {
        Tier::Province => [("SMA", Work::UpperSchool, 45, 100, 300), ("SMK", Work::UpperSchool, 45, 160, 200)],
        Tier::Regency => [("SD", Work::School, 11, 30, 600), ("SMP", Work::School, 28, 170, 99)],
    };
    let fields = match tier {
        Tier::Province => ["Pembinaan Sekolah Menengah Atas", "Pembinaan Sekolah Menengah Kejuruan"],
        Tier::Regency => ["Pembinaan Sekolah Dasar", "Pembinaan Sekolah Menengah Pertama"],
    };
    let department = department(tree, "Dinas Pendidikan", fields);
    for (kind, work, weight, per, most) in kinds {
        for number in 1..=scaled(staff, per, most) {
            tree.add_place(department, format!("{kind} Negeri {number} {seat}"), work, weight, false, "");
        }
    }
}

/// Health centres named after their district, and the hospital.
fn health(tree: &mut Tree, tier: Tier, seat: &str, staff: u64, places: &[&str]) {
    let department = department(tree, "Dinas Kesehatan", ["Kesehatan Masyarakat", "Pelayanan Kesehatan"]);
    if tier == Tier::Regency {
        for place in &places[..scaled(staff, 150, places.len())] {
            tree.add_place(department, format!("Puskesmas {place}"), Work::Health, 40, false, "");
        }
    }
    let hospital = format!("Rumah Sakit Umum Daerah {seat}");
    tree.add_place(department, hospital, Work::Health, (staff / 12).max(20), false, "");
}
