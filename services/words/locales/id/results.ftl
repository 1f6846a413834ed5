# Kode di dalam hasil, tentang satu hal di antara yang lain: mengapa isian atau keputusan tidak disimpan, apa yang menghalangi
# pengiriman formulir, apa yang meragukan, mengapa isian dikembalikan.

## Isian pegawai.
FIELD_KEY_UNKNOWN = Isian ini tidak ada di formulir
FIELD_NOT_OPEN = Isian ini terkunci
FIELD_READ_ONLY = Isian ini mengikuti data riwayat dan tidak dapat diubah di sini
CORRECTION_EQUALS_DATABASE = Perbaikan sama dengan data BKN; pilih "sudah benar"
REFERENCE_UNKNOWN = Nilai ini tidak ada dalam tabel referensi

## Mengapa laporan yang disetujui tidak dijalankan.
REFERENCE_TABLE_FIXED = Tabel referensi ini tidak dapat ditambah
REFERENCE_TAKEN = Kode ini sudah dipakai untuk nilai lain
OUTSIDE_JURISDICTION = Tabel ini di luar kewenangan petugas yang menyetujui

## Apa yang kurang.
ANSWER_MISSING = Belum diperiksa
VALUE_OUTDATED = Nilai referensi ini sudah tidak berlaku, mohon dipilih kembali

## Keputusan verifikator.
DECISION_MISSING = Belum diputuskan
FIELD_NOT_DUE = Isian ini tidak diputuskan di tingkat Anda
VERDICT_UNKNOWN = Keputusan ini tidak dikenal
REASON_REQUIRED = Alasan wajib dipilih
REASON_UNKNOWN = Alasan ini tidak dikenal
NOTE_REQUIRED = Catatan wajib diisi
NOTE_BESIDE_OK = Anda menulis catatan tetapi memilih OK; pilih "Kembalikan", atau kosongkan catatannya
REJECT_NOT_LAST_STAGE = Hanya tingkat terakhir yang dapat menolak; kembalikan isian ini
REJECT_NOTHING_TO_REJECT = Isian ini tidak diperbaiki, tidak ada yang dapat ditolak

## Mengapa isian dikembalikan atau ditolak.
DOCUMENT_MISSING = Dokumen pendukung tidak ada
VALUE_WRONG = Isian tidak sesuai dengan dokumen
VALUE_UNCLEAR = Isian tidak jelas
OTHER = Alasan lain

## Konfirmasi pendaftaran.
ALREADY_DECIDED = Pendaftaran ini sudah diputuskan
OWN_REGISTRATION = Anda tidak dapat memutuskan pendaftaran sendiri
NOT_EMPLOYED_HERE = Bukan pegawai di unit ini
NOT_MADE_BY_EMPLOYEE = Tidak didaftarkan oleh pegawai yang bersangkutan
DUPLICATE = Terdaftar lebih dari sekali

## Keraguan sistem.
NIP_BIRTH_DATE_DIFFERS = Tanggal lahir berbeda dengan yang ada di NIP
NIP_SEX_DIFFERS = Jenis kelamin berbeda dengan yang ada di NIP
NIK_BIRTH_DATE_DIFFERS = Tanggal lahir berbeda dengan yang ada di NIK
NIK_SEX_DIFFERS = Jenis kelamin berbeda dengan yang ada di NIK
TMT_PNS_BEFORE_TMT_CPNS = TMT PNS lebih awal daripada TMT CPNS
TMT_PNS_AFTER_TMT_GRADE = TMT PNS lebih akhir daripada TMT golongan
UNIT_OUTSIDE_AGENCY = Unit kerja berada di luar instansi
