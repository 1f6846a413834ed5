# Codes that stand inside results, about one item among others: why a field or decision was not kept, what keeps a dossier from
# being submitted, what is doubtful about a value, why a field came back.

## Answers of an employee.
FIELD_KEY_UNKNOWN = This field is not in the form
FIELD_NOT_OPEN = This field is locked
FIELD_READ_ONLY = This field follows the histories and cannot be changed here
CORRECTION_EQUALS_DATABASE = The correction equals BKN's data; choose "right"
REFERENCE_UNKNOWN = This value is not in the reference table

## Why an approved ticket was not carried out.
REFERENCE_TABLE_FIXED = Nothing can be added to this reference table
REFERENCE_TAKEN = This code stands for another value
OUTSIDE_JURISDICTION = This table is outside of the jurisdiction of whoever approved

## What is missing.
ANSWER_MISSING = Not checked yet
VALUE_OUTDATED = This reference value is no longer in use; please choose again

## Decisions of a verifier.
DECISION_MISSING = Not decided yet
FIELD_NOT_DUE = This field is not decided at your stage
VERDICT_UNKNOWN = This decision is not known
REASON_REQUIRED = A reason has to be chosen
REASON_UNKNOWN = This reason is not known
NOTE_REQUIRED = A note has to be written
NOTE_BESIDE_OK = You wrote a note and chose OK; choose "Return", or empty the note
REJECT_NOT_LAST_STAGE = Only the last stage can reject; return this field
REJECT_NOTHING_TO_REJECT = This field was not corrected, there is nothing to reject

## Why a field came back or was rejected.
DOCUMENT_MISSING = The supporting document is missing
VALUE_WRONG = The answer does not fit the document
VALUE_UNCLEAR = The answer is not clear
OTHER = Another reason

## Confirmations of registrations.
ALREADY_DECIDED = This registration has been decided
OWN_REGISTRATION = You cannot decide about your own registration
NOT_EMPLOYED_HERE = Not an employee of this unit
NOT_MADE_BY_EMPLOYEE = Not registered by the employee
DUPLICATE = Registered more than once

## Doubts that the system has.
NIP_BIRTH_DATE_DIFFERS = The date of birth differs from the NIP
NIP_SEX_DIFFERS = The sex differs from the NIP
NIK_BIRTH_DATE_DIFFERS = The date of birth differs from the NIK
NIK_SEX_DIFFERS = The sex differs from the NIK
TMT_PNS_BEFORE_TMT_CPNS = TMT PNS is before TMT CPNS
TMT_PNS_AFTER_TMT_GRADE = TMT PNS is after the TMT of the grade
UNIT_OUTSIDE_AGENCY = The unit is outside of the agency
