-- Who was shown whose data lately: a view is told once in 15 minutes, however often a ticket is opened.
create table helpdesk.personal_data_views (
    viewer_id uuid not null,
    subject_id uuid not null,
    field_group text not null check (field_group = 'ticket'),
    told_at timestamptz not null,
    primary key (viewer_id, subject_id, field_group),
    check (viewer_id <> subject_id)
);
create index personal_data_views_told_at on helpdesk.personal_data_views (told_at);
