//! Who sits in front of the browser.

use stack::demo::PASSWORD as OFFICERS_PASSWORD;

use super::Browser;
use crate::{PASSWORD, World, officer::code};

impl Browser {
    /// An employee signs in; the home page comes.
    pub async fn signs_in(&self, number: &str) {
        self.goes_to("/masuk").await;
        self.fills("Nomor registrasi atau nama pengguna", number).await;
        self.fills("Kata kunci", PASSWORD).await;
        self.presses("Masuk").await;
    }

    /// An officer signs in with password and code; a code is good for one sign-in.
    ///
    /// # Panics
    /// When there is no such officer.
    pub async fn signs_in_as(&self, world: &World, username: &str) {
        let account = world.demo.officer(username).unwrap_or_else(|| panic!("no demo officer {username}"));
        self.goes_to("/masuk").await;
        self.fills("Nomor registrasi atau nama pengguna", username).await;
        self.fills("Kata kunci", OFFICERS_PASSWORD).await;
        self.presses("Masuk").await;
        self.fills("6 angka dari aplikasi autentikator", &code(&account.totp_uri)).await;
        self.presses("Lanjut").await;
    }

    /// Signs out.
    pub async fn signs_out(&self) {
        self.presses("Keluar").await;
    }
}
