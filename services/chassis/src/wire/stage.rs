//! Stages of verification as messages carry them.

use kernel::Stage;
use proto::registration::v1 as pb;

/// A stage on the wire.
#[must_use]
pub fn stage(stage: Stage) -> pb::Stage {
    match stage {
        Stage::Skpd => pb::Stage::Skpd,
        Stage::Bkd => pb::Stage::Bkd,
        Stage::KanregBkn => pb::Stage::KanregBkn,
    }
}

/// The stage that a message means; `None` for one that it does not name.
#[must_use]
pub fn stage_of(stage: pb::Stage) -> Option<Stage> {
    match stage {
        pb::Stage::Unspecified => None,
        pb::Stage::Skpd => Some(Stage::Skpd),
        pb::Stage::Bkd => Some(Stage::Bkd),
        pb::Stage::KanregBkn => Some(Stage::KanregBkn),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_stage_survives_the_wire_and_none_is_none() {
        for kept in Stage::ALL {
            assert_eq!(stage_of(stage(kept)), Some(kept));
        }
        assert_eq!(stage_of(pb::Stage::Unspecified), None);
    }
}
