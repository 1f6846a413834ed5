-- The registrations of one campaign are counted and looked for, and the server looks for them when a campaign goes: the index that
-- keeps a NIP from registering twice serves for that too, once it covers every row. It did already: every state is a live one.
create unique index registrations_one_per_campaign on registration.registrations (campaign_code, nip);
drop index registration.registrations_one_per_nip;
