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
    QUERY_TOO_LONG URI_TOO_LONG "Alamat terlalu panjang" "The query string is longer than 8 KiB."
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
    REGISTRATION_IN_PROGRESS CONFLICT "Pendaftaran Anda sedang diproses, mohon tunggu sebentar" "Another request has reserved this NIP and is not done yet; try again after Retry-After."
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

    // The dossier.
    DOSSIER_NOT_FOUND NOT_FOUND "Formulir e-PUPNS tidak ditemukan" "There is no such dossier, or it is outside of your jurisdiction or stage."
    DOSSIER_INCOMPLETE UNPROCESSABLE_ENTITY "Formulir belum lengkap" "errors names every field that is missing."
    DOSSIER_LOCKED CONFLICT "Formulir sudah dikirim" "The dossier is submitted; take it back to change it."
    DECLARATION_NOT_AGREED UNPROCESSABLE_ENTITY "Pernyataan belum disetujui" "agreed must be true: submitting takes the declaration of truth."
    DECLARATION_OUTDATED CONFLICT "Pernyataan telah diperbarui, mohon dibaca kembali" "declaration_version is not the one in force; read the dossier again."
    SUBMISSION_CLOSED FORBIDDEN "Masa pengiriman formulir sudah ditutup" "Submission has closed; GET /v1/campaign has the dates."
    STALE_REVISION CONFLICT "Isian ini sudah diubah dari perangkat lain" "Another device saved meanwhile; fields has what is kept now. Send it again with that revision."
    REFERENCE_TABLE_UNKNOWN NOT_FOUND "Tabel referensi ini tidak ada" "There is no such reference table."

    // Its verification.
    SEPARATION_ON_ONESELF FORBIDDEN "Anda tidak dapat memutuskan berkas sendiri" "Nobody decides on themselves."
    SEPARATION_AT_TWO_STAGES FORBIDDEN "Anda sudah memutuskan berkas ini di tingkat lain" "Nobody decides the same dossier at two stages."
    CLAIMED_BY_OTHER CONFLICT "Berkas ini sedang diperiksa verifikator lain" "Another officer holds the claim; it runs out by itself."
    CLAIM_REQUIRED CONFLICT "Ambil berkas ini terlebih dahulu" "You do not hold the claim, or it lapsed and was taken over; claim the dossier."
    SUBMISSION_OUTDATED CONFLICT "Berkas ini sudah dikirim ulang, mohon dimuat kembali" "submission is not the one that is reviewed now; read the dossier again."
    DECISIONS_MISSING UNPROCESSABLE_ENTITY "Masih ada isian yang belum diputuskan" "errors names every undecided field; rest_ok accepts them."
    STAGE_DONE CONFLICT "Tingkat ini sudah selesai" "This stage has been completed meanwhile."
    REVIEW_NOT_FOUND NOT_FOUND "Belum ada formulir yang dikirim" "Nothing has been submitted."
    REVIEW_NOT_OPEN_YET CONFLICT "Formulir baru saja dikirim, mohon coba lagi sebentar" "The review opens a moment after the submission; try again after Retry-After."
    DOSSIER_CLAIMED CONFLICT "Formulir sedang diperiksa verifikator" "A verifier has claimed the dossier: it cannot be taken back."
    RECALL_TOO_LATE CONFLICT "Formulir tidak dapat ditarik kembali lagi" "A stage has been completed, or all is decided."

    // Reports, exports, feeds.
    TOO_MANY_EXPORTS TOO_MANY_REQUESTS "Masih ada ekspor Anda yang berjalan, mohon tunggu" "Exports of yours are still being written; try again after Retry-After."
    EXPORT_NOT_FOUND NOT_FOUND "Ekspor ini tidak ada" "There is no such export, or it is another's."
    EXPORT_NOT_READY CONFLICT "Ekspor belum selesai, mohon coba lagi sebentar" "The file is still being written; try again after Retry-After."
    EXPORT_FAILED CONFLICT "Ekspor gagal, mohon diminta kembali" "The file could not be written; ask for it again with a new Idempotency-Key."
    EXPORT_EXPIRED GONE "Ekspor sudah kedaluwarsa, mohon diminta kembali" "The file is gone; ask for it again with a new Idempotency-Key."
    AGENCY_MISMATCH FORBIDDEN "Penunjuk ini milik instansi lain" "after belongs to the feed of another agency."
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
    ("FIELD_REPEATED", "Isian ini dikirim lebih dari sekali"),
    ("ANSWER_EXACTLY_ONE", "Pilih salah satu: sudah benar, perbaikan, atau dikosongkan"),
    ("ID_INVALID", "Bukan UUID"),
    ("PROOF_REQUIRED", "Isi documents_token, atau nip bersama password"),
    ("DOCUMENT_UNKNOWN", "Pilih kartu atau formulir"),
    ("PURPOSE_UNKNOWN", "Keperluan ini tidak dikenal"),
    ("SERVICE_UNKNOWN", "Layanan ini tidak dikenal"),
    ("BROWSER_LENGTH", "Penanda peramban terdiri atas 1 sampai 256 bita"),
    ("QUERY_FORM", "Isi nomor registrasi atau NIP, atau kosongkan"),
    ("PAGE_SIZE_RANGE", "Jumlah baris per halaman di luar batas"),
    ("DECISIONS_COUNT", "Jumlah keputusan di luar batas"),
    ("PASSWORD_LENGTH", "Kata kunci terdiri atas 8 sampai 128 karakter"),
    ("PASSWORD_COMMON", "Kata kunci terlalu mudah ditebak"),
    ("PASSWORD_PERSONAL", "Kata kunci memuat NIP, nama, tanggal lahir, atau instansi"),
    ("PASSWORD_CONFIRMATION_DIFFERS", "Konfirmasi tidak sama dengan kata kunci"),
    ("FIELDS_COUNT", "Kirim 1 sampai 100 isian"),
    ("CODE_FORM", "Kode terdiri atas 1 sampai 36 huruf, angka, titik, atau tanda hubung"),
    ("CAMPAIGN_CODE", "Kode jadwal PUPNS tidak dikenal"),
    ("AGENCY_SEQ_RANGE", "Nomor urut peristiwa di luar batas"),
    ("EXPORT_KIND_UNKNOWN", "Jenis ekspor ini tidak dikenal"),
    ("IMPORT_KIND_UNKNOWN", "Jenis impor ini tidak dikenal"),
    ("CHECKSUM_LENGTH", "SHA-256 terdiri atas 32 bita"),
    ("FILE_EMPTY", "Berkas kosong"),
    (
        "USERNAME_FORM",
        "Nama pengguna terdiri atas 3 sampai 64 huruf kecil, angka, titik, garis bawah, atau tanda hubung",
    ),
    ("ROLE_UNKNOWN", "Peran ini tidak dikenal"),
    ("JURISDICTION_FORM", "Wilayah kewenangan tidak dikenal"),
    ("PERSON_EXACTLY_ONE", "Isi NIP atau nama, salah satu saja"),
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
    ("OLD_NIP_LENGTH", "NIP lama terdiri atas 8 atau 9 angka"),
    ("OLD_NIP_DIGITS", "NIP lama hanya berisi angka 0-9"),
    ("DATE_FORM", "Tanggal ditulis tahun-bulan-hari, misalnya 1986-12-26"),
    ("YEAR_FORM", "Tahun terdiri atas 4 angka, 1900 sampai 2100"),
    ("DIGITS_FORM", "Hanya angka 0-9, dengan jumlah yang ditentukan"),
    ("VALUE_MISSING", "Tidak boleh kosong"),
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

