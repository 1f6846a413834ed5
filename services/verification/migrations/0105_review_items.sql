-- What a dossier consists of, without its values: what was answered, what is doubtful, who decides.
create table verification.review_items (
    dossier_id uuid not null references verification.reviews,
    key text collate "C" not null,
    -- Place in the catalogue.
    position integer not null check (position >= 0),
    answer text not null check (answer in ('check', 'correction')),
    marks text[] not null,
    stages text[] not null check (stages <@ array['skpd', 'bkd', 'kanreg_bkn']),
    -- The submission that it was last handed in with: verdicts of earlier ones do not count any more.
    submission integer not null check (submission >= 1),
    -- It came back once, so that every stage looks at it again, whatever is answered now.
    sent_back boolean not null,
    primary key (dossier_id, key),
    check (answer = 'check' or stages <> '{}')
);
