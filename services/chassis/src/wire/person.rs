//! Who does something, as messages carry it: role, jurisdiction, and the person with both.

use kernel::{AgencyCode, CodeError, Jurisdiction, KanregCode, Person, Role, UnitCode};
use proto::identity::v1::{self as pb, jurisdiction::Area};

/// A role on the wire.
#[must_use]
pub fn role(role: Role) -> pb::Role {
    match role {
        Role::Employee => pb::Role::Employee,
        Role::Verifier1 => pb::Role::Verifier1,
        Role::Verifier2 => pb::Role::Verifier2,
        Role::Verifier3 => pb::Role::Verifier3,
        Role::Helpdesk => pb::Role::Helpdesk,
        Role::AgencyAdmin => pb::Role::AgencyAdmin,
        Role::BknAdmin => pb::Role::BknAdmin,
        Role::AgencySystem => pb::Role::AgencySystem,
    }
}

/// The role that a message means; `None` for one that it does not name.
#[must_use]
pub fn role_of(role: pb::Role) -> Option<Role> {
    match role {
        pb::Role::Unspecified => None,
        pb::Role::Employee => Some(Role::Employee),
        pb::Role::Verifier1 => Some(Role::Verifier1),
        pb::Role::Verifier2 => Some(Role::Verifier2),
        pb::Role::Verifier3 => Some(Role::Verifier3),
        pb::Role::Helpdesk => Some(Role::Helpdesk),
        pb::Role::AgencyAdmin => Some(Role::AgencyAdmin),
        pb::Role::BknAdmin => Some(Role::BknAdmin),
        pb::Role::AgencySystem => Some(Role::AgencySystem),
    }
}

/// A jurisdiction on the wire; absent for somebody's own file.
#[must_use]
pub fn jurisdiction(jurisdiction: &Jurisdiction) -> Option<pb::Jurisdiction> {
    let area = match jurisdiction {
        Jurisdiction::OwnFile => return None,
        Jurisdiction::Unit(code) => Area::UnitCode(code.to_string()),
        Jurisdiction::Agency(code) => Area::AgencyCode(code.to_string()),
        Jurisdiction::Kanreg(code) => Area::KanregCode(code.to_string()),
        Jurisdiction::Nation => Area::Nation(true),
        Jurisdiction::Rehearsal => Area::Rehearsal(true),
    };
    Some(pb::Jurisdiction { area: Some(area) })
}

/// Why a message names no jurisdiction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AreaError {
    /// None is given, or the nation or all rehearsals are denied.
    #[error("exactly one area")]
    Missing,
    /// What is given is no code.
    #[error(transparent)]
    Code(#[from] CodeError),
}

/// The jurisdiction of an officer that a message means: somebody's own file is none of these.
///
/// # Errors
/// It names none.
pub fn jurisdiction_of(message: Option<&pb::Jurisdiction>) -> Result<Jurisdiction, AreaError> {
    let area = message.and_then(|message| message.area.as_ref()).ok_or(AreaError::Missing)?;
    Ok(match area {
        Area::UnitCode(code) => Jurisdiction::Unit(UnitCode::parse(code)?),
        Area::AgencyCode(code) => Jurisdiction::Agency(AgencyCode::parse(code)?),
        Area::KanregCode(code) => Jurisdiction::Kanreg(KanregCode::parse(code)?),
        Area::Nation(true) => Jurisdiction::Nation,
        Area::Rehearsal(true) => Jurisdiction::Rehearsal,
        Area::Nation(false) | Area::Rehearsal(false) => return Err(AreaError::Missing),
    })
}

/// Who did something, with the role and the place that they had then.
#[must_use]
pub fn caller(person: &Person) -> pb::Caller {
    pb::Caller {
        person_id: person.person_id.to_string(),
        account_id: person.account_id.to_string(),
        role: role(person.role).into(),
        jurisdiction: jurisdiction(&person.jurisdiction),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_survives_the_wire_and_none_is_none() {
        for kept in Role::ALL {
            assert_eq!(role_of(role(kept)), Some(kept));
        }
        assert_eq!(role_of(pb::Role::Unspecified), None);
    }

    #[test]
    fn each_jurisdiction_of_an_officer_survives_the_wire() {
        for text in ["unit:A1.ROOT", "agency:A1", "kanreg:03", "nation", "rehearsal"] {
            let kept = Jurisdiction::parse(text).unwrap();
            assert_eq!(jurisdiction_of(jurisdiction(&kept).as_ref()), Ok(kept));
        }
        assert!(jurisdiction(&Jurisdiction::OwnFile).is_none());
    }

    #[test]
    fn what_names_no_jurisdiction_is_refused() {
        let given = |area| jurisdiction_of(Some(&pb::Jurisdiction { area }));
        assert_eq!(jurisdiction_of(None), Err(AreaError::Missing));
        assert_eq!(given(None), Err(AreaError::Missing));
        for denied in [Area::Nation(false), Area::Rehearsal(false)] {
            assert_eq!(given(Some(denied)), Err(AreaError::Missing));
        }
        for area in [Area::UnitCode, Area::AgencyCode, Area::KanregCode] {
            assert_eq!(given(Some(area("no code".into()))), Err(AreaError::Code(CodeError)));
        }
    }
}
