-- Every word of every officer on a ticket, append-only; the command finds its own answer here when it is sent again.
create table helpdesk.resolutions (
    position bigint generated always as identity,
    ticket_id uuid not null references helpdesk.tickets,
    resolution text not null check (resolution in ('answer', 'approve', 'reject')),
    resolved_by uuid not null,
    request_id uuid not null,
    request_fingerprint bytea not null check (octet_length(request_fingerprint) = 32),
    -- P2, under the ticket's data key: the writer reads it.
    note_sealed bytea not null,
    resolved_at timestamptz not null,
    primary key (ticket_id, position),
    unique (resolved_by, request_id)
);

revoke update, delete, truncate on helpdesk.resolutions from helpdesk_app;
