"""Every conversation there is: importing this makes them known by name."""

from conversations.accept_carnet import accept_carnet
from conversations.add_authenticator import add_authenticator
from conversations.add_document import add_document
from conversations.authorise import authorise
from conversations.change_email import change_email
from conversations.change_password import change_password
from conversations.change_phone import change_phone
from conversations.change_timezone import change_timezone
from conversations.confirm_code import confirm_code
from conversations.consenting import consent
from conversations.contact_us import contact_us
from conversations.correct_identity import correct_identity
from conversations.delete_copies import delete_copies
from conversations.export_my_data import export_my_data
from conversations.fill_follow_up import fill_follow_up
from conversations.hand_over_carnet import hand_over_carnet
from conversations.link_account import link_account
from conversations.my_contact_details import my_contact_details
from conversations.my_family import my_family
from conversations.my_physician import my_physician
from conversations.note_vaccine import note_vaccine
from conversations.notify_someone import notify_someone
from conversations.open_carnet_account import open_carnet_account
from conversations.pause_reminders import pause_reminders
from conversations.plan_reminders import plan_reminders
from conversations.rename_document import rename_document
from conversations.reset_password import reset_password
from conversations.search_documents import search_documents
from conversations.share_carnet import share_carnet
from conversations.unsubscribe import unsubscribe

FORMS = (
    link_account, reset_password, confirm_code, consent, add_authenticator, fill_follow_up, plan_reminders,
    pause_reminders, search_documents, rename_document, add_document, delete_copies, notify_someone, share_carnet,
    accept_carnet, open_carnet_account, hand_over_carnet, note_vaccine, authorise, change_email, change_phone,
    change_password, change_timezone, export_my_data, unsubscribe, my_contact_details, my_family, my_physician,
    correct_identity, contact_us,
)  # fmt: skip
KNOWN = {form.name: form for form in FORMS}
