use kernel::{AgencyCode, Coded, Jurisdiction, KanregCode, UnitCode};
use proptest::prelude::*;

fn jurisdictions() -> impl Strategy<Value = Jurisdiction> {
    let code = "[A-Za-z0-9.-]{1,36}";
    prop_oneof![
        Just(Jurisdiction::OwnFile),
        Just(Jurisdiction::Nation),
        Just(Jurisdiction::Rehearsal),
        code.prop_map(|code| Jurisdiction::Unit(UnitCode::parse(&code).expect("a code"))),
        code.prop_map(|code| Jurisdiction::Agency(AgencyCode::parse(&code).expect("a code"))),
        code.prop_map(|code| Jurisdiction::Kanreg(KanregCode::parse(&code).expect("a code"))),
    ]
}

proptest! {
    #[test]
    fn a_jurisdiction_reads_back(jurisdiction in jurisdictions()) {
        prop_assert_eq!(Jurisdiction::parse(&jurisdiction.to_string()), Ok(jurisdiction));
    }

    #[test]
    fn whatever_reads_is_canonical(text in r"\PC{0,12}|(own|unit|agency|kanreg|nation|rehearsal):?\PC{0,6}") {
        if let Ok(jurisdiction) = Jurisdiction::parse(&text) {
            prop_assert_eq!(jurisdiction.to_string(), text);
        }
    }
}

#[test]
fn a_jurisdiction_is_never_wider_than_written() {
    for text in ["", "Nation", "nation ", "nation:", "own:1", "unit", "unit:", "unit:a:b", "agency: A", "world", "all"]
    {
        assert_eq!(Jurisdiction::parse(text).expect_err("none").code(), "JURISDICTION_FORM", "{text:?}");
    }
}

#[test]
fn what_a_rehearsal_reaches_begins_with_x_and_the_nation_is_more() {
    let is_rehearsed = |text| Jurisdiction::parse(text).expect("a jurisdiction").is_rehearsed();
    for text in ["rehearsal", "unit:X001-01", "agency:X001", "kanreg:X01"] {
        assert!(is_rehearsed(text), "{text}");
    }
    for text in ["own", "nation", "unit:1X", "agency:3573", "agency:x001", "kanreg:03"] {
        assert!(!is_rehearsed(text), "{text}");
    }
}
