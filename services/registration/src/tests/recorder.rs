//! Identity's place in tests of this service: keeps what it is told, and answers as it is asked to. No rule of identity's.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::Mutex,
};

use chassis::reason::Refusal;
use futures::future::BoxFuture;
use kernel::RegistrationId;
use secrecy::{ExposeSecret as _, SecretString};
use tonic::Code;

use crate::app::ports::{Accounts, AccountsError, NewAccount, Source};

/// How one call goes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Behaviour {
    /// Keeps nothing: what was typed breaks a rule.
    Refuses,
    /// Keeps nothing: the hash pool is full.
    IsBusy,
    /// Keeps nothing: it has erased this registration.
    HasErased,
    /// Keeps the secrets, and the answer is lost.
    LosesItsAnswer,
    /// Keeps nothing, and does not answer.
    IsAway,
}

/// Remembers every account; the next calls go as told, all others well.
#[derive(Default)]
pub(crate) struct Recorder {
    behaviours: Mutex<VecDeque<Behaviour>>,
    accounts: Mutex<HashMap<RegistrationId, String>>,
    calls: Mutex<u32>,
    asked: Mutex<Vec<RegistrationId>>,
}

impl Recorder {
    /// How the next call goes.
    pub(crate) fn next(&self, behaviour: Behaviour) {
        self.behaviours.lock().unwrap().push_back(behaviour);
    }

    /// How often secrets were brought: each costs hashes.
    pub(crate) fn calls(&self) -> u32 {
        *self.calls.lock().unwrap()
    }

    /// Whose secrets are kept.
    pub(crate) fn kept(&self) -> HashSet<RegistrationId> {
        self.accounts.lock().unwrap().keys().copied().collect()
    }

    /// Whose passwords were asked for.
    pub(crate) fn asked(&self) -> Vec<RegistrationId> {
        self.asked.lock().unwrap().clone()
    }

    fn take(&self, account: &NewAccount) -> Result<(), AccountsError> {
        *self.calls.lock().unwrap() += 1;
        let behaviour = self.behaviours.lock().unwrap().pop_front();
        let refusal = Refusal::field("password", "PASSWORD_TOO_SHORT", "8 to 128 characters");
        match behaviour {
            Some(Behaviour::Refuses) => return Err(AccountsError::Refused(refusal.into())),
            Some(Behaviour::IsBusy) => {
                return Err(AccountsError::Later(Refusal::new(Code::ResourceExhausted, "BUSY", "full").into()));
            }
            Some(Behaviour::HasErased) => return Err(AccountsError::Erased),
            Some(Behaviour::IsAway) => return Err(AccountsError::Unknown(Code::Unavailable)),
            Some(Behaviour::LosesItsAnswer) | None => {}
        }
        let password = account.secrets.password.expose_secret().to_owned();
        let mut accounts = self.accounts.lock().unwrap();
        let kept = accounts.entry(account.registration_id).or_insert_with(|| password.clone());
        if *kept != password {
            return Err(AccountsError::SecretsDiffer);
        }
        if behaviour.is_some() { Err(AccountsError::Unknown(Code::DeadlineExceeded)) } else { Ok(()) }
    }
}

impl Accounts for Recorder {
    fn prepare(&self, account: NewAccount) -> BoxFuture<'_, Result<(), AccountsError>> {
        Box::pin(async move { self.take(&account) })
    }

    fn check_password(
        &self,
        registration: RegistrationId,
        password: SecretString,
        _source: Source,
    ) -> BoxFuture<'_, Result<(), AccountsError>> {
        self.asked.lock().unwrap().push(registration);
        if self.behaviours.lock().unwrap().pop_front().is_some() {
            return Box::pin(async { Err(AccountsError::Unknown(Code::Unavailable)) });
        }
        let kept = self.accounts.lock().unwrap().get(&registration).cloned();
        let right = kept.as_deref() == Some(password.expose_secret());
        Box::pin(async move { if right { Ok(()) } else { Err(AccountsError::PasswordWrong) } })
    }
}
