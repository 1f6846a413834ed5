-- Where COPY puts rows whose NIP is known, before they are merged. Filled and emptied within one transaction: no log needed.
create unlogged table registration.employee_staging (like registration.employees including defaults);
-- Emptying it by DELETE would leave dead rows that every chunk after it would read again.
grant truncate on registration.employee_staging to registration_app;
