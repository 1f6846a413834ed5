-- Officers who are no employees: a person id of our own; the name is encrypted under the person's data key.
create table identity.declared_persons (
    person_id uuid primary key,
    name bytea not null,
    created_at timestamptz not null
);
