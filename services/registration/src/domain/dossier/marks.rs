//! Doubts about a dossier as it would be with its corrections: what verifiers look at first. Never a reason to refuse.

use std::collections::HashMap;

use kernel::{Flag, Nik, Nip, Sex};
use time::Date;

use super::value::Value;
use crate::domain::reference::field::{Field, column};

/// Appointed for good before being a candidate.
pub(crate) const TMT_PNS_BEFORE_TMT_CPNS: &str = "TMT_PNS_BEFORE_TMT_CPNS";
/// Appointed for good after the latest grade.
pub(crate) const TMT_PNS_AFTER_TMT_GRADE: &str = "TMT_PNS_AFTER_TMT_GRADE";
/// The unit is another agency's.
pub(crate) const UNIT_OUTSIDE_AGENCY: &str = "UNIT_OUTSIDE_AGENCY";
/// A correction without the document that the field asks for.
pub(crate) const DOCUMENT_MISSING: &str = "DOCUMENT_MISSING";

/// The fields of a dossier with what each would be: the correction, or else the master value.
#[derive(Debug)]
pub(crate) struct Claims<'a> {
    /// Employee number, which no dossier changes.
    pub(crate) nip: &'a Nip,
    /// All fields, the read-only ones among them.
    pub(crate) fields: &'a [(&'a Field, Option<&'a Value>)],
    /// The agency of the unit that is claimed.
    pub(crate) agency_of_unit: Option<&'a str>,
}

impl<'a> Claims<'a> {
    fn of(&self, column: &str) -> Option<&'a Value> {
        self.fields.iter().find(|(field, _)| field.is_of(column)).and_then(|(_, value)| *value)
    }

    fn date(&self, column: &str) -> Option<Date> {
        self.of(column)?.date()
    }

    /// The marks of each field that has any, by key.
    #[must_use]
    pub(crate) fn marks(&self) -> HashMap<&'a str, Vec<&'static str>> {
        let mut marks: HashMap<&str, Vec<&'static str>> = HashMap::new();
        for (column, mark) in self.doubts() {
            for (field, _) in self.fields.iter().filter(|(field, _)| field.is_of(column)) {
                marks.entry(field.key.as_str()).or_default().push(mark);
            }
        }
        marks
    }

    fn doubts(&self) -> Vec<(&'static str, &'static str)> {
        let sex = self.of(column::SEX).and_then(|value| sex(value.expose()));
        let flags = self.nip.flags(self.date(column::BIRTH_DATE), sex);
        let mut doubts: Vec<_> = flags.into_iter().map(|flag| (about(flag), flag.code())).collect();
        if let Some(nik) = self.of(column::NIK).and_then(|value| Nik::parse(value.expose()).ok()) {
            doubts.extend(nik.mismatches(self.nip).into_iter().map(|flag| (about(flag), flag.code())));
        }
        let (candidate, appointed) = (self.date(column::TMT_CPNS), self.date(column::TMT_PNS));
        if candidate.zip(appointed).is_some_and(|(candidate, appointed)| appointed < candidate) {
            doubts.push((column::TMT_PNS, TMT_PNS_BEFORE_TMT_CPNS));
        }
        if appointed.zip(self.date(column::GRADE_TMT)).is_some_and(|(appointed, grade)| grade < appointed) {
            doubts.push((column::TMT_PNS, TMT_PNS_AFTER_TMT_GRADE));
        }
        let agency = self.of(column::AGENCY).map(Value::expose);
        if self.of(column::UNIT).is_some() && agency != self.agency_of_unit {
            doubts.extend([(column::UNIT, UNIT_OUTSIDE_AGENCY), (column::AGENCY, UNIT_OUTSIDE_AGENCY)]);
        }
        doubts
    }
}

/// The field that a doubt about identifiers stands at.
fn about(flag: Flag) -> &'static str {
    match flag {
        Flag::NipUnder18AtTmtCpns => column::TMT_CPNS,
        Flag::NipBirthDateDiffers => column::BIRTH_DATE,
        Flag::NipSexDiffers => column::SEX,
        Flag::NikBirthDateDiffers | Flag::NikSexDiffers => column::NIK,
    }
}

fn sex(name: &str) -> Option<Sex> {
    [Sex::Male, Sex::Female].into_iter().find(|sex| sex.as_str() == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::reference::field::{FieldType, Master};

    const HONEST: [(&str, &str); 8] = [
        ("birth_date", "1980-01-01"),
        ("sex", "male"),
        ("nik", "3273010101800001"),
        ("tmt_cpns", "2005-01-01"),
        ("tmt_pns", "2006-01-01"),
        ("grade_tmt", "2020-04-01"),
        ("agency_code", "A1"),
        ("unit_code", "A1.ROOT"),
    ];

    fn field(column: &str) -> Field {
        Field {
            key: format!("field_{column}"),
            section: "data_utama".into(),
            label_id: String::new(),
            label_en: String::new(),
            kind: FieldType::Text,
            min_length: 1,
            max_length: 20,
            reference_table: None,
            required: false,
            read_only: false,
            document_required: false,
            stages: kernel::Stage::ALL.to_vec(),
            sealed: false,
            master: Master::Column(column.to_owned()),
        }
    }

    /// The marks of an honest dossier in which one value is another (`None`: nothing).
    fn marks(changed: &str, to: Option<&str>) -> Vec<(String, &'static str)> {
        let fields: Vec<Field> = HONEST.iter().map(|(column, _)| field(column)).collect();
        let values: Vec<Option<Value>> = HONEST
            .iter()
            .map(|(column, value)| if *column == changed { to.and_then(Value::new) } else { Value::new(*value) })
            .collect();
        let fields: Vec<_> = fields.iter().zip(&values).map(|(field, value)| (field, value.as_ref())).collect();
        let nip = Nip::parse("198001012005011001").unwrap();
        let claims = Claims { nip: &nip, fields: &fields, agency_of_unit: Some("A1") };
        let marks = claims.marks().into_iter();
        let mut marks: Vec<_> = marks
            .flat_map(|(key, marks)| marks.into_iter().map(move |mark| (key.replace("field_", ""), mark)))
            .collect();
        marks.sort();
        marks
    }

    #[test]
    fn an_honest_dossier_has_no_mark_and_nothing_is_no_doubt() {
        assert_eq!(marks("", None), []);
        for (column, _) in HONEST.iter().filter(|(column, _)| *column != "agency_code") {
            assert_eq!(marks(column, None), [], "{column}");
        }
    }

    #[test]
    fn each_doubt_stands_at_its_field() {
        let one = |changed: &str, to: &str, at: &str, mark: &'static str| {
            assert_eq!(marks(changed, Some(to)), [(at.to_owned(), mark)], "{changed} = {to}");
        };
        one("birth_date", "1980-01-02", "birth_date", "NIP_BIRTH_DATE_DIFFERS");
        one("sex", "female", "sex", "NIP_SEX_DIFFERS");
        one("nik", "3273010201800001", "nik", "NIK_BIRTH_DATE_DIFFERS");
        one("nik", "3273014101800001", "nik", "NIK_SEX_DIFFERS");
        one("tmt_pns", "2004-12-31", "tmt_pns", TMT_PNS_BEFORE_TMT_CPNS);
        one("tmt_pns", "2020-04-02", "tmt_pns", TMT_PNS_AFTER_TMT_GRADE);
        let outside = [("agency_code".to_owned(), UNIT_OUTSIDE_AGENCY), ("unit_code".to_owned(), UNIT_OUTSIDE_AGENCY)];
        assert_eq!(marks("agency_code", Some("A2")), outside);
    }
}
