//! The kernel as its users see it.

mod caller;
mod claim;
mod codes;
mod grade;
mod ids;
mod jurisdiction;
mod nik;
mod nip;
mod old_nip;
mod registration_number;
mod rehearsal;
mod report_number;
mod role;
mod separation;
mod service_name;
mod text;
mod verifier_scope;
mod wib;
