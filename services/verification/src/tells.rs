//! What is told: one function per event, always in the transaction of its fact.

use proto::verification::v1::{
    DossierCompleted, DossierFinalised, DossierRecalled, DossierReturned, PersonalDataViewed, StageCompleted,
};

chassis::tells! {
    /// A stage is done and the next one decides: the dossier is at another desk.
    pub(crate) fn stage_completed(aggregate, StageCompleted);

    /// The employee took the submission back, before anybody spoke: its fields are theirs to change again.
    pub(crate) fn dossier_recalled(aggregate, DossierRecalled);

    /// A stage sent fields back: these are open at the employee's, and no others.
    pub(crate) fn dossier_returned(aggregate, DossierReturned);

    /// The last stage is done: registration has corrections to apply, or none.
    pub(crate) fn dossier_completed(aggregate, DossierCompleted);

    /// Every accepted correction is master data: nothing moves after this.
    pub(crate) fn dossier_finalised(aggregate, DossierFinalised);

    /// Somebody was shown personal data of others; at most 100 a call.
    pub(crate) fn personal_data_viewed(PersonalDataViewed);
}
