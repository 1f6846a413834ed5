# The e-PUPNS form of an employee.
dossier-title = e-PUPNS form
dossier-back = Back to the e-PUPNS form
dossier-number = Registration number
dossier-state = State
dossier-state-open = Being filled in
dossier-state-submitted = Submitted, being verified
dossier-state-returned = Returned to you
dossier-state-final = Done
dossier-submitted = Submitted
dossier-submitted-at = { $at } (submission { $count })
dossier-deadline = Submit by
dossier-steps = Progress of verification
dossier-step-done = Done
dossier-step-waiting = Waiting for a verifier
dossier-step-claimed = A verifier is working on it
dossier-step-later = Not yet
dossier-sections = Sections of the form

dossier-section-main = Main data (Data Utama)
dossier-section-position = Position (Data Posisi)
dossier-section-history = Histories (Data Riwayat)
dossier-section-other = Other data (Data Lainnya)
dossier-section-empty = There is nothing to fill in here yet.
dossier-section-locked = { $count ->
    [one] One field, to look at only.
   *[other] { $count } fields, to look at only.
    }
dossier-section-progress = { $done } of { $of } fields answered.
dossier-section-needed = { $count ->
    [one] One required field has no answer yet.
   *[other] { $count } required fields have no answer yet.
    }
dossier-section-complete = Required fields complete
dossier-section-bar = Progress of { $section }

dossier-note-submitted = Submitted. Your form has been received and is being verified; its fields are locked meanwhile.
dossier-note-opening-again = You have taken your form back, and it opens in a moment. Load this page again shortly.
dossier-note-returned = Please check again with your SKPD. Correct the fields that were returned, then submit once more.
dossier-note-final = Verification is done. Accepted corrections are BKN's data now.
dossier-note-progress-away = The progress of verification cannot be shown now. Your answers are kept; please look again later.
dossier-note-progress-soon = The form has just been submitted; the progress of verification will be seen here shortly.
dossier-attention = Needs your attention
dossier-next-fill = Continue filling in
dossier-next-check = Check and submit
dossier-next-resubmit = Check and submit again

dossier-how = Compare each field with DATABASE BKN. Choose “It is right”, or write the correction. Each field is saved by itself; you may stop and go on at any time.
dossier-field = Field
dossier-correction-column = CORRECTION
dossier-required = required
dossier-database-empty = No data
dossier-right = Right
dossier-not-checked = Not marked as right
dossier-note-of-officer = The officer's note:
dossier-check = It is right (CEK)
dossier-correct = Needs correction
dossier-take-theirs = Keep the answer of the other device
dossier-value-of = Correction of { $field }
dossier-conflict = This field was changed on another device. Choose which to use, then save.
dossier-conflict-theirs = On the other device:
dossier-conflict-mine = What you typed:
dossier-save = Save
dossier-save-all = Save everything on this page
dossier-saved = Saved
dossier-saved-at = Saved { $at }
dossier-not-saved = Not saved yet
dossier-saved-now = { $count ->
    [one] One field saved at { $at }.
   *[other] { $count } fields saved at { $at }.
    }
dossier-unchanged = No field has changed; everything is saved.
dossier-onward = Go on to { $section }
dossier-onward-check = Go on to checking and submitting

dossier-choose = Choose “It is right”, or write the correction
dossier-choose-one = Choose one: right, needs correction, or the answer of the other device
dossier-choose-check-or-correction = You wrote a correction but chose “It is right”. Choose “Needs correction”, or empty the correction
dossier-choose-from-list = Search, then choose one from the list
dossier-search-label = Search by name or code
dossier-search = Search
dossier-search-empty = Type some letters of the name or code, then search
dossier-search-none = Nothing fits. Try other words, or ask for it under Reference help.
dossier-search-found = { $count ->
    [one] One choice found. Choose it, then save.
   *[other] { $count } choices found. Choose one, then save.
    }
dossier-search-many = The first { $count } choices are shown. Write more of it if yours is not here.
dossier-help = Reference help
dossier-help-unit = org unit
dossier-help-place = place
dossier-help-school = school
dossier-help-health-unit = health unit
dossier-help-education = education
dossier-help-specific-position = specific functional position
dossier-help-general-position = general functional position

dossier-hint-year = 4 digits, 1900 to 2100.
dossier-hint-digits = Digits only, at most { $count }.
dossier-hint-nik = 16 digits, as on the identity card.
dossier-hint-old-nip = 8 or 9 digits.
dossier-hint-email = For example name@agency.go.id. The address that you gave when you registered does not change with it.

dossier-locked-submitted = Locked while it is verified.
dossier-locked-final = Verification is done.
dossier-locked-not-returned = This field was not returned, so it stays as it is.
dossier-in-vain = Not saved. What you typed:
dossier-in-vain-recall = As long as no officer has begun, the form can be taken back from the page of your file, and this typed again.
dossier-returned-by = Returned by { $stage }: { $reason }
dossier-rejected-by = Rejected by { $stage }: { $reason }

dossier-stage-ok = OK
dossier-stage-returned = Returned
dossier-stage-rejected = Rejected
dossier-stage-waiting = Waiting
dossier-stage-unknown = Not known now
dossier-stage-none = Not yet
dossier-stage-not-asked = Not needed
dossier-status-saved = Saved
dossier-status-empty = No answer yet
dossier-status-submitted = Being verified
dossier-status-returned = Returned
dossier-status-follows = Follows the histories
dossier-status-unchanged = Unchanged
dossier-status-applied = Applied
dossier-status-rejected = Rejected; BKN's data stay
dossier-status-conflict = Conflict: BKN's data have changed, please check again

dossier-check-title = Check and submit
dossier-check-missing = { $count ->
    [one] One field keeps the form from being submitted. Complete it first:
   *[other] { $count } fields keep the form from being submitted. Complete them first:
    }
dossier-check-complete = All required fields are complete. Check once more before you submit.
dossier-check-corrections = Corrections that will be submitted
dossier-check-no-corrections = There are no corrections.
dossier-check-checked = { $count ->
    [one] You declare one field to be right.
   *[other] You declare { $count } fields to be right.
    }
dossier-was = Was
dossier-becomes = becomes
dossier-declaration = Declaration
dossier-agree = I agree (Saya Setuju)
dossier-send = Submit
dossier-send-locks = Once submitted, the fields are locked until verification is done, the form is returned, or you take it back.

dossier-recall-heading = Take the form back
dossier-recall = Take back
dossier-recall-when = The form can be taken back as long as no verifier is working on it.
dossier-recall-then = Then its fields open again, and the form has to be submitted once more before the deadline.
dossier-recall-not = Do not take it back

dossier-away-title = Not saved yet
dossier-away-kept = What you typed is still in this page. Send it once more; sending again is safe.
dossier-again-in = Try again in { $seconds } seconds.
