//! Academic and professional titles.

use kernel::Sex;

use super::chance::Chance;
use super::job::{Schooling, Study};

/// Titles before and after the name, as education and study give them; SAPK keeps them apart from the name.
pub(super) fn titles(
    study: Study,
    schooling: Schooling,
    tmt_year: i32,
    sex: Sex,
    chance: &mut Chance,
) -> (&'static str, &'static str) {
    match (schooling, study) {
        (Schooling::Junior | Schooling::Senior, _) => ("", ""),
        (Schooling::Diploma, Study::Teaching) => ("", "A.Ma.Pd."),
        (Schooling::Diploma, Study::Nursing) => ("", "A.Md.Kep."),
        (Schooling::Diploma, Study::Midwifery) => ("", "A.Md.Keb."),
        (Schooling::Diploma, _) => ("", "A.Md."),
        (Schooling::Bachelor, Study::Medicine) => (*chance.pick(&["dr.", "dr.", "drg."]), ""),
        (Schooling::Master, Study::Medicine) => ("dr.", *chance.pick(&["Sp.A", "Sp.PD", "Sp.OG", "Sp.B", "M.Kes."])),
        (Schooling::Bachelor, Study::Nursing) => ("", "S.Kep., Ns."),
        (Schooling::Bachelor, Study::Pharmacy) => ("apt.", "S.Farm."),
        // Until the titles of 1993 came into use.
        (Schooling::Bachelor, _) if tmt_year < 1998 => (if sex == Sex::Male { "Drs." } else { "Dra." }, ""),
        (Schooling::Bachelor, Study::Teaching) => ("", "S.Pd."),
        (Schooling::Master, Study::Teaching) => ("", *chance.pick(&["S.Pd., M.Pd.", "S.Pd., M.Si.", "S.Ag., M.Pd.I."])),
        (Schooling::Bachelor, _) => {
            ("", *chance.pick(&["S.E.", "S.H.", "S.Sos.", "S.T.", "S.Kom.", "S.IP.", "S.AP.", "S.P."]))
        }
        (Schooling::Master, _) => {
            ("", *chance.pick(&["S.E., M.Si.", "S.H., M.H.", "S.Sos., M.AP.", "S.T., M.T.", "S.IP., M.Si."]))
        }
        (Schooling::Doctor, _) => ("Dr.", *chance.pick(&["M.Si.", "S.H., M.Hum.", "S.E., M.M.", "M.Pd."])),
    }
}
