# Mengapa sesuatu ditolak: satu kalimat untuk tiap kode dalam kontrak. Kalimat sistem 2015, yang dikenal pegawai dan petugas bantuan,
# dipertahankan kata demi kata.

## Pintunya sendiri.
ROUTE_NOT_FOUND = Alamat ini tidak ada
METHOD_NOT_ALLOWED = Metode ini tidak berlaku di alamat ini
QUERY_TOO_LONG = Alamat terlalu panjang
BODY_TOO_LARGE = Isi permintaan terlalu besar
BODY_TOO_SLOW = Isi permintaan datang terlalu lambat
BODY_BROKEN = Isi permintaan terputus
BODY_NOT_JSON = Isi permintaan bukan objek JSON
CONTENT_TYPE_REFUSED = Jenis isi tidak diterima
CONTENT_ENCODING_REFUSED = Isi terkompresi tidak diterima
FIELDS_INVALID = Ada isian yang belum benar
IDEMPOTENCY_KEY_MISSING = Kunci Idempotency-Key belum dikirim
IDEMPOTENCY_KEY_INVALID = Kunci Idempotency-Key bukan UUID
CROSS_ORIGIN_REFUSED = Permintaan dari situs lain ditolak
TOO_MANY_REQUESTS = Terlalu banyak permintaan, mohon tunggu sebentar
SESSION_REQUIRED = Silakan masuk terlebih dahulu
SESSION_INVALID = Sesi tidak berlaku, silakan masuk kembali
SESSION_ENDED = Sesi telah berakhir, silakan masuk kembali
UNAVAILABLE = Layanan sedang tidak dapat dihubungi, mohon coba lagi
DEADLINE_EXCEEDED = Layanan terlalu lama menjawab, mohon coba lagi
BUSY = Layanan sedang sibuk, mohon coba lagi
INTERNAL = Terjadi kesalahan pada sistem

## Tantangan.
CHALLENGE_INVALID = Tantangan belum terjawab dengan benar
CHALLENGE_EXPIRED = Tantangan sudah kedaluwarsa
CHALLENGE_REUSED = Tantangan sudah pernah dipakai
CHALLENGE_PURPOSE = Tantangan ini untuk keperluan lain
CHALLENGE_EXHAUSTED = Tantangan sudah dipakai lima kali

## Pendaftaran.
EMPLOYEE_NOT_MATCHED = Data tidak cocok atau tidak ada dalam database
REGISTRATION_IN_PROGRESS = Pendaftaran Anda sedang diproses, mohon tunggu sebentar
EMPLOYEE_NOT_FOUND = Data tidak ada dalam database
ALREADY_REGISTERED = DATA ANDA TELAH TERDAFTAR
CAMPAIGN_NOT_OPEN = Pendaftaran belum dibuka
CAMPAIGN_CLOSED = Pendaftaran sudah ditutup
CAMPAIGN_NOT_FOUND = Jadwal PUPNS belum diumumkan
CAMPAIGN_IN_USE = Sudah ada yang mendaftar pada jadwal ini
CAMPAIGN_DATES = Urutan tanggal jadwal tidak benar
LOOKUP_TOKEN_INVALID = Pencarian data perlu diulang
LOOKUP_TOKEN_EXPIRED = Pencarian data sudah kedaluwarsa, mohon diulang
LOOKUP_TOKEN_OTHER_BROWSER = Pencarian data dilakukan dari peramban lain, mohon diulang
REQUEST_ID_REUSED = Permintaan ini sudah pernah dikirim dengan isi yang lain; muat ulang halaman, lalu kirim kembali
SECRETS_DIFFER = Idempotency-Key sudah dipakai dengan isian rahasia yang lain
REGISTRATION_ERASED = Pendaftaran ini sudah dihapus, silakan mendaftar kembali
RESERVATION_ENDED = Pendaftaran terputus, mohon kirim ulang
REGISTRATION_NOT_FOUND = Nomor registrasi tidak ditemukan
DOCUMENTS_TOKEN_INVALID = Bukti untuk mencetak tidak berlaku
DOCUMENTS_TOKEN_EXPIRED = Waktu untuk mencetak sudah lewat, silakan cetak ulang dengan NIP dan password
CARD_INVALID = Kartu ini tidak sah
CURSOR_INVALID = Penunjuk halaman tidak berlaku

