# What all pages use: frame, forms, challenge, dates.
nav-skip = Skip to content
nav-label = Main
nav-front = Front page
nav-home = Home
nav-register = Register
nav-sign-in = Sign in
nav-sign-out = Sign out
nav-status = Check status
nav-dossier = My form
nav-desk = Desk
nav-help = Help
nav-other-language = Bahasa Indonesia
nav-about = Re-registration of civil servants

kit-problem = There is a problem
kit-come-back-seconds = Please try again in { $count } { $count ->
        [one] second
       *[other] seconds
    }
kit-come-back-minutes = Please try again in { $count } { $count ->
        [one] minute
       *[other] minutes
    }
kit-send-again = You may send it once more; nothing is recorded twice
kit-show-password = Show
kit-hide-password = Hide
kit-error = Error
kit-choose = Choose
kit-continue = Continue
kit-date-hint = Day, month, year
kit-most-characters = At most { $count } characters.
kit-not-found-heading = Page not found
kit-not-found-advice = Check the address, or go to the front page.
kit-refused-heading = This cannot be shown
kit-foreign-heading = Unknown form
kit-foreign-advice = This form was not opened in this browser. Open its page again, and fill it in once more. If it happens again, allow this site to keep cookies in your browser.
kit-expired-heading = This form has expired, please send it once more
kit-expired-advice = Your answers are still here, except passwords and other secrets.
kit-expired-send = Send once more

kit-unknown-heading = The service is away for the moment
kit-unknown-advice = This page cannot be shown yet, because a part of the system cannot be reached. You need not start over.
kit-unknown-kept = What you typed is still in this page and can be sent once more; nothing is recorded twice.
kit-unknown-secrets = Passwords and other secrets are not kept, and will be asked for again.
kit-unknown-look = Try again

kit-challenge = A check that you are not a program
kit-challenge-waiting = Your browser does this by itself while you fill in the form.
kit-challenge-working = Your browser is working on it ...
kit-challenge-done = Done.
kit-challenge-failed = It did not work. Send the form once more, or use a picture code.
kit-challenge-use-picture = Use a picture code
kit-challenge-another = Ask for another picture
kit-challenge-code = Type the code in the picture
kit-challenge-code-hint = 6 letters and digits; capitals or not is all the same.
kit-challenge-picture = A picture of a code of 6 letters and digits
kit-challenge-away = No picture can be made just now; please try again in a moment.

schedule-heading = Dates
schedule-none = No dates have been announced.
schedule-unknown = The dates cannot be shown at the moment.
schedule-not-yet = Registration has not opened yet
schedule-open = Registration is open
schedule-closed = Registration has closed
schedule-opens = Registration opens
schedule-closes = Registration closes
schedule-submission-closes = Submission closes
schedule-verification-closes = Verification closes
