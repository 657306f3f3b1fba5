"""Every conversation there is: importing this makes them known by name."""

from conversations.add_authenticator import add_authenticator
from conversations.authorise import authorise
from conversations.confirm_code import confirm_code
from conversations.consenting import consent
from conversations.fill_follow_up import fill_follow_up
from conversations.link_account import link_account
from conversations.pause_reminders import pause_reminders
from conversations.plan_reminders import plan_reminders
from conversations.reset_password import reset_password

FORMS = (
    link_account, reset_password, confirm_code, consent, add_authenticator, fill_follow_up, plan_reminders,
    pause_reminders, authorise,
)  # fmt: skip
KNOWN = {form.name: form for form in FORMS}
