//! Pages for everybody.

mod access;
mod check_card;
mod front;
mod home;
mod progress;
mod register;
mod register_secrets;
mod registered;
mod reprint;
mod schedule;
mod second_factor;
mod sign_in;
mod status;

pub(crate) use self::{
    access::{Access, Look},
    check_card::{CheckCard, CheckedCard},
    front::Front,
    home::{Glance, Home, OwnForm},
    progress::Progress,
    register::Register,
    register_secrets::{Found, OWN, QUESTIONS, RegisterSecrets},
    registered::Registered,
    reprint::Reprint,
    schedule::Schedule,
    second_factor::SecondFactor,
    sign_in::SignIn,
    status::{AskStatus, StatusFound, state_sentence},
};

#[cfg(test)]
pub(crate) fn samples(all: &mut crate::samples::Samples) {
    front::samples(all);
    register::samples(all);
    register_secrets::samples(all);
    registered::samples(all);
    reprint::samples(all);
    check_card::samples(all);
    status::samples(all);
    sign_in::samples(all);
    second_factor::samples(all);
    home::samples(all);
    access::samples(all);
}
