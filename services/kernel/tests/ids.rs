use kernel::{AccountId, Coded, EmployeeId, PersonId, RegistrationId};
use proptest::prelude::*;
use uuid::Uuid;

#[test]
fn only_the_form_with_dashes_is_an_id() {
    for text in [
        "",
        "67e5504410b1426f9247bb680e5fe0c8",
        "{67e55044-10b1-426f-9247-bb680e5fe0c8}",
        "urn:uuid:67e55044-10b1-426f-9247-bb680e5fe0c8",
        "67e55044-10b1-426f-9247-bb680e5fe0c",
        "67e55044-10b1-426f-9247-bb680e5fe0cg",
        " 67e55044-10b1-426f-9247-bb680e5fe0c8",
    ] {
        assert_eq!(EmployeeId::parse(text).expect_err("no id").code(), "ID_INVALID", "{text:?}");
    }
}

proptest! {
    #[test]
    fn an_id_reads_back(uuid in any::<u128>().prop_map(Uuid::from_u128)) {
        let id = EmployeeId::from(uuid);
        prop_assert_eq!(EmployeeId::parse(&id.to_string()), Ok(id));
        prop_assert_eq!(EmployeeId::parse(&id.to_string().to_uppercase()), Ok(id));
        prop_assert_eq!(id.as_uuid(), uuid);
    }

    #[test]
    fn a_person_is_the_employee_and_an_account_the_registration(uuid in any::<u128>().prop_map(Uuid::from_u128)) {
        prop_assert_eq!(PersonId::from(EmployeeId::from(uuid)), PersonId::from(uuid));
        prop_assert_eq!(AccountId::from(RegistrationId::from(uuid)), AccountId::from(uuid));
    }
}

#[test]
fn an_id_says_of_what() {
    assert_eq!(format!("{:?}", PersonId::from(Uuid::nil())), "PersonId(00000000-0000-0000-0000-000000000000)");
}
