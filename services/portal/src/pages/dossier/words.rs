//! Sections, stages and values of a dossier in words.

use proto::registration::v1::{Dossier, DossierField, FieldType, Stage};
use time::{Date, macros::format_description};

use crate::{dates, language::Language};

/// A section (tab) of the form.
pub(crate) struct Section {
    /// As the catalogue names it.
    pub key: &'static str,
    /// Its page.
    pub path: &'static str,
    /// The key of its name.
    pub title: &'static str,
}

/// In the deck's order.
pub(crate) const SECTIONS: [Section; 4] = [
    Section { key: "data_utama", path: "/berkas/data-utama", title: "dossier-section-main" },
    Section { key: "data_posisi", path: "/berkas/data-posisi", title: "dossier-section-position" },
    Section { key: "data_riwayat", path: "/berkas/data-riwayat", title: "dossier-section-history" },
    Section { key: "data_lainnya", path: "/berkas/data-lainnya", title: "dossier-section-other" },
];

/// The stages in their order, as people call them everywhere.
pub(crate) const STAGES: [(Stage, &str); 3] =
    [(Stage::Skpd, "SKPD"), (Stage::Bkd, "BKD"), (Stage::KanregBkn, "KANREG/BKN")];

impl Section {
    /// The section of a page.
    #[must_use]
    pub(crate) fn at(path: &str) -> Option<&'static Self> {
        SECTIONS.iter().find(|section| section.path == path)
    }

    /// Its fields, in the catalogue's order.
    pub(crate) fn fields<'a>(&self, dossier: &'a Dossier) -> impl Iterator<Item = &'a DossierField> + use<'a> {
        let key = self.key;
        dossier.fields.iter().filter(move |field| field.section == key)
    }
}

/// Where a field is on its section's page.
#[must_use]
pub(crate) fn place(field: &DossierField) -> String {
    let path = SECTIONS.iter().find(|section| section.key == field.section).map_or("/berkas", |section| section.path);
    format!("{path}#baris-{}", field.key)
}

/// What a field is called.
#[must_use]
pub(crate) fn label(field: &DossierField, language: Language) -> String {
    language.choose(&field.label_id, &field.label_en).clone()
}

/// A stage as people call it.
#[must_use]
pub(crate) fn stage(stage: Stage) -> &'static str {
    STAGES.iter().find(|(known, _)| *known == stage).map_or("", |(_, name)| name)
}

/// A value for people: the label of a code, a day with its month in letters, and all else as it is.
#[must_use]
pub(crate) fn shown(field: &DossierField, value: &str, label: &str, language: Language) -> String {
    if !label.is_empty() {
        return label.to_owned();
    }
    let day = Date::parse(value, format_description!(version = 2, "[year]-[month]-[day]")).ok();
    match day.filter(|_| field.r#type() == FieldType::Date) {
        Some(day) => dates::day(day, language),
        None => value.to_owned(),
    }
}

/// What the master data say, for people; empty when they say nothing.
#[must_use]
pub(crate) fn database(field: &DossierField, language: Language) -> String {
    shown(field, &field.database_value, &field.database_label, language)
}

/// The correction that is kept, for people; empty unless there is one.
#[must_use]
pub(crate) fn correction(field: &DossierField, language: Language) -> String {
    shown(field, &field.correction, &field.correction_label, language)
}

/// What asks helpdesk for a value that a table lacks: the ticket type, and the key of what it is about.
#[must_use]
pub(crate) fn help_with(table: &str) -> &'static [(&'static str, &'static str)] {
    match table {
        "unor" => &[("referensi_unit_organisasi", "dossier-help-unit")],
        "lokasi" => &[("referensi_lokasi", "dossier-help-place")],
        "sekolah" => &[("referensi_sekolah", "dossier-help-school")],
        "unit_kesehatan" => &[("referensi_unit_kesehatan", "dossier-help-health-unit")],
        "pendidikan" => &[("referensi_pendidikan", "dossier-help-education")],
        "jabatan" => &[
            ("referensi_jabatan_fungsional_tertentu", "dossier-help-specific-position"),
            ("referensi_jabatan_fungsional_umum", "dossier-help-general-position"),
        ],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_shown_as_people_write_them() {
        let mut field = DossierField { r#type: FieldType::Date.into(), ..DossierField::default() };
        assert_eq!(shown(&field, "1986-12-26", "", Language::Indonesian), "26 Desember 1986");
        assert_eq!(shown(&field, "1986-02-30", "", Language::Indonesian), "1986-02-30");
        field.set_type(FieldType::Text);
        assert_eq!(shown(&field, "1986-12-26", "", Language::English), "1986-12-26");
        assert_eq!(shown(&field, "III/c", "III/c - Penata", Language::English), "III/c - Penata");
    }
}
