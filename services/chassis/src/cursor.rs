//! Places in a list: sealed, and good only for the person to whom they were given.

use kernel::PersonId;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use thiserror::Error;
use uuid::Uuid;

use crate::vault::Sealer;

/// Not a place in this list, or another's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not a cursor of this list")]
pub struct CursorInvalid;

#[derive(Serialize, Deserialize)]
struct Cursor<T> {
    person: Uuid,
    place: T,
}

/// Seals the place after which a person's next page begins. One sealer per list.
///
/// # Panics
/// `T` cannot be JSON: a defect of the caller.
#[must_use]
pub fn seal<T: Serialize>(sealer: &Sealer, person: PersonId, place: &T) -> String {
    let cursor = Cursor { person: person.as_uuid(), place };
    sealer.seal(&serde_json::to_vec(&cursor).expect("a place is a struct of plain fields"))
}

/// The place that [`seal`] was given for this person.
///
/// # Errors
/// [`CursorInvalid`], whatever was wrong.
pub fn open<T: DeserializeOwned>(sealer: &Sealer, person: PersonId, cursor: &str) -> Result<T, CursorInvalid> {
    let plain = sealer.open(cursor).map_err(|_| CursorInvalid)?;
    let cursor: Cursor<T> = serde_json::from_slice(&plain).map_err(|_| CursorInvalid)?;
    if cursor.person == person.as_uuid() { Ok(cursor.place) } else { Err(CursorInvalid) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::MasterKey;

    #[test]
    fn a_cursor_opens_for_its_person_and_its_list_alone() {
        let key = MasterKey::from_base64("BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=").unwrap();
        let (list, other) = (key.sealer("a-list"), key.sealer("another"));
        let (me, you) = (PersonId::from(Uuid::from_u128(1)), PersonId::from(Uuid::from_u128(2)));
        let cursor = seal(&list, me, &(5_i64, "x"));
        assert_eq!(open::<(i64, String)>(&list, me, &cursor), Ok((5, "x".to_owned())));
        assert_eq!(open::<(i64, String)>(&list, you, &cursor), Err(CursorInvalid));
        assert_eq!(open::<(i64, String)>(&other, me, &cursor), Err(CursorInvalid));
        assert_eq!(open::<(i64, String)>(&list, me, "x"), Err(CursorInvalid));
    }
}