/// Codes that stand inside results, about one item among others, in Indonesian: why a field or decision was not kept, what
/// keeps a dossier from being submitted, what is doubtful about a value, why a field came back.
pub const RESULTS: &[(&str, &str)] = &[
    // Answers of an employee.
    ("FIELD_KEY_UNKNOWN", "Isian ini tidak ada di formulir"),
    ("FIELD_NOT_OPEN", "Isian ini terkunci"),
    ("FIELD_READ_ONLY", "Isian ini mengikuti data riwayat dan tidak dapat diubah di sini"),
    ("CORRECTION_EQUALS_DATABASE", "Perbaikan sama dengan data BKN; pilih \"sudah benar\""),
    ("REFERENCE_UNKNOWN", "Nilai ini tidak ada dalam tabel referensi"),
    // What is missing.
    ("ANSWER_MISSING", "Belum diperiksa"),
    ("VALUE_OUTDATED", "Nilai referensi ini sudah tidak berlaku, mohon dipilih kembali"),
    // Decisions of a verifier.
    ("DECISION_MISSING", "Belum diputuskan"),
    ("FIELD_NOT_DUE", "Isian ini tidak diputuskan di tingkat Anda"),
    ("VERDICT_UNKNOWN", "Keputusan ini tidak dikenal"),
    ("REASON_REQUIRED", "Alasan wajib dipilih"),
    ("REASON_UNKNOWN", "Alasan ini tidak dikenal"),
    ("NOTE_REQUIRED", "Catatan wajib diisi"),
    ("REJECT_NOT_LAST_STAGE", "Hanya tingkat terakhir yang dapat menolak; kembalikan isian ini"),
    ("REJECT_NOTHING_TO_REJECT", "Isian ini tidak diperbaiki, tidak ada yang dapat ditolak"),
    // Why a field came back or was rejected.
    ("DOCUMENT_MISSING", "Dokumen pendukung tidak ada"),
    ("VALUE_WRONG", "Isian tidak sesuai dengan dokumen"),
    ("VALUE_UNCLEAR", "Isian tidak jelas"),
    ("OTHER", "Alasan lain"),
    // Confirmations of registrations.
    ("ALREADY_DECIDED", "Pendaftaran ini sudah diputuskan"),
    ("OWN_REGISTRATION", "Anda tidak dapat memutuskan pendaftaran sendiri"),
    ("NOT_EMPLOYED_HERE", "Bukan pegawai di unit ini"),
    ("NOT_MADE_BY_EMPLOYEE", "Tidak didaftarkan oleh pegawai yang bersangkutan"),
    ("DUPLICATE", "Terdaftar lebih dari sekali"),
    // Doubts that the system has.
    ("NIP_BIRTH_DATE_DIFFERS", "Tanggal lahir berbeda dengan yang ada di NIP"),
    ("NIP_SEX_DIFFERS", "Jenis kelamin berbeda dengan yang ada di NIP"),
    ("NIK_BIRTH_DATE_DIFFERS", "Tanggal lahir berbeda dengan yang ada di NIK"),
    ("NIK_SEX_DIFFERS", "Jenis kelamin berbeda dengan yang ada di NIK"),
    ("TMT_PNS_BEFORE_TMT_CPNS", "TMT PNS lebih awal daripada TMT CPNS"),
    ("TMT_PNS_AFTER_TMT_GRADE", "TMT PNS lebih akhir daripada TMT golongan"),
    ("UNIT_OUTSIDE_AGENCY", "Unit kerja berada di luar instansi"),
];

/// The entry of a code, if it has one.
#[must_use]
pub(crate) fn find(code: &str) -> Option<&'static Entry> {
    ENTRIES.iter().find(|entry| entry.code == code)
}

/// The Indonesian sentence of a rule or of a code inside a result, if it has one.
#[must_use]
pub(crate) fn rule(code: &str) -> Option<&'static str> {
    let listed = RULES.iter().chain(RESULTS).find(|(rule, _)| *rule == code).map(|(_, sentence)| *sentence);
    // A whole request and one item of it may be refused for the same reason.
    listed.or_else(|| find(code).map(|entry| entry.id))
}
