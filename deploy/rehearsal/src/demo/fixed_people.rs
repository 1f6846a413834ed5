//! People who are in every run with the same numbers: the two of the walk-through, and officers for accounts bound to real
//! employees. They are invented; their NIK stand in the manifest on purpose.

use kernel::{Grade, Role, Sex};
use time::Date;
use time::macros::date;

use super::employee::{Career, Person, Placement};

/// One of them.
pub(super) struct Fixed {
    pub(super) agency_code: &'static str,
    pub(super) unit_code: &'static str,
    pub(super) nip: &'static str,
    pub(super) nik: &'static str,
    pub(super) name: &'static str,
    pub(super) birth: Date,
    pub(super) sex: Sex,
    pub(super) tmt_cpns: Date,
    /// The account to make for an officer.
    pub(super) officer: Option<Office>,
    birth_place: &'static str,
    religion: &'static str,
    old_nip: &'static str,
    back_title: &'static str,
    grade: &'static str,
    grade_tmt: Date,
    education: &'static str,
    graduation_year: i32,
    position_type: &'static str,
    position: &'static str,
    echelon: &'static str,
    tmt_pns: Date,
}

/// An officer's account: user name, role, and where it holds, in the kernel's text form.
#[derive(Clone, Copy)]
pub(super) struct Office(pub(super) &'static str, pub(super) Role, pub(super) &'static str);

/// Template of an officer's row; what differs is written out below.
const OFFICER: Fixed = Fixed {
    agency_code: "",
    unit_code: "",
    nip: "",
    nik: "",
    name: "",
    birth: Date::MIN,
    sex: Sex::Male,
    tmt_cpns: Date::MIN,
    officer: None,
    birth_place: "Jakarta Pusat",
    religion: "Islam",
    old_nip: "",
    back_title: "S.Sos.",
    grade: "III/d",
    grade_tmt: date!(2022 - 04 - 01),
    education: "S-1",
    graduation_year: 2000,
    position_type: "functional_specific",
    position: "Analis Sumber Daya Manusia Aparatur Ahli Muda",
    echelon: "",
    tmt_pns: Date::MIN,
};

