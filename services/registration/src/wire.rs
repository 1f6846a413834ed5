//! Stages as messages carry them.

use kernel::Stage;
use proto::registration::v1 as pb;

/// A stage on the wire.
pub(crate) fn stage(stage: Stage) -> pb::Stage {
    match stage {
        Stage::Skpd => pb::Stage::Skpd,
        Stage::Bkd => pb::Stage::Bkd,
        Stage::KanregBkn => pb::Stage::KanregBkn,
    }
}

/// The stage that a message means; `None` for none.
pub(crate) fn stage_of(stage: pb::Stage) -> Option<Stage> {
    match stage {
        pb::Stage::Unspecified => None,
        pb::Stage::Skpd => Some(Stage::Skpd),
        pb::Stage::Bkd => Some(Stage::Bkd),
        pb::Stage::KanregBkn => Some(Stage::KanregBkn),
    }
}
