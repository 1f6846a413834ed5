#![doc = include_str!("../README.md")]

pub mod agency_feed;
mod caller;
mod claim;
mod coded;
mod codes;
mod combining_marks;
mod digits;
mod flag;
mod grade;
mod ids;
mod jurisdiction;
mod masked;
mod nik;
mod nip;
mod old_nip;
mod permutation;
mod registration_number;
mod rehearsal;
mod report_number;
mod role;
mod separation;
mod service_name;
mod sex;
mod text;
mod verifier_scope;
mod wib;

pub use caller::{Caller, Person, Scope};
pub use claim::{Claim, ClaimRequired, ClaimedByOther};
pub use coded::Coded;
pub use codes::{AgencyCode, CodeError, KanregCode, UnitCode};
pub use flag::Flag;
pub use grade::{Grade, GradeError};
pub use ids::{
    AccountId, DossierId, EmployeeId, EventId, ExportId, IdError, ImportId, PersonId, RegistrationId, SessionId,
    TicketId,
};
pub use jurisdiction::{Jurisdiction, JurisdictionError};
pub use nik::{Nik, NikError};
pub use nip::{Nip, NipError};
pub use old_nip::{OldNip, OldNipError};
pub use permutation::{NumberKey, SequenceExhausted};
pub use registration_number::{RegistrationNumber, RegistrationNumberError};
pub use rehearsal::{NotRehearsed, RehearsalAgency};
pub use report_number::{ReportNumber, ReportNumberError};
pub use role::{Role, RoleError};
pub use separation::{SeparationError, Stage, StageError, check_decider, check_not_on_oneself};
pub use service_name::{ServiceName, ServiceNameError};
pub use sex::Sex;
pub use text::{TextError, check_text};
pub use verifier_scope::VerifierScope;
pub use wib::{WIB, format_card_time};