## Formulir.
DOSSIER_NOT_FOUND = Formulir e-PUPNS tidak ditemukan
DOSSIER_INCOMPLETE = Formulir belum lengkap
DOSSIER_LOCKED = Formulir sudah dikirim
DECLARATION_NOT_AGREED = Pernyataan belum disetujui
DECLARATION_OUTDATED = Pernyataan telah diperbarui, mohon dibaca kembali
SUBMISSION_CLOSED = Masa pengiriman formulir sudah ditutup
STALE_REVISION = Isian ini sudah diubah dari perangkat lain
REFERENCE_TABLE_UNKNOWN = Tabel referensi ini tidak ada

## Verifikasinya.
SEPARATION_ON_ONESELF = Anda tidak dapat memutuskan berkas sendiri
SEPARATION_AT_TWO_STAGES = Anda sudah memutuskan berkas ini di tingkat lain
CLAIMED_BY_OTHER = Berkas ini sedang diperiksa petugas lain
CLAIM_REQUIRED = Ambil berkas ini terlebih dahulu
SUBMISSION_OUTDATED = Berkas ini sudah dikirim ulang, mohon dimuat kembali
VERIFICATION_CLOSED = Masa verifikasi sudah ditutup
DECISIONS_MISSING = Masih ada isian yang belum diputuskan
STAGE_DONE = Tingkat ini sudah selesai
REVIEW_NOT_FOUND = Belum ada formulir yang dikirim
REVIEW_NOT_OPEN_YET = Formulir baru saja dikirim, mohon coba lagi sebentar
DOSSIER_CLAIMED = Formulir sedang diperiksa verifikator
RECALL_TOO_LATE = Formulir tidak dapat ditarik kembali lagi

## Laporan di Menu Bantuan.
TICKET_NOT_FOUND = Laporan tidak ditemukan
TICKET_DONE = Laporan ini sudah diputuskan

## Laporan, ekspor, aliran peristiwa.
TOO_MANY_EXPORTS = Masih ada ekspor Anda yang berjalan, mohon tunggu
EXPORT_NOT_FOUND = Ekspor ini tidak ada
EXPORT_NOT_READY = Ekspor belum selesai, mohon coba lagi sebentar
EXPORT_FAILED = Ekspor gagal, mohon diminta kembali
EXPORT_EXPIRED = Ekspor sudah kedaluwarsa, mohon diminta kembali
AGENCY_MISMATCH = Penunjuk ini milik instansi lain
REBUILD_RUNNING = Proyeksi sedang dibangun ulang
REBUILD_NOT_FOUND = Proyeksi belum pernah dibangun ulang

## Impor, petugas, program, peristiwa yang ditahan: operator membaca kodenya di baris perintah.
IMPORT_NOT_FOUND = Impor ini tidak ada
CHUNK_OFFSET = Potongan berkas tidak menyambung
CHUNK_CHECKSUM = Potongan berkas rusak
CHUNK_TOO_LARGE = Potongan berkas terlalu besar
CHUNK_LINES = Potongan berkas memotong baris
IMPORT_HEADER = Baris judul berkas tidak sesuai
JURISDICTION_MISMATCH = Peran ini tidak berlaku di wilayah tersebut
USERNAME_TAKEN = Nama pengguna sudah dipakai
PERSON_NOT_FOUND = Pegawai tidak ditemukan
CLIENT_REFUSED = Identitas program tidak sesuai
PARKED_EVENT_NOT_FOUND = Peristiwa ini tidak ada
PARKED_EVENT_REFUSED_AGAIN = Peristiwa ini ditolak lagi

## Masuk.
SIGN_IN_REFUSED = No Register dan Password tidak sesuai
AWAITING_CONFIRMATION = Data anda belum diverifikasi, mohon menghubungi Biro Kepegawaian di Instansi saudara/i
PASSWORD_WRONG = Password anda salah
TOO_MANY_ATTEMPTS = Terlalu banyak percobaan, mohon tunggu sebentar
TOTP_INVALID = Kode verifikasi tidak sesuai
TOTP_TICKET_EXPIRED = Waktu untuk kode verifikasi sudah lewat, silakan masuk kembali

## Apa kata layanan di balik pintu tentang yang bertanya.
ROLE_NOT_PERMITTED = Peran Anda tidak berwenang untuk ini
PASSPORT_INVALID = Sesi tidak berlaku, silakan masuk kembali
