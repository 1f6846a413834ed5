//! Where a ticket goes: by the agency of whoever it is about, as registration knows it now.

use anyhow::Context as _;
use kernel::{AgencyCode, KanregCode, PersonId};

use super::{App, ports::Away};
use crate::{
    domain::{
        answers::Answers,
        desk::{Concern, Desk},
        ticket_type::{Field, TicketType},
    },
    store::{agencies, registrations},
};

/// Where a ticket goes, and what it is about.
#[derive(Clone, Debug)]
pub(crate) struct Route {
    /// Who answers it.
    pub(crate) desk: Desk,
    /// Whom it is about, if somebody is known.
    pub(crate) subject: Option<PersonId>,
    /// Agency that it concerns, if it is known.
    pub(crate) agency_code: Option<AgencyCode>,
}

impl App {
    /// Finds out where a ticket goes; `None` inside while registration is away.
    ///
    /// Whether somebody has the number or not, the same is asked: the answer takes the same time.
    pub(crate) async fn route(&self, of: &TicketType, answers: &Answers) -> anyhow::Result<Result<Route, Away>> {
        let employee = match answers.nip() {
            None => None,
            Some(nip) => match self.employees.find(nip).await {
                Ok(employee) => employee,
                Err(away) => return Ok(Err(away)),
            },
        };
        let mut connection = self.db.read().await?;
        let behind = match answers.registration_number() {
            None => None,
            Some(number) => registrations::find(&mut connection, &number).await?,
        };
        let agency_code = match of.routed_by {
            Some(Field::Nip) => employee.as_ref().map(|employee| employee.agency_code.clone()),
            Some(Field::Agency) => answers.agency(),
            Some(Field::RegistrationNumber) => behind.as_ref().map(|behind| behind.agency_code.clone()),
            // BKN Pusat answers it whoever it is about; lists still name the agency.
            _ => employee.as_ref().map(|employee| employee.agency_code.clone()),
        };
        // Asked without a code too: how long it takes must not say that somebody has the number.
        let code = agency_code.as_ref().map_or("", AgencyCode::as_str);
        let kanreg = agencies::kanreg_of(&mut connection, code).await?;
        let kanreg = kanreg.map(|code| KanregCode::parse(&code)).transpose().context("a kept code is none")?;
        let stage = behind.as_ref().and_then(|behind| behind.stage);
        let concern = Concern { agency: agency_code.clone(), kanreg, stage };
        let subject = employee.map(|employee| employee.person_id).or(behind.map(|behind| behind.person_id));
        Ok(Ok(Route { desk: Desk::of(of.destination, concern), subject, agency_code }))
    }
}
