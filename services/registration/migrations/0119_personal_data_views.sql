-- Who was shown whose data within the last quarter of an hour: the access log is told once per viewer and subject, not per page.
create table registration.personal_data_views (
    viewer_id uuid not null,
    subject_id uuid not null,
    field_group text not null,
    told_at timestamptz not null,
    primary key (viewer_id, subject_id, field_group),
    check (viewer_id <> subject_id)
);
-- What is older is of no use, and a job forgets it.
create index personal_data_views_told on registration.personal_data_views (told_at);
