//! What people and programs are told: every reason of the contract with its HTTP status and its sentences, Indonesian and English.
//!
//! The gateway answers programs by it, the portal people. Only what renders for people builds it: a sentence that changes
//! rebuilds the two edges and no owner of data. The sentences of the 2015 system, which people and helpdesks know, are kept word
//! for word where there is one.

mod rules;

use http::StatusCode;

pub use self::rules::{RESULTS, RULES, Rule};

/// One refusal.
#[derive(Debug)]
pub struct Entry {
    /// Stable, UPPER_SNAKE.
    pub code: &'static str,
    /// How HTTP says it.
    pub status: StatusCode,
    /// For people: Indonesian.
    pub id: &'static str,
    /// For who writes programs: English, in the words of the API.
    pub en: &'static str,
    /// For people: English. Where none is written the programs' sentence does for both.
    pub people_en: &'static str,
}

macro_rules! people {
    ($en:literal) => {
        $en
    };
    ($en:literal $people:literal) => {
        $people
    };
}

macro_rules! entries {
    ($($code:ident $status:ident $id:literal $en:literal $($people:literal)?)*) => {
        /// Code, status, Indonesian, English of the API, and where that speaks of the API an English sentence for people.
        pub const ENTRIES: &[Entry] = &[$(Entry {
            code: stringify!($code),
            status: StatusCode::$status,
            id: $id,
            en: $en,
            people_en: people!($en $($people)?),
        }),*];
    };
}

