"""What is said when something that a patient tells of herself cannot be kept, or corrected: why, and what to do."""

from collections.abc import Mapping

from locales import Sentence, _

LINES: Mapping[str, Sentence] = {
    "country": _("Please write the name of the country, in {most} characters at most."),
    "street": _("Please write number and street on one line, in {most} characters at most."),
    "complement": _("Please write what is to be added in {most} characters at most."),
    "city": _("Please write the name of the town, in {most} characters at most."),
    "status": _("Please write it in a few words, in {most} characters at most."),
    "profession": _("Please write your occupation in a few words, in {most} characters at most."),
    "physician": _("Please write the name and the town, in {most} characters at most."),
}
POSTCODES: Mapping[str, Sentence] = {
    "digits": _("A French postcode has 5 digits. Please write it: {example}, for instance.", example="75011"),
    "corsica": _(
        "In Corsica, postcodes begin with 20. Please write it: {example}, for instance.", example="20000"
    ),
    "unknown": _("No French postcode begins so. Please check its first digits."),
    "foreign": _("Please write the postcode with letters and digits only."),
}
OWN: Mapping[str, Sentence] = {
    "phone": _("This is the phone number of your account already. Please write another one."),
    "email": _("This is the e-mail address of your account already. Please write another one."),
}
IDENTITY: dict[str, Sentence] = {
    "line_invalid": _("Please write it in a few words, in {most} characters at most."),
    "postcode_invalid": POSTCODES["digits"],
    "own_already": _("Your account has it already. Please write another one."),
    "address_incomplete": _(
        "An address needs a street, a postcode and a town. Please fill in what is missing."
    ),
    "children_invalid": _("Please write a number between 0 and {most}."),
    "nothing_to_correct": _(
        "It is written so already. Please check it, or choose something else to correct."
    ),
    "birth_date_invalid": _(
        "Please write the day you were born: it cannot be in the future, nor so long ago."
    ),
    "too_many_corrections": _(
        "Several of your requests wait for an answer. You can send another one from {until}, or contact us."
    ),
    "corrections_away": _(
        "This cannot be asked for here. Please ask the professional who opened your account."
    ),
}
PHONED = _("This cannot be asked for here. Please call us: {phone}")
