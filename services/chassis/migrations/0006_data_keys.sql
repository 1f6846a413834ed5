-- One key per person or agency, wrapped by the mounted master key; deleting it erases everything it encrypted.
create table {schema}.data_keys (
    owner_id uuid primary key,
    wrapped_key bytea not null,
    created_at timestamptz not null
);
