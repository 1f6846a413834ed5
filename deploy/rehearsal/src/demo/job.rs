//! What people work as, by the work of their unit.

use super::units::{Unit, Work};

/// Highest education, from the lowest to the highest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Schooling {
    Junior,
    Senior,
    Diploma,
    Bachelor,
    Master,
    Doctor,
}

/// What was studied; decides the titles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Study {
    General,
    Teaching,
    Medicine,
    Nursing,
    Midwifery,
    Pharmacy,
}

/// Kinds of position of the law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Structural,
    /// A career with levels, named after them.
    Specific,
    General,
}

/// A position as it can be filled.
#[derive(Debug, Clone, Copy)]
pub(super) struct Job {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) schooling: Schooling,
    pub(super) study: Study,
    /// Women among a thousand.
    pub(super) women: usize,
    weight: usize,
}

const fn job(name: &'static str, kind: Kind, schooling: Schooling, study: Study, women: usize, weight: usize) -> Job {
    Job { name, kind, schooling, study, women, weight }
}

use Kind::{General, Specific};
use Schooling::{Bachelor, Diploma, Doctor, Junior, Master, Senior};

const OFFICE: [Job; 13] = [
    job("Pengemudi", General, Junior, Study::General, 5, 2),
    job("Pramu Bakti", General, Junior, Study::General, 250, 2),
    job("Pengadministrasi Umum", General, Senior, Study::General, 480, 14),
    job("Pengadministrasi Keuangan", General, Senior, Study::General, 560, 7),
    job("Pengelola Kepegawaian", General, Diploma, Study::General, 560, 6),
    job("Bendahara", General, Diploma, Study::General, 620, 5),
    job("Penyusun Program, Anggaran, dan Pelaporan", General, Bachelor, Study::General, 520, 12),
    job("Analis Sumber Daya Manusia Aparatur", Specific, Bachelor, Study::General, 540, 8),
    job("Pranata Komputer", Specific, Bachelor, Study::General, 350, 5),
    job("Arsiparis", Specific, Diploma, Study::General, 600, 4),
    job("Analis Kebijakan", Specific, Master, Study::General, 450, 9),
    job("Perencana", Specific, Master, Study::General, 420, 5),
    job("Widyaiswara", Specific, Doctor, Study::General, 380, 1),
];

const SCHOOL: [Job; 4] = [
    job("Guru", Specific, Bachelor, Study::Teaching, 690, 80),
    job("Guru", Specific, Master, Study::Teaching, 600, 8),
    job("Guru", Specific, Diploma, Study::Teaching, 720, 4),
    job("Pengadministrasi Sekolah", General, Senior, Study::General, 500, 8),
];

const UPPER_SCHOOL: [Job; 3] = [
    job("Guru", Specific, Bachelor, Study::Teaching, 560, 70),
    job("Guru", Specific, Master, Study::Teaching, 520, 22),
    job("Pengadministrasi Sekolah", General, Senior, Study::General, 480, 8),
];

const HEALTH: [Job; 9] = [
    job("Dokter", Specific, Bachelor, Study::Medicine, 580, 9),
    job("Dokter", Specific, Master, Study::Medicine, 450, 3),
    job("Perawat", Specific, Diploma, Study::Nursing, 700, 32),
    job("Perawat", Specific, Bachelor, Study::Nursing, 680, 14),
    job("Bidan", Specific, Diploma, Study::Midwifery, 1000, 22),
    job("Apoteker", Specific, Bachelor, Study::Pharmacy, 780, 4),
    job("Pranata Laboratorium Kesehatan", Specific, Diploma, Study::General, 650, 5),
    job("Sanitarian", Specific, Diploma, Study::General, 480, 4),
    job("Pengadministrasi Umum", General, Senior, Study::General, 500, 7),
];

/// The jobs of a unit; a unit where nobody is placed has those of an office, for whoever is.
pub(super) fn jobs(work: Work) -> &'static [Job] {
    match work {
        Work::None | Work::Office => &OFFICE,
        Work::School => &SCHOOL,
        Work::UpperSchool => &UPPER_SCHOOL,
        Work::Health => &HEALTH,
    }
}

impl Job {
    /// How usual it is among those of its unit.
    pub(super) fn weight(&self) -> usize {
        self.weight
    }

    /// The head of a unit.
    pub(super) const HEAD: Self = job("", Kind::Structural, Bachelor, Study::General, 350, 0);
}

/// What the head of the unit is called: `Kepala Dinas Pendidikan`, `Direktur Pembinaan Pajak`, `Camat Klojen`.
pub(super) fn head_of(unit: &Unit) -> String {
    const CALLED: [(&str, &str); 8] = [
        ("Sekretariat Daerah", "Sekretaris Daerah"),
        ("Sekretariat", "Sekretaris"),
        ("Direktorat Jenderal", "Direktur Jenderal"),
        ("Direktorat", "Direktur"),
        ("Inspektorat", "Inspektur"),
        ("Kecamatan", "Camat"),
        ("Deputi", "Deputi"),
        ("Satuan Polisi", "Kepala Satuan Polisi"),
    ];
    CALLED
        .iter()
        .find_map(|(unit_word, head)| unit.name.strip_prefix(unit_word).map(|rest| format!("{head}{rest}")))
        .unwrap_or_else(|| format!("Kepala {}", unit.name))
}
