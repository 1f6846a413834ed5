//! The sentences of what can be wrong with one field or one item.

/// A code, its Indonesian sentence and its English one.
pub type Rule = (&'static str, &'static str, &'static str);

/// The rules that a single field can break: code, Indonesian, English.
pub const RULES: &[Rule] = &[
    ("FIELD_MISSING", "Wajib diisi", "Required"),
    ("FIELD_UNKNOWN", "Isian ini tidak dikenal", "This field is not known"),
    ("FIELD_TYPE", "Jenis isian tidak sesuai", "The answer has the wrong form"),
    ("FIELD_TOO_LONG", "Isian terlalu panjang", "The answer is too long"),
    ("FIELD_TOO_MANY", "Terlalu banyak isian", "Too many answers"),
    ("FIELD_EMPTY", "Tidak boleh kosong", "Must not be empty"),
    ("FIELD_REPEATED", "Isian ini dikirim lebih dari sekali", "This field was sent more than once"),
    (
        "ANSWER_EXACTLY_ONE",
        "Pilih salah satu: sudah benar, perbaikan, atau dikosongkan",
        "Choose one: right, correction, or cleared",
    ),
    ("ID_INVALID", "Bukan UUID", "Not a UUID"),
    ("PROOF_REQUIRED", "Isi documents_token, atau nip bersama password", "Give documents_token, or nip with password"),
    ("DOCUMENT_UNKNOWN", "Pilih kartu atau formulir", "Choose the card or the form"),
    ("PURPOSE_UNKNOWN", "Keperluan ini tidak dikenal", "This purpose is not known"),
    ("CHALLENGE_KIND_UNKNOWN", "Jenis tantangan ini tidak dikenal", "This kind of challenge is not known"),
    ("SERVICE_UNKNOWN", "Layanan ini tidak dikenal", "This service is not known"),
    ("BROWSER_LENGTH", "Penanda peramban terdiri atas 1 sampai 256 bita", "A browser's name has 1 to 256 bytes"),
    (
        "QUERY_FORM",
        "Isi nomor seperti yang tertulis di daftar ini, atau kosongkan",
        "Give a number as this list writes it, or leave it empty",
    ),
    ("PAGE_SIZE_RANGE", "Jumlah baris per halaman di luar batas", "The number of rows of a page is out of range"),
    ("DECISIONS_COUNT", "Jumlah keputusan di luar batas", "The number of decisions is out of range"),
    ("PASSWORD_LENGTH", "Kata kunci terdiri atas 8 sampai 128 karakter", "A password has 8 to 128 characters"),
    ("PASSWORD_COMMON", "Kata kunci terlalu mudah ditebak", "The password is too easy to guess"),
    (
        "PASSWORD_PERSONAL",
        "Kata kunci memuat NIP, nama, tanggal lahir, atau instansi",
        "The password contains the NIP, name, date of birth or agency",
    ),
    (
        "PASSWORD_CONFIRMATION_DIFFERS",
        "Konfirmasi tidak sama dengan kata kunci",
        "The confirmation is not the same as the password",
    ),
    ("FIELDS_COUNT", "Kirim 1 sampai 100 isian", "Send 1 to 100 fields"),
    (
        "CODE_FORM",
        "Kode terdiri atas 1 sampai 36 huruf, angka, titik, atau tanda hubung",
        "A code has 1 to 36 letters, digits, dots or dashes",
    ),
    ("CAMPAIGN_CODE", "Kode jadwal PUPNS tidak dikenal", "The code of the PUPNS schedule is not known"),
    ("AGENCY_SEQ_RANGE", "Nomor urut peristiwa di luar batas", "The number of the event is out of range"),
    ("EXPORT_KIND_UNKNOWN", "Jenis ekspor ini tidak dikenal", "This kind of export is not known"),
    ("IMPORT_KIND_UNKNOWN", "Jenis impor ini tidak dikenal", "This kind of import is not known"),
    ("CHECKSUM_LENGTH", "SHA-256 terdiri atas 32 bita", "SHA-256 has 32 bytes"),
    (
        "REHEARSAL_AGENCY",
        "Hanya instansi geladi, yang kodenya diawali X",
        "Only an agency of rehearsals, whose code begins with X",
    ),
    ("PURGE_SIZE", "Hapus 1 sampai 200 orang sekaligus", "Remove 1 to 200 people at once"),
    ("FILE_EMPTY", "Berkas kosong", "The file is empty"),
    (
        "USERNAME_FORM",
        "Nama pengguna terdiri atas 3 sampai 64 huruf kecil, angka, titik, garis bawah, atau tanda hubung",
        "A username has 3 to 64 small letters, digits, dots, underscores or dashes",
    ),
    ("ROLE_UNKNOWN", "Peran ini tidak dikenal", "This role is not known"),
    ("JURISDICTION_FORM", "Wilayah kewenangan tidak dikenal", "This jurisdiction is not known"),
    ("PERSON_EXACTLY_ONE", "Isi NIP atau nama, salah satu saja", "Give a NIP or a name, one of the two"),
    ("NIP_LENGTH", "NIP terdiri atas 18 angka", "A NIP has 18 digits"),
    ("NIP_DIGITS", "NIP hanya berisi angka 0-9", "A NIP has digits 0-9 only"),
    ("NIP_BIRTH_DATE", "Tanggal lahir di dalam NIP tidak ada", "There is no such date of birth as in this NIP"),
    (
        "NIP_TMT_CPNS",
        "Bulan pengangkatan di dalam NIP tidak ada",
        "There is no such month of appointment as in this NIP",
    ),
    (
        "NIP_UNDER_18_AT_TMT_CPNS",
        "Menurut NIP ini pengangkatan terjadi sebelum usia 18 tahun",
        "By this NIP the appointment was before the age of 18",
    ),
    ("NIP_SEX", "Angka jenis kelamin di dalam NIP adalah 1 atau 2", "The digit for sex in a NIP is 1 or 2"),
    ("NIP_SEQUENCE", "Nomor urut di dalam NIP dimulai dari 001", "The sequence number in a NIP begins with 001"),
    ("NIK_LENGTH", "NIK terdiri atas 16 angka", "A NIK has 16 digits"),
    ("NIK_DIGITS", "NIK hanya berisi angka 0-9", "A NIK has digits 0-9 only"),
    ("NIK_DATE", "Tanggal lahir di dalam NIK tidak ada", "There is no such date of birth as in this NIK"),
    ("OLD_NIP_LENGTH", "NIP lama terdiri atas 8 atau 9 angka", "An old NIP has 8 or 9 digits"),
    ("OLD_NIP_DIGITS", "NIP lama hanya berisi angka 0-9", "An old NIP has digits 0-9 only"),
    (
        "DATE_FORM",
        "Tanggal ditulis tahun-bulan-hari, misalnya 1986-12-26",
        "A date is written year-month-day, for example 1986-12-26",
    ),
    ("YEAR_FORM", "Tahun terdiri atas 4 angka, 1900 sampai 2100", "A year has 4 digits, 1900 to 2100"),
    ("DIGITS_FORM", "Hanya angka 0-9, dengan jumlah yang ditentukan", "Digits 0-9 only, as many as are asked for"),
    ("VALUE_MISSING", "Tidak boleh kosong", "Must not be empty"),
    (
        "REGISTRATION_NUMBER_LENGTH",
        "Nomor registrasi terdiri atas 8 karakter",
        "A registration number has 8 characters",
    ),
    (
        "REGISTRATION_NUMBER_SYMBOL",
        "Nomor registrasi berisi huruf atau angka yang tidak dipakai",
        "The registration number has a letter or digit that is not used",
    ),
    ("REGISTRATION_NUMBER_CHECK", "Nomor registrasi salah ketik", "The registration number is mistyped"),
    ("REPORT_NUMBER_LENGTH", "Nomor laporan terdiri atas 10 angka", "A report number has 10 digits"),
    ("REPORT_NUMBER_DIGITS", "Nomor laporan hanya berisi angka 0-9", "A report number has digits 0-9 only"),
    ("REPORT_NUMBER_CHECK", "Nomor laporan salah ketik", "The report number is mistyped"),
    ("TICKET_TYPE_UNKNOWN", "Jenis permasalahan ini tidak dikenal", "This kind of problem is not known"),
    ("ANSWER_UNASKED", "Isian ini tidak diminta", "This is not asked for"),
    (
        "RESOLUTION_UNFIT",
        "Keputusan ini tidak berlaku untuk jenis laporan ini",
        "This decision does not fit this kind of report",
    ),
    (
        "REFERENCE_CODE_FORM",
        "Kode terdiri atas 1 sampai 40 huruf, angka, titik, tanda hubung, atau garis miring",
        "A code has 1 to 40 letters, digits, dots, dashes or slashes",
    ),
    ("TEXT_EMPTY", "Tidak boleh kosong", "Must not be empty"),
    ("TEXT_TOO_LONG", "Isian terlalu panjang", "The answer is too long"),
    ("TEXT_CONTROL", "Karakter kendali tidak diterima", "Control characters are not taken"),
    (
        "TEXT_BIDI",
        "Karakter pengubah arah tulisan tidak diterima",
        "Characters that change the direction of writing are not taken",
    ),
    ("TEXT_INVISIBLE", "Karakter tak terlihat tidak diterima", "Invisible characters are not taken"),
    ("TEXT_COMBINING", "Terlalu banyak tanda diakritik", "Too many diacritical marks"),
    ("EMAIL_INVALID", "Alamat e-mail tidak benar", "The e-mail address is not right"),
    (
        "EMAIL_SHARED_BY_TOO_MANY",
        "Alamat e-mail ini sudah dipakai terlalu banyak orang",
        "Too many people use this e-mail address already",
    ),
];

/// Codes that stand inside results, about one item among others: why a field or decision was not kept, what
/// keeps a dossier from being submitted, what is doubtful about a value, why a field came back.
pub const RESULTS: &[Rule] = &[
    // Answers of an employee.
    ("FIELD_KEY_UNKNOWN", "Isian ini tidak ada di formulir", "This field is not in the form"),
    ("FIELD_NOT_OPEN", "Isian ini terkunci", "This field is locked"),
    (
        "FIELD_READ_ONLY",
        "Isian ini mengikuti data riwayat dan tidak dapat diubah di sini",
        "This field follows the histories and cannot be changed here",
    ),
    (
        "CORRECTION_EQUALS_DATABASE",
        "Perbaikan sama dengan data BKN; pilih \"sudah benar\"",
        "The correction equals BKN's data; choose \"right\"",
    ),
    ("REFERENCE_UNKNOWN", "Nilai ini tidak ada dalam tabel referensi", "This value is not in the reference table"),
    // Why an approved ticket was not carried out.
    (
        "REFERENCE_TABLE_FIXED",
        "Tabel referensi ini tidak dapat ditambah",
        "Nothing can be added to this reference table",
    ),
    ("REFERENCE_TAKEN", "Kode ini sudah dipakai untuk nilai lain", "This code stands for another value"),
    (
        "OUTSIDE_JURISDICTION",
        "Tabel ini di luar kewenangan petugas yang menyetujui",
        "This table is outside of the jurisdiction of whoever approved",
    ),
    // What is missing.
    ("ANSWER_MISSING", "Belum diperiksa", "Not checked yet"),
    (
        "VALUE_OUTDATED",
        "Nilai referensi ini sudah tidak berlaku, mohon dipilih kembali",
        "This reference value is no longer in use; please choose again",
    ),
    // Decisions of a verifier.
    ("DECISION_MISSING", "Belum diputuskan", "Not decided yet"),
    ("FIELD_NOT_DUE", "Isian ini tidak diputuskan di tingkat Anda", "This field is not decided at your stage"),
    ("VERDICT_UNKNOWN", "Keputusan ini tidak dikenal", "This decision is not known"),
    ("REASON_REQUIRED", "Alasan wajib dipilih", "A reason has to be chosen"),
    ("REASON_UNKNOWN", "Alasan ini tidak dikenal", "This reason is not known"),
    ("NOTE_REQUIRED", "Catatan wajib diisi", "A note has to be written"),
    (
        "REJECT_NOT_LAST_STAGE",
        "Hanya tingkat terakhir yang dapat menolak; kembalikan isian ini",
        "Only the last stage can reject; return this field",
    ),
    (
        "REJECT_NOTHING_TO_REJECT",
        "Isian ini tidak diperbaiki, tidak ada yang dapat ditolak",
        "This field was not corrected, there is nothing to reject",
    ),
    // Why a field came back or was rejected.
    ("DOCUMENT_MISSING", "Dokumen pendukung tidak ada", "The supporting document is missing"),
    ("VALUE_WRONG", "Isian tidak sesuai dengan dokumen", "The answer does not fit the document"),
    ("VALUE_UNCLEAR", "Isian tidak jelas", "The answer is not clear"),
    ("OTHER", "Alasan lain", "Another reason"),
    // Confirmations of registrations.
    ("ALREADY_DECIDED", "Pendaftaran ini sudah diputuskan", "This registration has been decided"),
    (
        "OWN_REGISTRATION",
        "Anda tidak dapat memutuskan pendaftaran sendiri",
        "You cannot decide about your own registration",
    ),
    ("NOT_EMPLOYED_HERE", "Bukan pegawai di unit ini", "Not an employee of this unit"),
    ("NOT_MADE_BY_EMPLOYEE", "Tidak didaftarkan oleh pegawai yang bersangkutan", "Not registered by the employee"),
    ("DUPLICATE", "Terdaftar lebih dari sekali", "Registered more than once"),
    // Doubts that the system has.
    (
        "NIP_BIRTH_DATE_DIFFERS",
        "Tanggal lahir berbeda dengan yang ada di NIP",
        "The date of birth differs from the NIP",
    ),
    ("NIP_SEX_DIFFERS", "Jenis kelamin berbeda dengan yang ada di NIP", "The sex differs from the NIP"),
    (
        "NIK_BIRTH_DATE_DIFFERS",
        "Tanggal lahir berbeda dengan yang ada di NIK",
        "The date of birth differs from the NIK",
    ),
    ("NIK_SEX_DIFFERS", "Jenis kelamin berbeda dengan yang ada di NIK", "The sex differs from the NIK"),
    ("TMT_PNS_BEFORE_TMT_CPNS", "TMT PNS lebih awal daripada TMT CPNS", "TMT PNS is before TMT CPNS"),
    ("TMT_PNS_AFTER_TMT_GRADE", "TMT PNS lebih akhir daripada TMT golongan", "TMT PNS is after the TMT of the grade"),
    ("UNIT_OUTSIDE_AGENCY", "Unit kerja berada di luar instansi", "The unit is outside of the agency"),
];
