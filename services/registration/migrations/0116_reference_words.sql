-- Type-ahead finds a value by the beginning of its label, of its code, or of any word of its label. Every such beginning is
-- a row here, so that each search is a short walk along one B-tree, however many values there are and however common the
-- word is; a trigram index would need an extension, and a text search index collects all hits before it shows twenty.
create table registration.reference_words (
    table_name text collate "C" not null,
    -- The label from one of its words on, or the code; as reference_key makes it.
    key text collate "C" not null,
    code text collate "C" not null,
    -- What begins so: 0 the label, 1 the code, 2 a later word of the label.
    place smallint not null check (place between 0 and 2),
    -- Of a unit: whose.
    agency_code text collate "C",
    primary key (table_name, place, key, code)
);
create index reference_words_value on registration.reference_words (table_name, code);
create index reference_words_of_agency on registration.reference_words (agency_code, table_name, place, key, code)
    where agency_code is not null;

-- What is compared: words in lower case with one space in between; at most 100 characters, so that every key fits its index.
create function registration.reference_key(written text) returns text
    language sql immutable parallel safe as $$
    select left(btrim(regexp_replace(lower(normalize(written, NFKC)), '[^[:alnum:]]+', ' ', 'g')), 100)
$$;

-- Every key of a value, at the first of its places.
create function registration.reference_keys(code text, label text) returns table (key text, place smallint)
    language sql immutable parallel safe as $$
    select registration.reference_key(k.written), min(k.place)::smallint
    from (select code, 1
          union all
          select array_to_string(words[word:], ' '), case word when 1 then 0 else 2 end
          from (select string_to_array(
                    btrim(regexp_replace(lower(normalize(label, NFKC)), '[^[:alnum:]]+', ' ', 'g')), ' ') as words) w,
               generate_subscripts(words, 1) as word) as k (written, place)
    where registration.reference_key(k.written) <> ''
    group by 1
$$;
