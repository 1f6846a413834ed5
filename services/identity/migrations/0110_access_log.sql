-- Who has looked at whose data, for the person themselves: the law gives them the answer (UU PDP 27/2022). Ids and codes only.
create table identity.access_log (
    subject_id uuid not null,
    viewed_at timestamptz not null,
    event_id uuid not null,
    viewer_id uuid not null,
    -- What the viewer was when they looked: accounts change, the log does not.
    viewer_role text not null,
    viewer_jurisdiction text not null,
    field_group text not null check (char_length(field_group) between 1 and 40),
    purpose text not null check (char_length(purpose) between 1 and 40),
    -- Read backwards it is a person's list, newest first; no other index is needed.
    primary key (subject_id, viewed_at, event_id)
);
