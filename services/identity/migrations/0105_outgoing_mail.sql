-- Mail is kept in the transaction of its cause and sent afterwards, at least once, however long the mail server is away.
create table identity.outgoing_mail (
    -- Also the Message-ID, so that a second copy can be recognised.
    mail_id uuid primary key,
    kind text not null,
    -- Recipient, subject and text, sealed under a key of the mail's own purpose; null once sent.
    sealed text,
    created_at timestamptz not null,
    due_at timestamptz not null,
    attempts integer not null default 0 check (attempts >= 0),
    done_at timestamptz,
    check ((sealed is null) = (done_at is not null))
);
create index outgoing_mail_due on identity.outgoing_mail (due_at) where done_at is null;
create index outgoing_mail_done on identity.outgoing_mail (done_at) where done_at is not null;
