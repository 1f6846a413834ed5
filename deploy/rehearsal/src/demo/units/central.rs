//! The tree of a ministry or institution: Sekretariat Jenderal, Direktorat Jenderal, Direktorat, Subdirektorat, and offices
//! in the regions.

use super::{Tree, Work};
use crate::demo::agency::{Agency, Institution};
use crate::demo::region::Province;

/// The units; the first ones have the same codes in every run, as fixed people sit there.
pub(super) fn tree(agency: &Agency<'_>, institution: &Institution, staff: u64, provinces: &[Province]) -> Tree {
    let mut tree = Tree::with_root(agency);
    secretariat(&mut tree, institution);
    for field in &institution.fields {
        field_of_work(&mut tree, institution, field);
    }
    inspectorate(&mut tree, institution);
    field_offices(&mut tree, agency, institution, staff, provinces);
    tree
}

fn secretariat(tree: &mut Tree, institution: &Institution) {
    let name = if institution.ministry { "Sekretariat Jenderal" } else { "Sekretariat Utama" };
    let secretariat = tree.add(0, name, true, "I.a");
    let personnel = tree.add(secretariat, "Biro Kepegawaian", true, "II.a");
    tree.add(personnel, "Bagian Pengembangan Karier", false, "III.a");
    tree.add(personnel, "Bagian Mutasi dan Kepangkatan", false, "III.a");
    let finance = tree.add(secretariat, "Biro Perencanaan dan Keuangan", true, "II.a");
    tree.add(finance, "Bagian Anggaran", false, "III.a");
    let general = tree.add(secretariat, "Biro Umum", true, "II.a");
    tree.add(general, "Bagian Rumah Tangga", false, "III.a");
    tree.add(general, "Bagian Tata Usaha", false, "III.a");
}

fn field_of_work(tree: &mut Tree, institution: &Institution, field: &str) {
    let (head, secretariat) = match (institution.ministry, field.starts_with("Badan")) {
        (true, _) => (format!("Direktorat Jenderal {field}"), "Sekretariat Direktorat Jenderal"),
        (false, true) => ((*field).to_owned(), "Sekretariat Badan"),
        (false, false) => (format!("Deputi Bidang {field}"), "Sekretariat Deputi"),
    };
    let head = tree.add(0, head, true, "I.a");
    tree.add(head, format!("{secretariat} {field}"), true, "II.a");
    for task in ["Perencanaan", "Pembinaan"] {
        let directorate = tree.add(head, format!("Direktorat {task} {field}"), true, "II.a");
        for region in ["Wilayah I", "Wilayah II"] {
            tree.add(directorate, format!("Subdirektorat {task} {region}"), false, "III.a");
        }
    }
}

fn inspectorate(tree: &mut Tree, institution: &Institution) {
    if institution.ministry {
        let inspectorate = tree.add(0, "Inspektorat Jenderal", true, "I.a");
        tree.add(inspectorate, "Inspektorat I", true, "II.a");
        tree.add(inspectorate, "Inspektorat II", true, "II.a");
    } else {
        tree.add(0, "Inspektorat Utama", true, "I.a");
    }
}

/// One office for every 40 employees, spread over the nation, each once.
fn field_offices(tree: &mut Tree, agency: &Agency<'_>, institution: &Institution, staff: u64, provinces: &[Province]) {
    /// Walks the 514 regencies without meeting one twice: it shares no factor with 514.
    const STRIDE: usize = 37;
    let regencies: Vec<_> = provinces.iter().flat_map(|province| &province.regencies).collect();
    let start = agency.code.bytes().fold(0, |sum, byte| sum * 10 + usize::from(byte - b'0'));
    let offices = usize::try_from(staff / 40).unwrap_or(usize::MAX).clamp(1, regencies.len());
    for place in 0..offices {
        let regency = regencies[(start + place * STRIDE) % regencies.len()];
        let name = format!("{} {}", institution.field_office, regency.full_name());
        let office = tree.add_place(0, name, Work::Office, 20, true, "III.a");
        tree.add(office, "Subbagian Tata Usaha", false, "IV.a");
    }
}
