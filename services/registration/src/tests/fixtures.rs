//! Two agencies with their units, and people in them.
//!
//! `A1` (regional): `A1.ROOT` > `A1.SCHOOLS` > `A1.SCHOOL1`, `A1.ROOT` > `A1.HEALTH`. `A2` (central): `A2.ROOT`.

use chassis::vault::MasterKey;

/// An employee of the fixtures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Someone {
    /// Teacher in `A1.SCHOOL1`, with titles.
    Teacher,
    /// Another teacher there.
    Colleague,
    /// Nurse in `A1.HEALTH`.
    Nurse,
    /// Clerk in `A2.ROOT`.
    Clerk,
    /// In `A1.HEALTH`, suspended.
    Suspended,
    /// In `A1.HEALTH`, retired.
    Retired,
    /// In `A1.HEALTH`, whose NIK is missing from the master data.
    WithoutNik,
}

impl Someone {
    pub(crate) const ALL: [Self; 7] =
        [Self::Teacher, Self::Colleague, Self::Nurse, Self::Clerk, Self::Suspended, Self::Retired, Self::WithoutNik];

    fn ordinal(self) -> usize {
        Self::ALL.iter().position(|other| *other == self).expect("everyone is in the list") + 1
    }

    pub(crate) fn nip(self) -> String {
        format!("198001012005011{:03}", self.ordinal())
    }

    pub(crate) fn nik(self) -> String {
        format!("327301010180{:04}", self.ordinal())
    }

    /// Also the person's id.
    pub(crate) fn employee_id(self) -> uuid::Uuid {
        uuid::Uuid::from_u128(self.ordinal() as u128)
    }

    fn place(self) -> (&'static str, &'static str) {
        match self {
            Self::Teacher | Self::Colleague => ("A1", "A1.SCHOOL1"),
            Self::Clerk => ("A2", "A2.ROOT"),
            _ => ("A1", "A1.HEALTH"),
        }
    }

    fn status(self) -> &'static str {
        match self {
            Self::Suspended => "suspended",
            Self::Retired => "retired",
            _ => "active",
        }
    }
}

/// Everything above, and the campaign `2026`, which is open now and for a year.
pub(crate) fn sql(master_key: &MasterKey) -> String {
    let mut sql = PLACES.to_owned();
    for someone in Someone::ALL {
        sql.push_str(&employee(someone, master_key));
    }
    sql
}

pub(crate) fn employee(someone: Someone, master_key: &MasterKey) -> String {
    let nik = match someone {
        Someone::WithoutNik => "null, null".to_owned(),
        _ => {
            let tag = master_key.blind_index("nik").of(&someone.nik());
            format!(r"'\x{}', '\x00'", data_encoding::HEXLOWER.encode(&tag))
        }
    };
    let (agency, unit) = someone.place();
    let titles = if someone == Someone::Teacher { "'Dr.', 'S.Pd.'" } else { "'', ''" };
    format!(
        "insert into registration.employees
            (employee_id, nip, nik_index, nik_sealed, front_title, back_title, name, birth_place, birth_date, sex,
             religion, grade, grade_tmt, education, agency_code, work_agency_code, unit_code, position_type, position,
             tmt_cpns, legal_status, imported_by)
         values ('{}', '{}', {nik}, {titles}, '{someone:?}', 'Bandung', '1980-01-01', 'male', 'Islam', 'III/a',
             '2020-04-01', 'S-1', '{agency}', '{agency}', '{unit}', 'functional_general', 'Staf', '2005-01-01', '{}',
             gen_random_uuid());",
        someone.employee_id(),
        someone.nip(),
        someone.status()
    )
}

const PLACES: &str = "
    insert into registration.kanreg values ('03', 'Kantor Regional III', 'Bandung');
    insert into registration.agencies (code, name, central, kanreg_code)
    values ('A1', 'Pemerintah Kota Bandung', false, '03'), ('A2', 'Kementerian Contoh', true, null);
    insert into registration.org_units (code, agency_code, parent_code, name, level_1)
    values ('A1.ROOT', 'A1', null, 'Kota Bandung', false), ('A1.SCHOOLS', 'A1', 'A1.ROOT', 'Dinas Pendidikan', true),
           ('A1.SCHOOL1', 'A1', 'A1.SCHOOLS', 'SMA 1', false), ('A1.HEALTH', 'A1', 'A1.ROOT', 'Dinas Kesehatan', true),
           ('A2.ROOT', 'A2', null, 'Kementerian Contoh', true);
    insert into registration.org_unit_closure
    with recursive up as (
        select code as ancestor, code as descendant, 0 as depth from registration.org_units
        union all
        select u.parent_code, up.descendant, up.depth + 1
        from up join registration.org_units u on u.code = up.ancestor where u.parent_code is not null
    )
    select * from up;
    insert into registration.campaigns
    values ('2026', 'Pendataan Ulang 2026', now() - interval '1 day', now() + interval '300 days',
            now() + interval '330 days', now() + interval '360 days');
";
