-- The tab Data Utama of version 1. Histories come later, so golongan ruang and pendidikan terakhir, two of the eight fields of
-- the smallest real dossier, are answered here; what belongs to them (TMT, tahun lulus) is shown. No field asks for a
-- document until documents can be sent. Only the eight are required; others may stay unanswered. NPWP is P2: it has been
-- the NIK since 2024.
insert into registration.catalogue_fields
    (version, position, section, key, label_id, label_en, type, min_length, max_length, reference_table, required, read_only,
     stages, pii_class, master)
select 1, position, 'data_utama', key, label_id, label_en, type, min_length, max_length, reference_table, required, read_only,
       case when ends_at = 2 then '{skpd,bkd}'::text[] else '{skpd,bkd,kanreg_bkn}' end, pii_class, master
from (values
    (1, 'nama', 'Nama', 'Name', 'text', 1, 200, null, true, false, 3, 'P1', 'name'),
    (2, 'gelar_depan', 'Gelar depan', 'Title before the name', 'text', 1, 50, null, false, false, 3, 'P1', 'front_title'),
    (3, 'gelar_belakang', 'Gelar belakang', 'Title behind the name', 'text', 1, 100, null, false, false, 3, 'P1', 'back_title'),
    (4, 'nip_lama', 'NIP lama', 'Old NIP', 'old_nip', 8, 9, null, false, false, 3, 'P1', 'old_nip'),
    (5, 'nik', 'NIK', 'Citizen number (NIK)', 'nik', 16, 16, null, false, false, 3, 'P2', 'nik'),
    (6, 'tempat_lahir', 'Tempat lahir', 'Place of birth', 'text', 1, 100, null, true, false, 2, 'P1', 'birth_place'),
    (7, 'tanggal_lahir', 'Tanggal lahir', 'Date of birth', 'date', 10, 10, null, true, false, 3, 'P1', 'birth_date'),
    (8, 'jenis_kelamin', 'Jenis kelamin', 'Sex', 'reference', 1, 200, 'jenis_kelamin', false, false, 3, 'P1', 'sex'),
    (9, 'agama', 'Agama', 'Religion', 'reference', 1, 200, 'agama', false, false, 2, 'P1', 'religion'),
    (10, 'status_kawin', 'Status kawin', 'Marital status', 'reference', 1, 200, 'status_kawin', false, false, 3, 'P1',
     'attribute'),
    (11, 'alamat', 'Alamat', 'Address', 'text', 1, 250, null, false, false, 2, 'P2', 'attribute'),
    (12, 'kode_pos', 'Kode pos', 'Postal code', 'digits', 5, 5, null, false, false, 3, 'P1', 'attribute'),
    (13, 'telepon', 'Telepon', 'Telephone', 'digits', 6, 15, null, false, false, 3, 'P2', 'attribute'),
    (14, 'email', 'E-mail', 'E-mail', 'email', 1, 254, null, false, false, 3, 'P2', 'attribute'),
    (15, 'npwp', 'NPWP', 'Tax number (NPWP)', 'digits', 15, 16, null, false, false, 3, 'P2', 'attribute'),
    (16, 'kartu_pegawai', 'Nomor kartu pegawai', 'Employee card number', 'text', 1, 20, null, false, false, 3, 'P1',
     'attribute'),
    (17, 'bpjs', 'Nomor BPJS', 'Health insurance number (BPJS)', 'digits', 13, 13, null, false, false, 3, 'P2', 'attribute'),
    (18, 'jenis_pegawai', 'Jenis pegawai', 'Kind of employee', 'reference', 1, 200, 'jenis_pegawai', false, false, 3, 'P0',
     'attribute'),
    (19, 'kedudukan_hukum', 'Kedudukan hukum', 'Legal status', 'reference', 1, 200, 'kedudukan_hukum', false, false, 2, 'P0',
     'legal_status'),
    (20, 'tmt_cpns', 'TMT CPNS', 'Candidate since (TMT CPNS)', 'date', 10, 10, null, false, false, 3, 'P0', 'tmt_cpns'),
    (21, 'tmt_pns', 'TMT PNS', 'Civil servant since (TMT PNS)', 'date', 10, 10, null, false, false, 2, 'P0', 'tmt_pns'),
    (22, 'golongan_ruang', 'Golongan ruang', 'Grade', 'reference', 1, 200, 'golongan', true, false, 3, 'P0', 'grade'),
    (23, 'tmt_golongan', 'TMT golongan', 'Grade since', 'date', 10, 10, null, false, true, 3, 'P0', 'grade_tmt'),
    (24, 'pendidikan_terakhir', 'Pendidikan terakhir', 'Highest education', 'reference', 1, 200, 'pendidikan', true, false, 3,
     'P0', 'education'),
    (25, 'tahun_lulus', 'Tahun lulus', 'Year of graduation', 'year', 4, 4, null, false, true, 3, 'P0', 'graduation_year')
) as f (position, key, label_id, label_en, type, min_length, max_length, reference_table, required, read_only, ends_at,
        pii_class, master);
