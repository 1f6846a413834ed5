//! What becomes of each submitted field when the last stage is done.

use std::collections::{HashMap, HashSet};

use thiserror::Error;

use super::{
    draft::{Answer, Outcome},
    value::Value,
};
use crate::domain::reference::field::{Field, column};

/// A field as it was last handed in.
#[derive(Clone, Debug)]
pub(crate) struct Frozen<'a> {
    pub(crate) field: &'a Field,
    /// What was answered.
    pub(crate) answer: Answer,
    /// What the master data said then.
    pub(crate) database: Option<Value>,
}

/// What verification has decided.
#[derive(Clone, Debug, Default)]
pub(crate) struct Decisions {
    /// Keys of accepted corrections.
    pub(crate) accepted: HashSet<String>,
    /// Keys of rejected ones.
    pub(crate) rejected: HashSet<String>,
}

/// Where the employee belongs now.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    /// Code of the parent agency.
    pub(crate) agency: &'a str,
    /// Code of the unit.
    pub(crate) unit: &'a str,
}

/// The word of verification does not fit what was handed in: a key too many, too few, or said both ways.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the decision about {0} does not fit the submission")]
pub(crate) struct Contradiction(pub String);

/// The outcome of every field, in the order given. A correction is applied only if the master data still say what they said
/// when it was handed in, or say by now what it says, and agency and unit only if together they fit.
pub(crate) fn settle<'a>(
    frozen: &[Frozen<'a>],
    decisions: &Decisions,
    master: &HashMap<String, Value>,
    place: Place<'_>,
    agency_of_unit: impl Fn(&str) -> Option<String>,
) -> Result<Vec<(&'a Field, Outcome)>, Contradiction> {
    let known: HashSet<&str> = frozen.iter().map(|field| field.field.key.as_str()).collect();
    let spoken_of = decisions.accepted.iter().chain(&decisions.rejected);
    if let Some(unknown) = spoken_of.into_iter().find(|key| !known.contains(key.as_str())) {
        return Err(Contradiction(unknown.clone()));
    }
    let mut outcomes = Vec::with_capacity(frozen.len());
    for field in frozen {
        outcomes.push((field.field, outcome(field, decisions, master.get(&field.field.key))?));
    }
    if !place_fits(frozen, &outcomes, place, agency_of_unit) {
        let places = |field: &Field| field.is_of(column::AGENCY) || field.is_of(column::UNIT);
        for (_, outcome) in outcomes.iter_mut().filter(|(field, outcome)| places(field) && *outcome == Outcome::Applied)
        {
            *outcome = Outcome::Conflict;
        }
    }
    Ok(outcomes)
}

fn outcome(field: &Frozen<'_>, decisions: &Decisions, now: Option<&Value>) -> Result<Outcome, Contradiction> {
    let key = &field.field.key;
    match (&field.answer, decisions.accepted.contains(key), decisions.rejected.contains(key)) {
        (Answer::Check, _, false) => Ok(Outcome::Unchanged),
        // Where the master data have caught up, nothing is overwritten: nobody needs to be asked again.
        (Answer::Correction(value), true, false) if now == field.database.as_ref() || now == Some(value) => {
            Ok(Outcome::Applied)
        }
        (Answer::Correction(_), true, false) => Ok(Outcome::Conflict),
        (Answer::Correction(_), false, true) => Ok(Outcome::Rejected),
        (Answer::Check | Answer::Correction(_), ..) => Err(Contradiction(key.clone())),
    }
}

