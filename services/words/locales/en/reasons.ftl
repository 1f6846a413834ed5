# Why something was refused: one sentence for each code of the contract. The value is for people; `.programs` is for who writes
# programs, in the words of the API. Where there is none, the value does for both.

## The door itself.
ROUTE_NOT_FOUND = There is nothing at this address.
METHOD_NOT_ALLOWED = That cannot be done at this address.
    .programs = The header Allow lists what this address takes.
QUERY_TOO_LONG = The address is too long.
    .programs = The query string is longer than 8 KiB.
BODY_TOO_LARGE = What was sent is too large.
    .programs = The body is larger than this operation takes.
BODY_TOO_SLOW = The body did not arrive within 10 s.
BODY_BROKEN = The body ended before its length.
BODY_NOT_JSON = What was sent could not be read.
    .programs = The body is not one JSON object.
CONTENT_TYPE_REFUSED = What was sent could not be read.
    .programs = This operation takes application/json.
CONTENT_ENCODING_REFUSED = What was sent could not be read.
    .programs = Send the body without Content-Encoding.
FIELDS_INVALID = Some answers are not right yet.
    .programs = errors names each field and the rule it breaks.
IDEMPOTENCY_KEY_MISSING = The form was incomplete; please send it again.
    .programs = Send the header Idempotency-Key with a new UUID per intended effect.
IDEMPOTENCY_KEY_INVALID = The form was incomplete; please send it again.
    .programs = Idempotency-Key is a UUID of 36 characters.
CROSS_ORIGIN_REFUSED = A browser sent this from another site.
TOO_MANY_REQUESTS = Too many requests; please wait a moment.
    .programs = This address has used up its budget; Retry-After says when to go on.
SESSION_REQUIRED = Please sign in first.
    .programs = This operation needs a session: Authorization: Bearer, or the session cookie.
SESSION_INVALID = Your session is no longer valid; please sign in again.
    .programs = The access token is not valid or has expired; refresh it or sign in.
SESSION_ENDED = The session has ended; sign in again.
UNAVAILABLE = The service is away for the moment; please try again.
    .programs = A part of the system is away; try again after Retry-After.
DEADLINE_EXCEEDED = The service took too long to answer; please try again.
    .programs = A part of the system took too long. Repeating is safe with the same Idempotency-Key.
BUSY = The service is busy; please try again.
    .programs = More people sign in than can be checked at once; try again after Retry-After.
INTERNAL = Something went wrong in the system.
    .programs = Unexpected error; quote trace_id to the helpdesk.

## Challenges.
CHALLENGE_INVALID = The check that you are a person was not passed; please try again.
    .programs = The field challenge takes a solved challenge or a receipt.
CHALLENGE_EXPIRED = The check that you are a person has expired; please try again.
    .programs = Ask for a new challenge.
CHALLENGE_REUSED = The check that you are a person was used before; please try again.
    .programs = A solution is good once; use the receipt it gave, or ask for a new challenge.
CHALLENGE_PURPOSE = The check that you are a person was made for something else; please try again.
    .programs = A challenge is good for the purpose it was asked for.
CHALLENGE_EXHAUSTED = The check that you are a person has been used five times; please do it again.
    .programs = A receipt is good for 5 uses; ask for a new challenge.

## Registration.
EMPLOYEE_NOT_MATCHED = The data do not match, or are not in the database.
    .programs = NIP and NIK do not match an active employee. The helpdesk or your agency can help.
REGISTRATION_IN_PROGRESS = Your registration is being processed; please wait a moment.
    .programs = Another request has reserved this NIP and is not done yet; try again after Retry-After.
EMPLOYEE_NOT_FOUND = The data are not in the database.
    .programs = No active employee has this NIP.
ALREADY_REGISTERED = You have registered already.
    .programs = This person has registered; card and form can be printed again with NIP and password.
CAMPAIGN_NOT_OPEN = Registration has not opened yet.
    .programs = Registration has not opened yet; GET /v1/campaign has the dates.
CAMPAIGN_CLOSED = Registration has closed.
    .programs = Registration has closed; GET /v1/campaign has the dates.
CAMPAIGN_NOT_FOUND = No campaign has been announced.
CAMPAIGN_IN_USE = Somebody has registered in this campaign.
CAMPAIGN_DATES = The dates of a campaign follow each other.
LOOKUP_TOKEN_INVALID = Please look up your data again.
    .programs = lookup_token is not one of ours; look up again.
LOOKUP_TOKEN_EXPIRED = The look-up has expired; please look up your data again.
    .programs = lookup_token is older than 60 minutes; look up again.
LOOKUP_TOKEN_OTHER_BROWSER = The look-up was made in another browser; please look up your data again.
    .programs = lookup_token belongs to the browser (cookie) that looked up.
REQUEST_ID_REUSED = This form was sent before with other answers; please open it anew.
    .programs = The same Idempotency-Key came with another body.
SECRETS_DIFFER = This form was sent before with another password or answer; please open it anew.
    .programs = The same Idempotency-Key came with other secrets.
REGISTRATION_ERASED = This registration has been erased; please register again.
    .programs = What this Idempotency-Key registered was rejected and erased; register anew with a new key.
RESERVATION_ENDED = The registration was interrupted; please send it again.
    .programs = The reservation ended meanwhile; send the same request again.
REGISTRATION_NOT_FOUND = No registration has this number.
DOCUMENTS_TOKEN_INVALID = The proof for printing is not valid.
    .programs = documents_token is not one of ours; print again with NIP and password.
DOCUMENTS_TOKEN_EXPIRED = The time for printing has passed; please print again with NIP and password.
    .programs = documents_token is older than 30 minutes; print again with NIP and password.