entries! {
    // The door itself.
    ROUTE_NOT_FOUND NOT_FOUND "Alamat ini tidak ada" "There is nothing at this address."
    METHOD_NOT_ALLOWED METHOD_NOT_ALLOWED "Metode ini tidak berlaku di alamat ini" "The header Allow lists what this address takes."
        "That cannot be done at this address."
    QUERY_TOO_LONG URI_TOO_LONG "Alamat terlalu panjang" "The query string is longer than 8 KiB."
        "The address is too long."
    BODY_TOO_LARGE PAYLOAD_TOO_LARGE "Isi permintaan terlalu besar" "The body is larger than this operation takes."
        "What was sent is too large."
    BODY_TOO_SLOW REQUEST_TIMEOUT "Isi permintaan datang terlalu lambat" "The body did not arrive within 10 s."
    BODY_BROKEN BAD_REQUEST "Isi permintaan terputus" "The body ended before its length."
    BODY_NOT_JSON BAD_REQUEST "Isi permintaan bukan objek JSON" "The body is not one JSON object."
        "What was sent could not be read."
    CONTENT_TYPE_REFUSED UNSUPPORTED_MEDIA_TYPE "Jenis isi tidak diterima" "This operation takes application/json."
        "What was sent could not be read."
    CONTENT_ENCODING_REFUSED UNSUPPORTED_MEDIA_TYPE "Isi terkompresi tidak diterima" "Send the body without Content-Encoding."
        "What was sent could not be read."
    FIELDS_INVALID UNPROCESSABLE_ENTITY "Ada isian yang belum benar" "errors names each field and the rule it breaks."
        "Some answers are not right yet."
    IDEMPOTENCY_KEY_MISSING BAD_REQUEST "Kunci Idempotency-Key belum dikirim" "Send the header Idempotency-Key with a new UUID per intended effect."
        "The form was incomplete; please send it again."
    IDEMPOTENCY_KEY_INVALID BAD_REQUEST "Kunci Idempotency-Key bukan UUID" "Idempotency-Key is a UUID of 36 characters."
        "The form was incomplete; please send it again."
    CROSS_ORIGIN_REFUSED FORBIDDEN "Permintaan dari situs lain ditolak" "A browser sent this from another site."
    TOO_MANY_REQUESTS TOO_MANY_REQUESTS "Terlalu banyak permintaan, mohon tunggu sebentar" "This address has used up its budget; Retry-After says when to go on."
        "Too many requests; please wait a moment."
    SESSION_REQUIRED UNAUTHORIZED "Silakan masuk terlebih dahulu" "This operation needs a session: Authorization: Bearer, or the session cookie."
        "Please sign in first."
    SESSION_INVALID UNAUTHORIZED "Sesi tidak berlaku, silakan masuk kembali" "The access token is not valid or has expired; refresh it or sign in."
        "Your session is no longer valid; please sign in again."
    SESSION_ENDED UNAUTHORIZED "Sesi telah berakhir, silakan masuk kembali" "The session has ended; sign in again."
    UNAVAILABLE SERVICE_UNAVAILABLE "Layanan sedang tidak dapat dihubungi, mohon coba lagi" "A part of the system is away; try again after Retry-After."
        "The service is away for the moment; please try again."
    DEADLINE_EXCEEDED SERVICE_UNAVAILABLE "Layanan terlalu lama menjawab, mohon coba lagi" "A part of the system took too long. Repeating is safe with the same Idempotency-Key."
        "The service took too long to answer; please try again."
    BUSY SERVICE_UNAVAILABLE "Layanan sedang sibuk, mohon coba lagi" "More people sign in than can be checked at once; try again after Retry-After."
        "The service is busy; please try again."
    INTERNAL INTERNAL_SERVER_ERROR "Terjadi kesalahan pada sistem" "Unexpected error; quote trace_id to the helpdesk."
        "Something went wrong in the system."

    // Challenges.
    CHALLENGE_INVALID UNPROCESSABLE_ENTITY "Tantangan belum terjawab dengan benar" "The field challenge takes a solved challenge or a receipt."
        "The check that you are a person was not passed; please try again."
    CHALLENGE_EXPIRED UNPROCESSABLE_ENTITY "Tantangan sudah kedaluwarsa" "Ask for a new challenge."
        "The check that you are a person has expired; please try again."
    CHALLENGE_REUSED UNPROCESSABLE_ENTITY "Tantangan sudah pernah dipakai" "A solution is good once; use the receipt it gave, or ask for a new challenge."
        "The check that you are a person was used before; please try again."
    CHALLENGE_PURPOSE UNPROCESSABLE_ENTITY "Tantangan ini untuk keperluan lain" "A challenge is good for the purpose it was asked for."
        "The check that you are a person was made for something else; please try again."
    CHALLENGE_EXHAUSTED UNPROCESSABLE_ENTITY "Tantangan sudah dipakai lima kali" "A receipt is good for 5 uses; ask for a new challenge."
        "The check that you are a person has been used five times; please do it again."

    // Registration.
    EMPLOYEE_NOT_MATCHED NOT_FOUND "Data tidak cocok atau tidak ada dalam database" "NIP and NIK do not match an active employee. The helpdesk or your agency can help."
        "The data do not match, or are not in the database."
    REGISTRATION_IN_PROGRESS CONFLICT "Pendaftaran Anda sedang diproses, mohon tunggu sebentar" "Another request has reserved this NIP and is not done yet; try again after Retry-After."
        "Your registration is being processed; please wait a moment."
    EMPLOYEE_NOT_FOUND NOT_FOUND "Data tidak ada dalam database" "No active employee has this NIP."
        "The data are not in the database."
    ALREADY_REGISTERED CONFLICT "DATA ANDA TELAH TERDAFTAR" "This person has registered; card and form can be printed again with NIP and password."
        "You have registered already."
    CAMPAIGN_NOT_OPEN FORBIDDEN "Pendaftaran belum dibuka" "Registration has not opened yet; GET /v1/campaign has the dates."
        "Registration has not opened yet."
    CAMPAIGN_CLOSED FORBIDDEN "Pendaftaran sudah ditutup" "Registration has closed; GET /v1/campaign has the dates."
        "Registration has closed."
    CAMPAIGN_NOT_FOUND NOT_FOUND "Jadwal PUPNS belum diumumkan" "No campaign has been announced."
    CAMPAIGN_DATES UNPROCESSABLE_ENTITY "Urutan tanggal jadwal tidak benar" "The dates of a campaign follow each other."
    LOOKUP_TOKEN_INVALID UNPROCESSABLE_ENTITY "Pencarian data perlu diulang" "lookup_token is not one of ours; look up again."
        "Please look up your data again."
    LOOKUP_TOKEN_EXPIRED UNPROCESSABLE_ENTITY "Pencarian data sudah kedaluwarsa, mohon diulang" "lookup_token is older than 60 minutes; look up again."
        "The look-up has expired; please look up your data again."
    LOOKUP_TOKEN_OTHER_BROWSER UNPROCESSABLE_ENTITY "Pencarian data dilakukan dari peramban lain, mohon diulang" "lookup_token belongs to the browser (cookie) that looked up."
        "The look-up was made in another browser; please look up your data again."
    REQUEST_ID_REUSED UNPROCESSABLE_ENTITY "Permintaan ini sudah pernah dikirim dengan isi yang lain; muat ulang halaman, lalu kirim kembali" "The same Idempotency-Key came with another body."
        "This form was sent before with other answers; please open it anew."
    SECRETS_DIFFER UNPROCESSABLE_ENTITY "Idempotency-Key sudah dipakai dengan isian rahasia yang lain" "The same Idempotency-Key came with other secrets."
        "This form was sent before with another password or answer; please open it anew."
    REGISTRATION_ERASED CONFLICT "Pendaftaran ini sudah dihapus, silakan mendaftar kembali" "What this Idempotency-Key registered was rejected and erased; register anew with a new key."
        "This registration has been erased; please register again."
    RESERVATION_ENDED SERVICE_UNAVAILABLE "Pendaftaran terputus, mohon kirim ulang" "The reservation ended meanwhile; send the same request again."
        "The registration was interrupted; please send it again."
    REGISTRATION_NOT_FOUND NOT_FOUND "Nomor registrasi tidak ditemukan" "No registration has this number."
    DOCUMENTS_TOKEN_INVALID UNPROCESSABLE_ENTITY "Bukti untuk mencetak tidak berlaku" "documents_token is not one of ours; print again with NIP and password."
        "The proof for printing is not valid."
    DOCUMENTS_TOKEN_EXPIRED UNPROCESSABLE_ENTITY "Waktu untuk mencetak sudah lewat, silakan cetak ulang dengan NIP dan password" "documents_token is older than 30 minutes; print again with NIP and password."
        "The time for printing has passed; please print again with NIP and password."
    CARD_INVALID UNPROCESSABLE_ENTITY "Kartu ini tidak sah" "The signature on the card does not hold."
        "This card is not genuine."
    CURSOR_INVALID UNPROCESSABLE_ENTITY "Penunjuk halaman tidak berlaku" "cursor is not one that this search gave."
        "This place in the list is no longer valid; please start from its beginning."

    // The dossier.
    DOSSIER_NOT_FOUND NOT_FOUND "Formulir e-PUPNS tidak ditemukan" "There is no such dossier, or it is outside of your jurisdiction or stage."
        "There is no such e-PUPNS form, or it is not yours to see."
    DOSSIER_INCOMPLETE UNPROCESSABLE_ENTITY "Formulir belum lengkap" "errors names every field that is missing."
        "The form is not complete yet."
    DOSSIER_LOCKED CONFLICT "Formulir sudah dikirim" "The dossier is submitted; take it back to change it."
        "The form has been submitted."
    DECLARATION_NOT_AGREED UNPROCESSABLE_ENTITY "Pernyataan belum disetujui" "agreed must be true: submitting takes the declaration of truth."
        "The declaration has not been agreed to."
    DECLARATION_OUTDATED CONFLICT "Pernyataan telah diperbarui, mohon dibaca kembali" "declaration_version is not the one in force; read the dossier again."
        "The declaration has been renewed; please read it again."
    SUBMISSION_CLOSED FORBIDDEN "Masa pengiriman formulir sudah ditutup" "Submission has closed; GET /v1/campaign has the dates."
        "The time for submitting the form has passed."
    STALE_REVISION CONFLICT "Isian ini sudah diubah dari perangkat lain" "Another device saved meanwhile; fields has what is kept now. Send it again with that revision."
        "This answer was changed on another device meanwhile."
    REFERENCE_TABLE_UNKNOWN NOT_FOUND "Tabel referensi ini tidak ada" "There is no such reference table."

    // Its verification.
    SEPARATION_ON_ONESELF FORBIDDEN "Anda tidak dapat memutuskan berkas sendiri" "Nobody decides on themselves."
    SEPARATION_AT_TWO_STAGES FORBIDDEN "Anda sudah memutuskan berkas ini di tingkat lain" "Nobody decides the same dossier at two stages."
    CLAIMED_BY_OTHER CONFLICT "Berkas ini sedang diperiksa petugas lain" "Another officer holds the claim; it runs out by itself."
        "Another officer is working on this."
    CLAIM_REQUIRED CONFLICT "Ambil berkas ini terlebih dahulu" "You do not hold the claim, or it lapsed and was taken over; claim it first."
        "Please take this first."
    SUBMISSION_OUTDATED CONFLICT "Berkas ini sudah dikirim ulang, mohon dimuat kembali" "submission is not the one that is reviewed now; read the dossier again."
        "This file has been submitted again; please load it anew."
    VERIFICATION_CLOSED FORBIDDEN "Masa verifikasi sudah ditutup" "Verification has closed; GET /v1/campaign has the dates."
    DECISIONS_MISSING UNPROCESSABLE_ENTITY "Masih ada isian yang belum diputuskan" "errors names every undecided field; rest_ok accepts them."
        "Some fields have not been decided yet."
    STAGE_DONE CONFLICT "Tingkat ini sudah selesai" "This stage has been completed meanwhile."
    REVIEW_NOT_FOUND NOT_FOUND "Belum ada formulir yang dikirim" "Nothing has been submitted."
    REVIEW_NOT_OPEN_YET CONFLICT "Formulir baru saja dikirim, mohon coba lagi sebentar" "The review opens a moment after the submission; try again after Retry-After."
        "The form has just been submitted; please try again in a moment."
    DOSSIER_CLAIMED CONFLICT "Formulir sedang diperiksa verifikator" "A verifier has claimed the dossier: it cannot be taken back."
        "A verifier is working on the form; it cannot be taken back."
    RECALL_TOO_LATE CONFLICT "Formulir tidak dapat ditarik kembali lagi" "A stage has been completed, or all is decided."
        "The form can no longer be taken back."

    // Tickets.
    TICKET_NOT_FOUND NOT_FOUND "Laporan tidak ditemukan" "There is no such ticket, the secret is another, or the ticket is outside of your jurisdiction."
        "No report was found. Check the number and the receipt."
    TICKET_DONE CONFLICT "Laporan ini sudah diputuskan" "The ticket has been decided."
        "This report has been decided."

    // Reports, exports, feeds.
    TOO_MANY_EXPORTS TOO_MANY_REQUESTS "Masih ada ekspor Anda yang berjalan, mohon tunggu" "Exports of yours are still being written; try again after Retry-After."
        "Exports of yours are still being written; please wait."
    EXPORT_NOT_FOUND NOT_FOUND "Ekspor ini tidak ada" "There is no such export, or it is another's."
    EXPORT_NOT_READY CONFLICT "Ekspor belum selesai, mohon coba lagi sebentar" "The file is still being written; try again after Retry-After."
        "The export is not ready; please try again in a moment."
    EXPORT_FAILED CONFLICT "Ekspor gagal, mohon diminta kembali" "The file could not be written; ask for it again with a new Idempotency-Key."
        "The export has failed; please ask for it again."
    EXPORT_EXPIRED GONE "Ekspor sudah kedaluwarsa, mohon diminta kembali" "The file is gone; ask for it again with a new Idempotency-Key."
        "The export has expired; please ask for it again."
    AGENCY_MISMATCH FORBIDDEN "Penunjuk ini milik instansi lain" "after belongs to the feed of another agency."
        "This belongs to another agency."
    REBUILD_RUNNING CONFLICT "Proyeksi sedang dibangun ulang" "A rebuild is running already."
    REBUILD_NOT_FOUND NOT_FOUND "Proyeksi belum pernah dibangun ulang" "There has been no rebuild."

    // Imports, officers, programs, parked events: operators read the codes at the command line.
    IMPORT_NOT_FOUND NOT_FOUND "Impor ini tidak ada" "There is no such import."
    CHUNK_OFFSET CONFLICT "Potongan berkas tidak menyambung" "The chunk does not begin where the import stands; open it again."
    CHUNK_CHECKSUM UNPROCESSABLE_ENTITY "Potongan berkas rusak" "The chunk does not have the checksum that came with it."
    CHUNK_TOO_LARGE PAYLOAD_TOO_LARGE "Potongan berkas terlalu besar" "A chunk has at most 1 MiB."
    CHUNK_LINES UNPROCESSABLE_ENTITY "Potongan berkas memotong baris" "A chunk consists of whole lines."
    IMPORT_HEADER UNPROCESSABLE_ENTITY "Baris judul berkas tidak sesuai" "The first line does not name the columns of this kind of import."
    JURISDICTION_MISMATCH UNPROCESSABLE_ENTITY "Peran ini tidak berlaku di wilayah tersebut" "The role cannot hold in such a jurisdiction."
    USERNAME_TAKEN CONFLICT "Nama pengguna sudah dipakai" "Another account has this username."
    PERSON_NOT_FOUND NOT_FOUND "Pegawai tidak ditemukan" "No active employee has this NIP."
    CLIENT_REFUSED UNAUTHORIZED "Identitas program tidak sesuai" "Client id and secret do not fit."
    PARKED_EVENT_NOT_FOUND NOT_FOUND "Peristiwa ini tidak ada" "There is no such parked event."
    PARKED_EVENT_REFUSED_AGAIN CONFLICT "Peristiwa ini ditolak lagi" "The cause is still there."

    // Sign-in.
    SIGN_IN_REFUSED UNAUTHORIZED "No Register dan Password tidak sesuai" "Number or username and password do not fit."
        "Registration number and password do not fit."
    AWAITING_CONFIRMATION FORBIDDEN "Data anda belum diverifikasi, mohon menghubungi Biro Kepegawaian di Instansi saudara/i" "The registration waits for confirmation by the agency."
        "Your data have not been verified; please ask the personnel bureau of your agency."
    PASSWORD_WRONG UNAUTHORIZED "Password anda salah" "The password is not right; it can be recovered."
        "Your password is wrong."
    TOO_MANY_ATTEMPTS TOO_MANY_REQUESTS "Terlalu banyak percobaan, mohon tunggu sebentar" "Wait for Retry-After; nobody is locked out."
        "Too many attempts; please wait a moment."
    TOTP_INVALID UNAUTHORIZED "Kode verifikasi tidak sesuai" "The code does not fit, or was used before."
        "The verification code does not fit."
    TOTP_TICKET_EXPIRED UNAUTHORIZED "Waktu untuk kode verifikasi sudah lewat, silakan masuk kembali" "5 minutes have passed since the password; sign in again."
        "The time for the verification code has passed; please sign in again."

    // What the services behind the door say of the one who asks.
    ROLE_NOT_PERMITTED FORBIDDEN "Peran Anda tidak berwenang untuk ini" "Your role does not allow this operation."
        "Your role does not permit this."
    PASSPORT_INVALID UNAUTHORIZED "Sesi tidak berlaku, silakan masuk kembali" "The session is not valid any more; sign in again."
        "Your session is no longer valid; please sign in again."
}

/// The entry of a code, if it has one.
#[must_use]
pub fn find(code: &str) -> Option<&'static Entry> {
    ENTRIES.iter().find(|entry| entry.code == code)
}

/// The sentences of a rule or of a code inside a result, if it has any: Indonesian, English.
#[must_use]
pub fn rule(code: &str) -> Option<(&'static str, &'static str)> {
    let listed = RULES.iter().chain(RESULTS).find(|(rule, ..)| *rule == code).map(|(_, id, en)| (*id, *en));
    // A whole request and one item of it may be refused for the same reason.
    listed.or_else(|| find(code).map(|entry| (entry.id, entry.people_en)))
}
