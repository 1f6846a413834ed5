-- How far each file has been taken in: the same file goes on where it stopped, whoever or whatever stopped it.
create table registration.imports (
    import_id uuid primary key,
    kind text not null check (kind in ('kanreg', 'agencies', 'units', 'employees')),
    file_sha256 bytea not null check (octet_length(file_sha256) = 32),
    file_size bigint not null check (file_size > 0),
    -- The header's names in the file's order; null until it has been read.
    columns text[],
    next_offset bigint not null default 0 check (next_offset between 0 and file_size),
    -- The line that the byte at next_offset belongs to; the header is 1.
    next_line bigint not null default 1 check (next_line >= 1),
    -- That line was too long, has been refused, and goes on.
    inside_line boolean not null default false,
    accepted_rows bigint not null default 0 check (accepted_rows >= 0),
    refused_rows bigint not null default 0 check (refused_rows >= 0),
    opened_by text not null,
    opened_at timestamptz not null,
    completed_at timestamptz,
    unique (kind, file_sha256),
    check ((columns is null) = (next_offset = 0)),
    check ((completed_at is null) = (next_offset < file_size))
);