/// All of them, the two of the walk-through first.
pub(super) const ALL: [Fixed; 14] = [
    Fixed {
        agency_code: "1001",
        unit_code: "1001-01-01-01",
        nip: "198612262009122001",
        nik: "3174046612860001",
        name: "PEVITA PEARCE",
        birth: date!(1986 - 12 - 26),
        sex: Sex::Female,
        tmt_cpns: date!(2009 - 12 - 01),
        tmt_pns: date!(2011 - 04 - 01),
        birth_place: "Jakarta Selatan",
        back_title: "S.K.M.",
        graduation_year: 2008,
        ..OFFICER
    },
    Fixed {
        agency_code: "3573",
        unit_code: "3573-03-01",
        nip: "197501022014071003",
        nik: "3573020201750003",
        name: "AKHMAD SOLEH ARIFIN",
        birth: date!(1975 - 01 - 02),
        tmt_cpns: date!(2014 - 07 - 01),
        tmt_pns: date!(2015 - 08 - 01),
        birth_place: "Malang",
        back_title: "",
        grade: "II/c",
        grade_tmt: date!(2022 - 10 - 01),
        education: "SMA",
        graduation_year: 1993,
        position_type: "functional_general",
        position: "Pengadministrasi Umum",
        ..OFFICER
    },
    Fixed {
        agency_code: "1001",
        unit_code: "1001-01-01",
        nip: "198004172005012002",
        nik: "3273065704800001",
        name: "DEWI KARTIKASARI",
        birth: date!(1980 - 04 - 17),
        sex: Sex::Female,
        tmt_cpns: date!(2005 - 01 - 01),
        tmt_pns: date!(2006 - 03 - 01),
        birth_place: "Bandung",
        old_nip: "140372118",
        graduation_year: 2003,
        officer: Some(Office("kemenkes.verifikator1", Role::Verifier1, "unit:1001-01-01")),
        ..OFFICER
    },
    Fixed {
        agency_code: "1001",
        unit_code: "1001-01-01",
        nip: "197108091997031001",
        nik: "3374020908710001",
        name: "BAMBANG HARTONO",
        birth: date!(1971 - 08 - 09),
        tmt_cpns: date!(1997 - 03 - 01),
        tmt_pns: date!(1998 - 05 - 01),
        birth_place: "Semarang",
        old_nip: "140289460",
        back_title: "S.H.",
        grade: "IV/b",
        grade_tmt: date!(2021 - 04 - 01),
        graduation_year: 1995,
        position_type: "structural",
        position: "Kepala Biro Kepegawaian",
        echelon: "II.a",
        officer: Some(Office("kemenkes.verifikator2", Role::Verifier2, "agency:1001")),
        ..OFFICER
    },
    Fixed {
        agency_code: "3573",
        unit_code: "3573-03",
        nip: "197811232003122001",
        nik: "3573016311780001",
        name: "SRI WAHYUNINGSIH",
        birth: date!(1978 - 11 - 23),
        sex: Sex::Female,
        tmt_cpns: date!(2003 - 12 - 01),
        tmt_pns: date!(2005 - 02 - 01),
        birth_place: "Malang",
        old_nip: "510183274",
        back_title: "S.Pd.",
        graduation_year: 2001,
        officer: Some(Office("malang.verifikator1", Role::Verifier1, "unit:3573-03")),
        ..OFFICER
    },
    Fixed {
        agency_code: "3573",
        unit_code: "3573-02",
        nip: "197406052000031001",
        nik: "3573040506740001",
        name: "JOKO SUSANTO",
        birth: date!(1974 - 06 - 05),
        tmt_cpns: date!(2000 - 03 - 01),
        tmt_pns: date!(2001 - 06 - 01),
        birth_place: "Malang",
        old_nip: "510141906",
        grade: "IV/b",
        grade_tmt: date!(2022 - 04 - 01),
        graduation_year: 1998,
        position_type: "structural",
        position: "Kepala Badan Kepegawaian dan Pengembangan Sumber Daya Manusia",
        echelon: "II.b",
        officer: Some(Office("malang.verifikator2", Role::Verifier2, "agency:3573")),
        ..OFFICER
    },
    Fixed {
        agency_code: "1002",
        unit_code: "1002-01-01",
        nip: "198202142006042001",
        nik: "3171055402820001",
        name: "RATNA SARI DEWI",
        birth: date!(1982 - 02 - 14),
        sex: Sex::Female,
        tmt_cpns: date!(2006 - 04 - 01),
        tmt_pns: date!(2007 - 06 - 01),
        old_nip: "470061325",
        back_title: "S.Kom.",
        graduation_year: 2004,
        officer: Some(Office("bkn.admin", Role::BknAdmin, "nation")),
        ..OFFICER
    },
    Fixed {
        agency_code: "1002",
        unit_code: "1002-01-01",
        nip: "197609302002121001",
        nik: "3578083009760001",
        name: "HERU PRASETYO",
        birth: date!(1976 - 09 - 30),
        tmt_cpns: date!(2002 - 12 - 01),
        tmt_pns: date!(2004 - 02 - 01),
        birth_place: "Surabaya",
        old_nip: "470058841",
        back_title: "S.H.",
        graduation_year: 1999,
        officer: Some(Office("kanreg02.verifikator3", Role::Verifier3, "kanreg:02")),
        ..OFFICER
    },
    Fixed {
        agency_code: "1002",
        unit_code: "1002-01-01",
        nip: "198505202010122001",
        nik: "3275026005850001",
        name: "LILIS SURYANI",
        birth: date!(1985 - 05 - 20),
        sex: Sex::Female,
        tmt_cpns: date!(2010 - 12 - 01),
        tmt_pns: date!(2012 - 02 - 01),
        birth_place: "Bekasi",
        grade: "III/c",
        grade_tmt: date!(2019 - 04 - 01),
        graduation_year: 2008,
        officer: Some(Office("bkn.helpdesk", Role::Helpdesk, "nation")),
        ..OFFICER
    },
    Fixed {
        agency_code: "3500",
        unit_code: "3500-03",
        nip: "197903122005012002",
        nik: "3578085203790001",
        name: "ENDANG PURWANTI",
        birth: date!(1979 - 03 - 12),
        sex: Sex::Female,
        tmt_cpns: date!(2005 - 01 - 01),
        tmt_pns: date!(2006 - 03 - 01),
        birth_place: "Surabaya",
        graduation_year: 2002,
        officer: Some(Office("jatim.verifikator1", Role::Verifier1, "unit:3500-03")),
        ..OFFICER
    },
    Fixed {
        agency_code: "3500",
        unit_code: "3500-02",
        nip: "197207191998031002",
        nik: "3578081907720001",
        name: "AGUS SETIAWAN",
        birth: date!(1972 - 07 - 19),
        tmt_cpns: date!(1998 - 03 - 01),
        tmt_pns: date!(1999 - 06 - 01),
        birth_place: "Surabaya",
        graduation_year: 1996,
        officer: Some(Office("jatim.verifikator2", Role::Verifier2, "agency:3500")),
        ..OFFICER
    },
    Fixed {
        agency_code: "1002",
        unit_code: "1002-01-01",
        nip: "198108302006041001",
        nik: "3175083008810001",
        name: "RUDI HERMAWAN",
        birth: date!(1981 - 08 - 30),
        tmt_cpns: date!(2006 - 04 - 01),
        tmt_pns: date!(2007 - 06 - 01),
        graduation_year: 2004,
        officer: Some(Office("bknpusat.verifikator3", Role::Verifier3, "nation")),
        ..OFFICER
    },
    Fixed {
        agency_code: "3573",
        unit_code: "3573-02",
        nip: "198312052009122001",
        nik: "3573034512830001",
        name: "WIWIK HANDAYANI",
        birth: date!(1983 - 12 - 05),
        sex: Sex::Female,
        tmt_cpns: date!(2009 - 12 - 01),
        tmt_pns: date!(2011 - 04 - 01),
        birth_place: "Malang",
        graduation_year: 2006,
        officer: Some(Office("malang.admin", Role::AgencyAdmin, "agency:3573")),
        ..OFFICER
    },
    Fixed {
        agency_code: "3573",
        unit_code: "3573-02",
        nip: "198709142011012001",
        nik: "3573025409870001",
        name: "FITRI ANDAYANI",
        birth: date!(1987 - 09 - 14),
        sex: Sex::Female,
        tmt_cpns: date!(2011 - 01 - 01),
        tmt_pns: date!(2012 - 03 - 01),
        birth_place: "Malang",
        grade: "III/c",
        grade_tmt: date!(2020 - 04 - 01),
        graduation_year: 2010,
        officer: Some(Office("malang.helpdesk", Role::Helpdesk, "agency:3573")),
        ..OFFICER
    },
];

