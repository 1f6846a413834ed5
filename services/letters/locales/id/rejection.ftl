# Pemberitahuan bahwa pendaftaran ditolak. Tidak ada data pribadi di dalamnya selain nomor register.
rejection-subject = Pendaftaran e-PUPNS ditolak
rejection-text =
    Pendaftaran e-PUPNS dengan nomor register { $number } ditolak oleh verifikator instansi.
    Alasan: { $reason }
    Pendaftaran beserta kata kunci, pertanyaan pengaman dan alamat e-mail telah dihapus. Saudara dapat mendaftar kembali.
    Bila Saudara tidak pernah mendaftar, laporkan melalui Menu Bantuan.

## Alasannya, dengan kode kontrak.
NOT_EMPLOYED_HERE = Anda tidak tercatat sebagai pegawai pada instansi ini.
NOT_MADE_BY_EMPLOYEE = Pendaftaran tidak dilakukan oleh pegawai yang bersangkutan.
DUPLICATE = Pendaftaran ganda.
OTHER = Lainnya; tanyakan kepada Biro Kepegawaian di Instansi Saudara.
