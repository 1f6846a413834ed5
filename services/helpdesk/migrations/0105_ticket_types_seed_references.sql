-- Values that are missing from reference tables: approving adds them. A unit needs its place in the tree: officers answer, imports bring it.
insert into helpdesk.ticket_types (position, code, label_id, label_en, hint_id, hint_en, fields, optional_fields, destination,
    routed_by, due_hours, escalates_to, reference_table, action, active)
select position, code, 'Referensi: ' || label_id, 'Reference: ' || label_en, 'Tuliskan ' || hint_id, 'Write ' || hint_en,
       case destination when 'bkn' then array['wanted_value'] else array['agency', 'wanted_value'] end, '{}', destination,
       case destination when 'bkn' then null else 'agency' end, case destination when 'bkn' then 120 else 72 end,
       case destination when 'bkn' then null else 'bkn' end, reference_table,
       case when acts then 'add_reference_value' end, true
from (values
    (7, 'referensi_unit_organisasi', 'unit organisasi', 'org unit', 'nama unit organisasi dan unit di atasnya.',
     'the name of the org unit and of the unit above it.', 'agency', 'unor', false),
    (8, 'referensi_lokasi', 'lokasi kerja dan tempat lahir', 'place of work and of birth', 'nama tempat dan kabupaten atau kotanya.',
     'the name of the place and its regency or city.', 'agency', 'lokasi', true),
    (9, 'referensi_sekolah', 'sekolah', 'school', 'nama sekolah dan alamatnya.',
     'the name of the school and its address.', 'agency', 'sekolah', true),
    (10, 'referensi_unit_kesehatan', 'unit kesehatan', 'health unit', 'nama unit kesehatan dan alamatnya.',
     'the name of the health unit and its address.', 'agency', 'unit_kesehatan', true),
    (11, 'referensi_pendidikan', 'pendidikan', 'education', 'nama jenjang dan jurusan seperti pada ijazah.',
     'level and field of study as on the diploma.', 'bkn', 'pendidikan', true),
    (12, 'referensi_jabatan_fungsional_tertentu', 'jabatan fungsional tertentu', 'specific functional position',
     'nama jabatan seperti pada surat keputusan.', 'the position as in the decree.', 'bkn', 'jabatan', true),
    (13, 'referensi_jabatan_fungsional_umum', 'jabatan fungsional umum', 'general functional position',
     'nama jabatan seperti pada surat keputusan.', 'the position as in the decree.', 'bkn', 'jabatan', true)
) as t (position, code, label_id, label_en, hint_id, hint_en, destination, reference_table, acts);
