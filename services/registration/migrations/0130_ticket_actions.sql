-- Approved tickets act once: a row for each approval that was carried out or refused, kept together with its effect and with
-- the event that tells of it.
create table registration.ticket_actions (
    ticket_id uuid not null,
    -- Which approval of the ticket, from 1, and so the version of the event that tells of it. Each needs the one before.
    attempt bigint not null check (attempt >= 1),
    previous bigint generated always as (nullif(attempt - 1, 0)) stored,
    -- Why nothing was done; null when it was.
    refusal text collate "C" check (refusal ~ '^[A-Z][A-Z_]{1,39}$'),
    acted_at timestamptz not null,
    primary key (ticket_id, attempt),
    foreign key (ticket_id, previous) references registration.ticket_actions (ticket_id, attempt)
);

-- What was done stays done.
revoke update, delete on registration.ticket_actions from registration_app;
