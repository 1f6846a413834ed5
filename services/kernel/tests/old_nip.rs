use kernel::{Coded, OldNip};
use proptest::prelude::*;

#[test]
fn eight_and_nine_digits_are_kept_as_they_are() {
    for (typed, kept) in [("13056789", "13056789"), ("130 567 890", "130567890"), ("000000001", "000000001")] {
        assert_eq!(OldNip::parse(typed).expect("a good NIP lama").expose(), kept);
    }
}

#[test]
fn other_lengths_and_characters_are_refused_by_name() {
    for (typed, code) in [
        ("1305678", "OLD_NIP_LENGTH"),
        ("1305678901", "OLD_NIP_LENGTH"),
        ("", "OLD_NIP_LENGTH"),
        ("13056789a", "OLD_NIP_DIGITS"),
        ("١٣٠٥٦٧٨٩", "OLD_NIP_DIGITS"),
    ] {
        assert_eq!(OldNip::parse(typed).expect_err("a bad NIP lama").code(), code, "{typed:?}");
    }
}

#[test]
fn it_does_not_show_itself() {
    assert_eq!(format!("{:?}", OldNip::parse("130567890")), "Ok(OldNip(***))");
}

proptest! {
    #[test]
    fn it_reads_back(digits in "[0-9]{8,9}") {
        let nip = OldNip::parse(&digits).expect("a good NIP lama");
        prop_assert_eq!(nip.expose(), digits);
    }
}
