-- A page of the worklist reads no more rows than it shows: each index has a list's scope, then its order, then what it filters by.
create index reviews_open_in_agency on verification.reviews (agency_code, stage, rank, submitted_at, dossier_id)
    include (subject_id) where state = 'open';
create index reviews_open_in_unit on verification.reviews (unit_code, stage, rank, submitted_at, dossier_id)
    include (subject_id) where state = 'open';
create index reviews_number on verification.reviews (registration_number);
create index reviews_nip on verification.reviews (nip);
create index reviews_subject on verification.reviews (subject_id, submitted_at desc);
