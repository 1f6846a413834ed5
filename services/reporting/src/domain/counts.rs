//! How many people stand where.

/// What is counted of people in one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measure {
    /// Active employees.
    Employees,
    /// With a live registration.
    Registered,
    /// Active employees with a live registration.
    RegisteredActive,
    /// With a confirmed registration.
    Confirmed,
    /// Dossiers at level 1.
    AtSkpd,
    /// At level 2.
    AtBkd,
    /// At level 3.
    AtKanregBkn,
    /// With their owners again.
    Returned,
    /// With final status.
    Final,
}

impl Measure {
    const ALL: [(&'static str, Self); 9] = [
        ("employees", Self::Employees),
        ("registered", Self::Registered),
        ("registered_active", Self::RegisteredActive),
        ("confirmed", Self::Confirmed),
        ("at_skpd", Self::AtSkpd),
        ("at_bkd", Self::AtBkd),
        ("at_kanreg_bkn", Self::AtKanregBkn),
        ("returned", Self::Returned),
        ("final", Self::Final),
    ];

    /// The measure of this name in the store.
    #[must_use]
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, measure)| *measure)
    }
}

/// All measures of one place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Active employees.
    pub(crate) employees: u64,
    /// With a live registration.
    pub(crate) registered: u64,
    /// Active employees with a live registration.
    pub(crate) registered_active: u64,
    /// With a confirmed registration.
    pub(crate) confirmed: u64,
    /// Dossiers at level 1.
    pub(crate) at_skpd: u64,
    /// At level 2.
    pub(crate) at_bkd: u64,
    /// At level 3.
    pub(crate) at_kanreg_bkn: u64,
    /// With their owners again.
    pub(crate) returned: u64,
    /// With final status.
    pub(crate) finals: u64,
}

impl Counts {
    /// Adds people to a measure.
    pub(crate) fn add(&mut self, measure: Measure, count: i64) {
        let place = match measure {
            Measure::Employees => &mut self.employees,
            Measure::Registered => &mut self.registered,
            Measure::RegisteredActive => &mut self.registered_active,
            Measure::Confirmed => &mut self.confirmed,
            Measure::AtSkpd => &mut self.at_skpd,
            Measure::AtBkd => &mut self.at_bkd,
            Measure::AtKanregBkn => &mut self.at_kanreg_bkn,
            Measure::Returned => &mut self.returned,
            Measure::Final => &mut self.finals,
        };
        *place = place.saturating_add_signed(count);
    }

    /// Active employees without a live registration. While the events of one person are still on their way one may be
    /// registered before being known: never below zero.
    #[must_use]
    pub(crate) fn unregistered(&self) -> u64 {
        self.employees.saturating_sub(self.registered_active)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unregistered_are_the_active_without_a_registration() {
        let mut counts = Counts::default();
        for (measure, count) in [("employees", 10), ("registered", 5), ("registered_active", 4)] {
            counts.add(Measure::parse(measure).unwrap(), count);
        }
        assert_eq!((counts.unregistered(), counts.registered), (6, 5), "one of the registered has retired");
        counts.add(Measure::RegisteredActive, 7);
        assert_eq!(counts.unregistered(), 0, "never below zero");
        assert_eq!(Measure::parse("unknown"), None);
    }
}
