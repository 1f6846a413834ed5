# The pages of the door itself, where the portal was not asked or is away.

door-refused = The request was refused
door-come-back = Please try again after { $seconds } seconds.
door-back-button = The back button takes you to what you have typed.
door-front = Front page
door-away = The service is away for the moment.
door-try-again = Try again
door-still-typed = What you typed is still in this page; nothing is recorded twice.
door-secrets-again = Passwords and other secrets will be asked for again.
door-once-more = Send once more
