-- Separation of duties, held by the database: the key lets a person decide a dossier at one stage only, whatever the account.
create table verification.stage_officers (
    dossier_id uuid not null,
    person_id uuid not null,
    stage text not null check (stage in ('skpd', 'bkd', 'kanreg_bkn')),
    subject_id uuid not null,
    primary key (dossier_id, person_id),
    unique (dossier_id, person_id, stage),
    foreign key (dossier_id, subject_id) references verification.reviews (dossier_id, subject_id),
    -- Nobody decides on themselves.
    check (person_id <> subject_id)
);
create index stage_officers_person on verification.stage_officers (person_id, stage, dossier_id);

-- Who has decided stays who has decided.
revoke update, delete, truncate on verification.stage_officers from verification_app;
