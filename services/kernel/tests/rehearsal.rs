use kernel::{AgencyCode, NotRehearsed, RehearsalAgency};

#[test]
fn only_codes_that_begin_with_x_are_rehearsed() {
    assert_eq!(RehearsalAgency::parse("X001").expect("rehearsed").as_str(), "X001");
    for real in ["3573", "x001", "0X", "", "%", "X%", "X 1"] {
        assert_eq!(RehearsalAgency::parse(real), Err(NotRehearsed), "{real}");
    }
}

#[test]
fn an_agency_is_a_rehearsals_exactly_when_it_is_taken_for_one() {
    for code in ["X", "X001", "3573", "3573X", "x001", "-X"] {
        let agency = AgencyCode::parse(code).expect("a code");
        assert_eq!(RehearsalAgency::is_one(&agency), RehearsalAgency::parse(code).is_ok(), "{code}");
    }
}

#[test]
fn an_agency_of_a_rehearsal_has_officers_of_its_own() {
    let agency = RehearsalAgency::parse("X001").expect("rehearsed");
    assert_eq!(agency.username_prefix(), "geladi.x001.");
    assert_eq!(agency.jurisdiction().to_string(), "agency:X001");
}
