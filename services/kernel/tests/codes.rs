use kernel::{AgencyCode, Coded, UnitCode};

#[test]
fn codes_are_kept_exactly() {
    let longest = "8ae4828a-5a5c-4c5a-015a-5c5a5c5a5c5a";
    for text in ["A", "3273.01-b", longest] {
        assert_eq!(UnitCode::parse(text).expect("a code").as_str(), text);
    }
    assert_ne!(UnitCode::parse("a"), UnitCode::parse("A"));
}

#[test]
fn what_could_leave_its_place_in_a_subject_or_a_path_is_no_code() {
    let too_long = "x".repeat(37);
    for text in ["", " ", "A B", "A*", "A>", "A/B", "A:B", "A_B", "é", "１", "A\0", "A\n", too_long.as_str()] {
        assert_eq!(AgencyCode::parse(text).expect_err("no code").code(), "CODE_FORM", "{text:?}");
    }
}
