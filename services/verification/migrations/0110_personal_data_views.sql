-- Who was shown whose data lately: a view is told once in 15 minutes, however often a page is opened.
create table verification.personal_data_views (
    viewer_id uuid not null,
    subject_id uuid not null,
    field_group text not null check (field_group in ('worklist', 'dossier')),
    told_at timestamptz not null,
    primary key (viewer_id, subject_id, field_group),
    check (viewer_id <> subject_id)
);
create index personal_data_views_told_at on verification.personal_data_views (told_at);