/// Whether one of them is the head of the unit, so that nobody else can be.
pub(super) fn lead(unit_code: &str) -> bool {
    ALL.iter().any(|fixed| fixed.unit_code == unit_code && !fixed.echelon.is_empty())
}

impl Fixed {
    /// Who this is.
    pub(super) fn person(&self) -> Person {
        Person {
            nip: self.nip.to_owned(),
            nik: self.nik.to_owned(),
            name: self.name.to_owned(),
            birth_place: self.birth_place,
            birth_date: self.birth,
            sex: self.sex,
            religion: self.religion,
        }
    }

    /// What this person has become.
    pub(super) fn career(&self) -> Career {
        Career {
            old_nip: self.old_nip.to_owned(),
            front_title: "",
            back_title: self.back_title,
            grade: Grade::parse(self.grade).expect("a test reads every fixed person"),
            grade_tmt: self.grade_tmt,
            education: self.education,
            graduation_year: self.graduation_year,
            position_type: self.position_type,
            position: self.position.to_owned(),
            echelon: self.echelon,
            tmt_cpns: self.tmt_cpns,
            tmt_pns: self.tmt_pns,
            legal_status: "ACTIVE",
        }
    }

    /// Where this person is placed.
    pub(super) fn placement(&self) -> Placement<'static> {
        Placement { agency_code: self.agency_code, work_agency_code: self.agency_code, unit_code: self.unit_code }
    }
}