/// Whether the unit, as it would be, belongs to the agency, as it would be; true when neither changes.
fn place_fits(
    frozen: &[Frozen<'_>],
    outcomes: &[(&Field, Outcome)],
    place: Place<'_>,
    agency_of_unit: impl Fn(&str) -> Option<String>,
) -> bool {
    let corrected = |column: &str| {
        let mut fields = frozen.iter().zip(outcomes);
        let applied = |(frozen, (_, outcome)): &(&Frozen<'_>, &(&Field, Outcome))| {
            frozen.field.is_of(column) && *outcome == Outcome::Applied
        };
        match &fields.find(applied)?.0.answer {
            Answer::Correction(value) => Some(value.expose()),
            Answer::Check => None,
        }
    };
    match (corrected(column::AGENCY), corrected(column::UNIT)) {
        (None, None) => true,
        (agency, unit) => {
            let agency_of_unit = agency_of_unit(unit.unwrap_or(place.unit));
            agency_of_unit.as_deref() == Some(agency.unwrap_or(place.agency))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::reference::field::{FieldType, Master};

    const PLACE: Place<'static> = Place { agency: "A1", unit: "A1.ROOT" };

    fn field(column: &str) -> Field {
        Field {
            key: column.to_owned(),
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

    /// `(column, database value, correction or "" for a check, master value now)`.
    type Row = (&'static str, &'static str, &'static str, &'static str);

    fn outcomes(rows: &[Row], accepted: &[&str], rejected: &[&str]) -> Result<Vec<Outcome>, Contradiction> {
        let fields: Vec<Field> = rows.iter().map(|row| field(row.0)).collect();
        let frozen: Vec<_> = rows
            .iter()
            .zip(&fields)
            .map(|(row, field)| Frozen {
                field,
                answer: Value::new(row.2).map_or(Answer::Check, Answer::Correction),
                database: Value::new(row.1),
            })
            .collect();
        let master = rows.iter().filter_map(|row| Some((row.0.to_owned(), Value::new(row.3)?))).collect();
        let keys = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect();
        let decisions = Decisions { accepted: keys(accepted), rejected: keys(rejected) };
        let agency_of = |unit: &str| unit.split_once('.').map(|(agency, _)| agency.to_owned());
        let outcomes = settle(&frozen, &decisions, &master, PLACE, agency_of)?;
        Ok(outcomes.into_iter().map(|(_, outcome)| outcome).collect())
    }

    #[test]
    fn a_correction_is_applied_only_over_the_value_that_it_corrects() {
        use Outcome::{Applied, Conflict, Rejected, Unchanged};
        let rows = [
            ("name", "Siti", "", "Siti"),
            ("birth_place", "Bogor", "Bandung", "Bogor"),
            ("position", "Staf", "Guru", "Kepala"),
            ("echelon", "", "II.a", ""),
            ("tmt_pns", "", "2006-01-01", "2005-01-01"),
            ("grade", "III/a", "III/b", "III/a"),
            ("religion", "Islam", "Hindu", "Hindu"),
        ];
        let accepted = ["birth_place", "position", "echelon", "tmt_pns", "religion"];
        let expected = vec![Unchanged, Applied, Conflict, Applied, Conflict, Rejected, Applied];
        assert_eq!(outcomes(&rows, &accepted, &["grade"]), Ok(expected));
    }

    #[test]
    fn agency_and_unit_are_applied_only_where_they_fit() {
        use Outcome::{Applied, Conflict, Rejected};
        let agency = ("agency_code", "A1", "A2", "A1");
        let unit = ("unit_code", "A1.ROOT", "A2.ROOT", "A1.ROOT");
        let both: &[&str] = &["agency_code", "unit_code"];
        assert_eq!(outcomes(&[agency, unit], both, &[]), Ok(vec![Applied, Applied]));
        assert_eq!(outcomes(&[agency], &both[..1], &[]), Ok(vec![Conflict]));
        assert_eq!(outcomes(&[unit], &both[1..], &[]), Ok(vec![Conflict]));
        assert_eq!(outcomes(&[agency, unit], &both[..1], &both[1..]), Ok(vec![Conflict, Rejected]));
        let within = ("unit_code", "A1.ROOT", "A1.HEALTH", "A1.ROOT");
        assert_eq!(outcomes(&[within], &both[1..], &[]), Ok(vec![Applied]));
        let moved = ("unit_code", "A1.ROOT", "A2.ROOT", "A1.HEALTH");
        assert_eq!(outcomes(&[agency, moved], both, &[]), Ok(vec![Conflict, Conflict]));
    }

    #[test]
    fn what_does_not_fit_the_submission_is_a_contradiction() {
        let correction = ("name", "Siti", "Sita", "Siti");
        let check = ("position", "Staf", "", "Staf");
        let contradiction =
            |rows: &[Row], accepted: &[&str], rejected: &[&str]| outcomes(rows, accepted, rejected).unwrap_err().0;
        assert_eq!(contradiction(&[correction], &[], &[]), "name");
        assert_eq!(contradiction(&[correction], &["name"], &["name"]), "name");
        assert_eq!(contradiction(&[correction], &["name", "grade"], &[]), "grade");
        assert_eq!(contradiction(&[check], &[], &["position"]), "position");
        assert_eq!(outcomes(&[check], &["position"], &[]), Ok(vec![Outcome::Unchanged]));
    }
}
