# The notice that a registration was rejected. No personal data in it but the number.
rejection-subject = registration rejected
rejection-text =
    The e-PUPNS registration { $number } was rejected by the agency's verifier.
    Reason: { $reason }
    The registration, its password, security question and e-mail address have been erased. You may register again.
    If you never registered, please tell the helpdesk.

## Its reasons, by the codes of the contract.
NOT_EMPLOYED_HERE = You are not employed by this agency.
NOT_MADE_BY_EMPLOYEE = The registration was not made by the employee.
DUPLICATE = The registration is a duplicate.
OTHER = Other; please ask your agency's personnel office.
