//! Every refusal that leaves this door: its code, its HTTP status, its sentence in both languages.
//!
//! The sentences of the 2015 system, which people and helpdesks know, are kept word for word where there is one.

use axum::http::StatusCode;

/// One refusal.
#[derive(Debug)]
pub struct Entry {
    /// Stable, UPPER_SNAKE.
    pub code: &'static str,
    /// How HTTP says it.
    pub status: StatusCode,
    /// For people: Indonesian.
    pub id: &'static str,
    /// The same in English.
    pub en: &'static str,
}

macro_rules! entries {
    ($($code:ident $status:ident $id:literal $en:literal)*) => {
        /// Codes that this door gives by itself name their entry here.
        pub const ENTRIES: &[Entry] = &[$(Entry {
            code: stringify!($code), status: StatusCode::$status, id: $id, en: $en,
        }),*];
    };
}

entries! {
    // The door itself.
    ROUTE_NOT_FOUND NOT_FOUND "Alamat ini tidak ada" "There is nothing at this address."
    METHOD_NOT_ALLOWED METHOD_NOT_ALLOWED "Metode ini tidak berlaku di alamat ini" "The header Allow lists what this address takes."
    BODY_TOO_LARGE PAYLOAD_TOO_LARGE "Isi permintaan terlalu besar" "The body is larger than this operation takes."
    BODY_TOO_SLOW REQUEST_TIMEOUT "Isi permintaan datang terlalu lambat" "The body did not arrive within 10 s."
    BODY_BROKEN BAD_REQUEST "Isi permintaan terputus" "The body ended before its length."
    BODY_NOT_JSON BAD_REQUEST "Isi permintaan bukan objek JSON" "The body is not one JSON object."
    CONTENT_TYPE_REFUSED UNSUPPORTED_MEDIA_TYPE "Jenis isi tidak diterima" "This operation takes application/json."
    CONTENT_ENCODING_REFUSED UNSUPPORTED_MEDIA_TYPE "Isi terkompresi tidak diterima" "Send the body without Content-Encoding."
    FIELDS_INVALID UNPROCESSABLE_ENTITY "Ada isian yang belum benar" "errors names each field and the rule it breaks."
    IDEMPOTENCY_KEY_MISSING BAD_REQUEST "Kunci Idempotency-Key belum dikirim" "Send the header Idempotency-Key with a new UUID per intended effect."
    IDEMPOTENCY_KEY_INVALID BAD_REQUEST "Kunci Idempotency-Key bukan UUID" "Idempotency-Key is a UUID of 36 characters."
    CROSS_ORIGIN_REFUSED FORBIDDEN "Permintaan dari situs lain ditolak" "A browser sent this from another site."
    TOO_MANY_REQUESTS TOO_MANY_REQUESTS "Terlalu banyak permintaan, mohon tunggu sebentar" "This address has used up its budget; Retry-After says when to go on."
    SESSION_REQUIRED UNAUTHORIZED "Silakan masuk terlebih dahulu" "This operation needs a session: Authorization: Bearer, or the session cookie."
    SESSION_INVALID UNAUTHORIZED "Sesi tidak berlaku, silakan masuk kembali" "The access token is not valid or has expired; refresh it or sign in."
    SESSION_ENDED UNAUTHORIZED "Sesi telah berakhir, silakan masuk kembali" "The session has ended; sign in again."
    UNAVAILABLE SERVICE_UNAVAILABLE "Layanan sedang tidak dapat dihubungi, mohon coba lagi" "A part of the system is away; try again after Retry-After."
    DEADLINE_EXCEEDED SERVICE_UNAVAILABLE "Layanan terlalu lama menjawab, mohon coba lagi" "A part of the system took too long. Repeating is safe with the same Idempotency-Key."
    BUSY SERVICE_UNAVAILABLE "Layanan sedang sibuk, mohon coba lagi" "More people sign in than can be checked at once; try again after Retry-After."
    INTERNAL INTERNAL_SERVER_ERROR "Terjadi kesalahan pada sistem" "Unexpected error; quote trace_id to the helpdesk."

    // Challenges.
    CHALLENGE_INVALID UNPROCESSABLE_ENTITY "Tantangan belum terjawab dengan benar" "The field challenge takes a solved challenge or a receipt."
    CHALLENGE_EXPIRED UNPROCESSABLE_ENTITY "Tantangan sudah kedaluwarsa" "Ask for a new challenge."
    CHALLENGE_REUSED UNPROCESSABLE_ENTITY "Tantangan sudah pernah dipakai" "A solution is good once; use the receipt it gave, or ask for a new challenge."
    CHALLENGE_PURPOSE UNPROCESSABLE_ENTITY "Tantangan ini untuk keperluan lain" "A challenge is good for the purpose it was asked for."
    CHALLENGE_EXHAUSTED UNPROCESSABLE_ENTITY "Tantangan sudah dipakai lima kali" "A receipt is good for 5 uses; ask for a new challenge."

    // Registration.
    EMPLOYEE_NOT_MATCHED NOT_FOUND "Data tidak cocok atau tidak ada dalam database" "NIP and NIK do not match an active employee. The helpdesk or your agency can help."
    EMPLOYEE_NOT_FOUND NOT_FOUND "Data tidak ada dalam database" "No active employee has this NIP."
    ALREADY_REGISTERED CONFLICT "DATA ANDA TELAH TERDAFTAR" "This person has registered; card and form can be printed again with NIP and password."
    CAMPAIGN_NOT_OPEN FORBIDDEN "Pendaftaran belum dibuka" "Registration has not opened yet; GET /v1/campaign has the dates."
    CAMPAIGN_CLOSED FORBIDDEN "Pendaftaran sudah ditutup" "Registration has closed; GET /v1/campaign has the dates."
    CAMPAIGN_NOT_FOUND NOT_FOUND "Jadwal PUPNS belum diumumkan" "No campaign has been announced."
    CAMPAIGN_DATES UNPROCESSABLE_ENTITY "Urutan tanggal jadwal tidak benar" "The dates of a campaign follow each other."
    LOOKUP_TOKEN_INVALID UNPROCESSABLE_ENTITY "Pencarian data perlu diulang" "lookup_token is not one of ours; look up again."
    LOOKUP_TOKEN_EXPIRED UNPROCESSABLE_ENTITY "Pencarian data sudah kedaluwarsa, mohon diulang" "lookup_token is older than 60 minutes; look up again."
    LOOKUP_TOKEN_OTHER_BROWSER UNPROCESSABLE_ENTITY "Pencarian data dilakukan dari peramban lain, mohon diulang" "lookup_token belongs to the browser (cookie) that looked up."
    REQUEST_ID_REUSED UNPROCESSABLE_ENTITY "Idempotency-Key sudah dipakai untuk isi yang lain" "The same Idempotency-Key came with another body."
    SECRETS_DIFFER UNPROCESSABLE_ENTITY "Idempotency-Key sudah dipakai dengan isian rahasia yang lain" "The same Idempotency-Key came with other secrets."
    REGISTRATION_ERASED CONFLICT "Pendaftaran ini sudah dihapus, silakan mendaftar kembali" "What this Idempotency-Key registered was rejected and erased; register anew with a new key."
    RESERVATION_ENDED SERVICE_UNAVAILABLE "Pendaftaran terputus, mohon kirim ulang" "The reservation ended meanwhile; send the same request again."
    REGISTRATION_NOT_FOUND NOT_FOUND "Nomor registrasi tidak ditemukan" "No registration has this number."
    DOCUMENTS_TOKEN_INVALID UNPROCESSABLE_ENTITY "Bukti untuk mencetak tidak berlaku" "documents_token is not one of ours; print again with NIP and password."
    DOCUMENTS_TOKEN_EXPIRED UNPROCESSABLE_ENTITY "Waktu untuk mencetak sudah lewat, silakan cetak ulang dengan NIP dan password" "documents_token is older than 30 minutes; print again with NIP and password."
    CARD_INVALID UNPROCESSABLE_ENTITY "Kartu ini tidak sah" "The signature on the card does not hold."
    CURSOR_INVALID UNPROCESSABLE_ENTITY "Penunjuk halaman tidak berlaku" "cursor is not one that this search gave."

    // Sign-in.
    SIGN_IN_REFUSED UNAUTHORIZED "No Register dan Password tidak sesuai" "Number or username and password do not fit."
    AWAITING_CONFIRMATION FORBIDDEN "Data anda belum diverifikasi, mohon menghubungi Biro Kepegawaian di Instansi saudara/i" "The registration waits for confirmation by the agency."
    PASSWORD_WRONG UNAUTHORIZED "Password anda salah" "The password is not right; it can be recovered."
    TOO_MANY_ATTEMPTS TOO_MANY_REQUESTS "Terlalu banyak percobaan, mohon tunggu sebentar" "Wait for Retry-After; nobody is locked out."
    TOTP_INVALID UNAUTHORIZED "Kode verifikasi tidak sesuai" "The code does not fit, or was used before."
    TOTP_TICKET_EXPIRED UNAUTHORIZED "Waktu untuk kode verifikasi sudah lewat, silakan masuk kembali" "5 minutes have passed since the password; sign in again."

    // What the services behind the door say of the one who asks.
    ROLE_NOT_PERMITTED FORBIDDEN "Peran Anda tidak berwenang untuk ini" "Your role does not allow this operation."
    PASSPORT_INVALID UNAUTHORIZED "Sesi tidak berlaku, silakan masuk kembali" "The session is not valid any more; sign in again."
}