CARD_INVALID = This card is not genuine.
    .programs = The signature on the card does not hold.
CURSOR_INVALID = This place in the list is no longer valid; please start from its beginning.
    .programs = cursor is not one that this search gave.

## The dossier.
DOSSIER_NOT_FOUND = There is no such e-PUPNS form, or it is not yours to see.
    .programs = There is no such dossier, or it is outside of your jurisdiction or stage.
DOSSIER_INCOMPLETE = The form is not complete yet.
    .programs = errors names every field that is missing.
DOSSIER_LOCKED = The form has been submitted.
    .programs = The dossier is submitted; take it back to change it.
DECLARATION_NOT_AGREED = The declaration has not been agreed to.
    .programs = agreed must be true: submitting takes the declaration of truth.
DECLARATION_OUTDATED = The declaration has been renewed; please read it again.
    .programs = declaration_version is not the one in force; read the dossier again.
SUBMISSION_CLOSED = The time for submitting the form has passed.
    .programs = Submission has closed; GET /v1/campaign has the dates.
STALE_REVISION = This answer was changed on another device meanwhile.
    .programs = Another device saved meanwhile; fields has what is kept now. Send it again with that revision.
REFERENCE_TABLE_UNKNOWN = There is no such reference table.

## Its verification.
SEPARATION_ON_ONESELF = Nobody decides on themselves.
SEPARATION_AT_TWO_STAGES = Nobody decides the same dossier at two stages.
CLAIMED_BY_OTHER = Another officer is working on this.
    .programs = Another officer holds the claim; it runs out by itself.
CLAIM_REQUIRED = Please take this first.
    .programs = You do not hold the claim, or it lapsed and was taken over; claim it first.
SUBMISSION_OUTDATED = This file has been submitted again; please load it anew.
    .programs = submission is not the one that is reviewed now; read the dossier again.
VERIFICATION_CLOSED = Verification has closed; GET /v1/campaign has the dates.
DECISIONS_MISSING = Some fields have not been decided yet.
    .programs = errors names every undecided field; rest_ok accepts them.
STAGE_DONE = This stage has been completed meanwhile.
REVIEW_NOT_FOUND = Nothing has been submitted.
REVIEW_NOT_OPEN_YET = The form has just been submitted; please try again in a moment.
    .programs = The review opens a moment after the submission; try again after Retry-After.
DOSSIER_CLAIMED = A verifier is working on the form; it cannot be taken back.
    .programs = A verifier has claimed the dossier: it cannot be taken back.
RECALL_TOO_LATE = The form can no longer be taken back.
    .programs = A stage has been completed, or all is decided.

## Tickets.
TICKET_NOT_FOUND = No report was found. Check the number and the receipt.
    .programs = There is no such ticket, the secret is another, or the ticket is outside of your jurisdiction.
TICKET_DONE = This report has been decided.
    .programs = The ticket has been decided.

## Reports, exports, feeds.
TOO_MANY_EXPORTS = Exports of yours are still being written; please wait.
    .programs = Exports of yours are still being written; try again after Retry-After.
EXPORT_NOT_FOUND = There is no such export, or it is another's.
EXPORT_NOT_READY = The export is not ready; please try again in a moment.
    .programs = The file is still being written; try again after Retry-After.
EXPORT_FAILED = The export has failed; please ask for it again.
    .programs = The file could not be written; ask for it again with a new Idempotency-Key.
EXPORT_EXPIRED = The export has expired; please ask for it again.
    .programs = The file is gone; ask for it again with a new Idempotency-Key.
AGENCY_MISMATCH = This belongs to another agency.
    .programs = after belongs to the feed of another agency.
REBUILD_RUNNING = A rebuild is running already.
REBUILD_NOT_FOUND = There has been no rebuild.

## Imports, officers, programs, parked events: operators read the codes at the command line.
IMPORT_NOT_FOUND = There is no such import.
CHUNK_OFFSET = The chunk does not begin where the import stands; open it again.
CHUNK_CHECKSUM = The chunk does not have the checksum that came with it.
CHUNK_TOO_LARGE = A chunk has at most 1 MiB.
CHUNK_LINES = A chunk consists of whole lines.
IMPORT_HEADER = The first line does not name the columns of this kind of import.
JURISDICTION_MISMATCH = The role cannot hold in such a jurisdiction.
USERNAME_TAKEN = Another account has this username.
PERSON_NOT_FOUND = No active employee has this NIP.
CLIENT_REFUSED = Client id and secret do not fit.
PARKED_EVENT_NOT_FOUND = There is no such parked event.
PARKED_EVENT_REFUSED_AGAIN = The cause is still there.

## Sign-in.
SIGN_IN_REFUSED = Registration number and password do not fit.
    .programs = Number or username and password do not fit.
AWAITING_CONFIRMATION = Your data have not been verified; please ask the personnel bureau of your agency.
    .programs = The registration waits for confirmation by the agency.
PASSWORD_WRONG = Your password is wrong.
    .programs = The password is not right; it can be recovered.
TOO_MANY_ATTEMPTS = Too many attempts; please wait a moment.
    .programs = Wait for Retry-After; nobody is locked out.
TOTP_INVALID = The verification code does not fit.
    .programs = The code does not fit, or was used before.
TOTP_TICKET_EXPIRED = The time for the verification code has passed; please sign in again.
    .programs = 5 minutes have passed since the password; sign in again.

## What the services behind the door say of the one who asks.
ROLE_NOT_PERMITTED = Your role does not permit this.
    .programs = Your role does not allow this operation.
PASSPORT_INVALID = Your session is no longer valid; please sign in again.
    .programs = The session is not valid any more; sign in again.
