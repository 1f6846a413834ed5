//! What is unlikely but not refused: marks that a verifier looks at.

use time::Date;

use crate::nik::Nik;
use crate::nip::Nip;
use crate::sex::Sex;

/// A doubt about a person's identifiers. Shown to the verifier; never a reason to refuse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Flag {
    /// Younger than 18 on the day that the NIP gives as TMT CPNS.
    NipUnder18AtTmtCpns,
    /// The NIP's birth date is not the master data's.
    NipBirthDateDiffers,
    /// The NIP's sex is not the master data's.
    NipSexDiffers,
    /// The NIK's birth date is not the NIP's.
    NikBirthDateDiffers,
    /// The NIK's sex is not the NIP's.
    NikSexDiffers,
}

impl Flag {
    /// Stable name, for stores and messages.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NipUnder18AtTmtCpns => "NIP_UNDER_18_AT_TMT_CPNS",
            Self::NipBirthDateDiffers => "NIP_BIRTH_DATE_DIFFERS",
            Self::NipSexDiffers => "NIP_SEX_DIFFERS",
            Self::NikBirthDateDiffers => "NIK_BIRTH_DATE_DIFFERS",
            Self::NikSexDiffers => "NIK_SEX_DIFFERS",
        }
    }
}

impl Nip {
    /// Whether the person was younger than 18 on the first of the month of TMT CPNS.
    #[must_use]
    pub fn younger_than_18_at_tmt(&self) -> bool {
        let born = self.birth_date();
        let (year, month) = self.tmt_cpns();
        // Compared part by part: a leap day has no eighteenth birthday of the same date.
        (year - 18, u8::from(month), 1) < (born.year(), u8::from(born.month()), born.day())
    }

    /// Doubts about this NIP, given what the master data says of its bearer (`None`: it says nothing).
    #[must_use]
    pub fn flags(&self, birth_date: Option<Date>, sex: Option<Sex>) -> Vec<Flag> {
        [
            (self.younger_than_18_at_tmt(), Flag::NipUnder18AtTmtCpns),
            (birth_date.is_some_and(|date| date != self.birth_date()), Flag::NipBirthDateDiffers),
            (sex.is_some_and(|sex| sex != self.sex()), Flag::NipSexDiffers),
        ]
        .into_iter()
        .filter_map(|(doubtful, flag)| doubtful.then_some(flag))
        .collect()
    }
}

impl Nik {
    /// Where this NIK and its bearer's NIP disagree. A NIK is never reissued, so that a corrected birth date or sex
    /// makes them disagree for good.
    #[must_use]
    pub fn mismatches(&self, nip: &Nip) -> Vec<Flag> {
        [
            (!self.agrees_with_birth_date(nip.birth_date()), Flag::NikBirthDateDiffers),
            (self.sex() != nip.sex(), Flag::NikSexDiffers),
        ]
        .into_iter()
        .filter_map(|(doubtful, flag)| doubtful.then_some(flag))
        .collect()
    }
}
