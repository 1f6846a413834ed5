use serde_json::json;

use super::*;
use crate::rehearse::citizen::Saved;

fn told() -> Told {
    Told {
        numbers: vec!["C8Y9GVRP".to_owned(), "C8Y9GVRP".to_owned()],
        registration: Some("id".to_owned()),
        saved: BTreeMap::from([
            ("nama".to_owned(), Saved { revision: 1, correction: Some("SITI Geladi".to_owned()) }),
            ("agama".to_owned(), Saved { revision: 1, correction: None }),
        ]),
        submissions: BTreeSet::from([1]),
        completed: Stage::ALL.to_vec(),
    }
}

fn dossier() -> Value {
    json!({
        "registration_number": "C8Y9GVRP", "state": "final", "submission": 1,
        "fields": [
            { "key": "nama", "revision": 1, "database_value": "SITI Geladi", "correction": null },
            { "key": "agama", "revision": 1, "database_value": "Islam", "correction": null },
        ],
    })
}

fn review() -> Value {
    let verdicts: Vec<_> = Stage::ALL.iter().map(|stage| json!({ "stage": stage.as_str(), "verdict": "ok" })).collect();
    json!({ "state": "final", "fields": [{ "key": "nama", "verdicts": verdicts }] })
}

fn wrong(change: impl Fn(&mut Told, &mut Value, &mut Value)) -> Vec<Wrong> {
    let (mut told, mut dossier, mut review) = (told(), dossier(), review());
    change(&mut told, &mut dossier, &mut review);
    let mut wrong = of_numbers(&told);
    wrong.extend(of_dossier(&told, &dossier));
    wrong.extend(of_review(&told, &review));
    wrong
}

#[test]
fn what_is_there_once_is_right() {
    assert_eq!(wrong(|_, _, _| {}), []);
}

#[test]
fn what_is_missing_is_lost() {
    let lost = |change: fn(&mut Value, &mut Value)| {
        let wrong = wrong(|_, dossier, review| change(dossier, review));
        assert!(matches!(wrong.as_slice(), [Wrong::Lost(_)]), "{wrong:?}");
    };
    lost(|dossier, _| dossier["registration_number"] = json!("22222222"));
    lost(|dossier, _| dossier["fields"][0]["database_value"] = json!("SITI"));
    lost(|dossier, _| dossier["fields"][1]["revision"] = json!(0));
    lost(|dossier, _| dossier["submission"] = json!(0));
    lost(|dossier, _| dossier["state"] = json!("submitted"));
    lost(|_, review| review["state"] = json!("completed"));
    lost(|_, review| drop(review["fields"][0]["verdicts"].as_array_mut().unwrap().pop()));
}

#[test]
fn what_is_there_twice_is_double() {
    let double = |change: fn(&mut Told, &mut Value, &mut Value)| {
        let wrong = wrong(change);
        assert!(matches!(wrong.as_slice(), [Wrong::Double(_)]), "{wrong:?}");
    };
    double(|told, _, _| told.numbers.push("22222222".to_owned()));
    double(|_, dossier, _| dossier["submission"] = json!(2));
    double(|_, _, review| {
        let verdicts = review["fields"][0]["verdicts"].as_array_mut().unwrap();
        verdicts.push(json!({ "stage": "bkd", "verdict": "ok" }));
    });
}

#[test]
fn what_was_not_acknowledged_is_not_missed() {
    let wrong = wrong(|told, dossier, review| {
        told.saved.clear();
        told.submissions.clear();
        told.completed.clear();
        *dossier = json!({ "registration_number": "C8Y9GVRP", "state": "open", "submission": 0, "fields": [] });
        *review = Value::Null;
    });
    assert_eq!(wrong, []);
}

#[test]
fn one_number_of_two_people_is_found() {
    let citizen = |place| {
        let person = crate::rehearse::people::Person { nip: String::new(), nik: String::new() };
        let citizen = Citizen::new(person, place);
        citizen.told().numbers.push("C8Y9GVRP".to_owned());
        Arc::new(citizen)
    };
    assert_eq!(numbers_of_two(&[citizen(1)]), [] as [String; 0]);
    assert_eq!(numbers_of_two(&[citizen(1), citizen(2)]).len(), 1);
}