/// The rules that a single field can break, in Indonesian; the English text comes with the refusal.
pub const RULES: &[(&str, &str)] = &[
    ("FIELD_MISSING", "Wajib diisi"),
    ("FIELD_UNKNOWN", "Isian ini tidak dikenal"),
    ("FIELD_TYPE", "Jenis isian tidak sesuai"),
    ("FIELD_TOO_LONG", "Isian terlalu panjang"),
    ("FIELD_TOO_MANY", "Terlalu banyak isian"),
    ("FIELD_EMPTY", "Tidak boleh kosong"),
    ("ID_INVALID", "Bukan UUID"),
    ("PROOF_REQUIRED", "Isi documents_token, atau nip bersama password"),
    ("DOCUMENT_UNKNOWN", "Pilih kartu atau formulir"),
    ("PURPOSE_UNKNOWN", "Keperluan ini tidak dikenal"),
    ("SERVICE_UNKNOWN", "Layanan ini tidak dikenal"),
    ("BROWSER_LENGTH", "Penanda peramban terdiri atas 1 sampai 256 bita"),
    ("QUERY_FORM", "Isi nomor registrasi atau NIP, atau kosongkan"),
    ("PAGE_SIZE_RANGE", "Jumlah baris per halaman di luar batas"),
    ("DECISIONS_COUNT", "Kirim 1 sampai 500 keputusan"),
    ("PASSWORD_LENGTH", "Kata kunci terdiri atas 8 sampai 128 karakter"),
    ("PASSWORD_COMMON", "Kata kunci terlalu mudah ditebak"),
    ("PASSWORD_PERSONAL", "Kata kunci memuat NIP, nama, tanggal lahir, atau instansi"),
    ("PASSWORD_CONFIRMATION_DIFFERS", "Konfirmasi tidak sama dengan kata kunci"),
    ("NIP_LENGTH", "NIP terdiri atas 18 angka"),
    ("NIP_DIGITS", "NIP hanya berisi angka 0-9"),
    ("NIP_BIRTH_DATE", "Tanggal lahir di dalam NIP tidak ada"),
    ("NIP_TMT_CPNS", "Bulan pengangkatan di dalam NIP tidak ada"),
    ("NIP_UNDER_18_AT_TMT_CPNS", "Menurut NIP ini pengangkatan terjadi sebelum usia 18 tahun"),
    ("NIP_SEX", "Angka jenis kelamin di dalam NIP adalah 1 atau 2"),
    ("NIP_SEQUENCE", "Nomor urut di dalam NIP dimulai dari 001"),
    ("NIK_LENGTH", "NIK terdiri atas 16 angka"),
    ("NIK_DIGITS", "NIK hanya berisi angka 0-9"),
    ("NIK_DATE", "Tanggal lahir di dalam NIK tidak ada"),
    ("REGISTRATION_NUMBER_LENGTH", "Nomor registrasi terdiri atas 8 karakter"),
    ("REGISTRATION_NUMBER_SYMBOL", "Nomor registrasi berisi huruf atau angka yang tidak dipakai"),
    ("REGISTRATION_NUMBER_CHECK", "Nomor registrasi salah ketik"),
    ("TEXT_EMPTY", "Tidak boleh kosong"),
    ("TEXT_TOO_LONG", "Isian terlalu panjang"),
    ("TEXT_CONTROL", "Karakter kendali tidak diterima"),
    ("TEXT_BIDI", "Karakter pengubah arah tulisan tidak diterima"),
    ("TEXT_INVISIBLE", "Karakter tak terlihat tidak diterima"),
    ("TEXT_COMBINING", "Terlalu banyak tanda diakritik"),
    ("EMAIL_INVALID", "Alamat e-mail tidak benar"),
    ("EMAIL_SHARED_BY_TOO_MANY", "Alamat e-mail ini sudah dipakai terlalu banyak orang"),
];

/// The entry of a code, if it has one.
#[must_use]
pub(crate) fn find(code: &str) -> Option<&'static Entry> {
    ENTRIES.iter().find(|entry| entry.code == code)
}

/// The Indonesian sentence of a rule, if it has one.
#[must_use]
pub(crate) fn rule(code: &str) -> Option<&'static str> {
    RULES.iter().find(|(rule, _)| *rule == code).map(|(_, sentence)| *sentence)
}
