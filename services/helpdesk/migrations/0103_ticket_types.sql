-- What tickets can be about is data: another question, destination or pace is a row, not a release.
create table helpdesk.ticket_types (
    code text collate "C" primary key check (code ~ '^[a-z][a-z0-9_]{1,39}$'),
    position integer not null unique,
    label_id text not null,
    label_en text not null,
    -- What to write, and which paper the officer asks to see in person.
    hint_id text not null,
    hint_en text not null,
    -- Asked for beside the text, in order; those that may stay empty stand in both.
    fields text[] not null
        check (fields <@ array['nip', 'old_nip', 'name', 'agency', 'registration_number', 'wanted_value']),
    optional_fields text[] not null check (optional_fields <@ fields),
    destination text not null check (destination in ('agency', 'bkn', 'stage')),
    -- Which answer tells the agency that the ticket concerns.
    routed_by text check (routed_by in ('nip', 'agency', 'registration_number')),
    due_hours integer not null check (due_hours between 1 and 8760),
    -- Who gets it when it is overdue; null: it stays.
    escalates_to text check (escalates_to = 'bkn'),
    reference_table text collate "C" check (reference_table ~ '^[a-z][a-z_]{1,39}$'),
    -- What an approval does; null: officers answer.
    action text check (action = 'add_reference_value'),
    active boolean not null,
    check (routed_by is null or routed_by = any (fields)),
    check (not routed_by = any (optional_fields)),
    check (destination = 'bkn' or routed_by is not null),
    check (action is null or reference_table is not null)
);
