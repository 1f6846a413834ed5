-- The tab Data Posisi of version 1. Unor induk follows from the unit and is shown only.
insert into registration.catalogue_fields
    (version, position, section, key, label_id, label_en, type, max_length, reference_table, required, read_only, stages,
     pii_class, master)
select 1, position, 'data_posisi', key, label_id, label_en, type, max_length, reference_table, required, read_only,
       case when ends_at = 2 then '{skpd,bkd}'::text[] else '{skpd,bkd,kanreg_bkn}' end, 'P0', master
from (values
    (31, 'instansi_induk', 'Instansi induk', 'Parent agency', 'reference', 200, 'instansi', true, false, 3, 'agency_code'),
    (32, 'instansi_kerja', 'Instansi kerja', 'Working agency', 'reference', 200, 'instansi', false, false, 3,
     'work_agency_code'),
    (33, 'unor', 'Unit kerja', 'Org unit', 'reference', 200, 'unor', true, false, 2, 'unit_code'),
    (34, 'unor_induk', 'Unor induk', 'Parent unit', 'reference', 200, 'unor', false, true, 3, 'parent_unit_code'),
    (35, 'lokasi_kerja', 'Lokasi kerja', 'Place of work', 'reference', 200, 'lokasi', false, false, 2, 'attribute'),
    (36, 'jenis_jabatan', 'Jenis jabatan', 'Kind of position', 'reference', 200, 'jenis_jabatan', false, false, 3,
     'position_type'),
    (37, 'jabatan', 'Jabatan', 'Position', 'reference', 200, 'jabatan', true, false, 3, 'position'),
    (38, 'eselon', 'Eselon', 'Echelon', 'reference', 200, 'eselon', false, false, 3, 'echelon'),
    (39, 'tmt_eselon', 'TMT eselon', 'Echelon since', 'date', 10, null, false, false, 3, 'attribute'),
    (40, 'tmt_jabatan', 'TMT jabatan', 'Position since', 'date', 10, null, false, false, 3, 'attribute'),
    (41, 'kppn', 'KPPN', 'Treasury office (KPPN)', 'reference', 200, 'kppn', false, false, 3, 'attribute'),
    (42, 'taspen', 'Nomor Taspen', 'Pension fund number (Taspen)', 'text', 20, null, false, false, 3, 'attribute')
) as f (position, key, label_id, label_en, type, max_length, reference_table, required, read_only, ends_at, master);
