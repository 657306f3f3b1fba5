"""Who may sign in: accounts, passwords, access codes, invitations and linked chats.

Use cases are functions of a unit of work; refusals (`refusals.py` has their facts) are returned.
In the order of a patient's life:

- a professional: `register invite`
- the operator: `find show list_accounts lock unlock unlink set_timezone`
- the chat: `meet choose_language blocked unblocked stop_notices resume_notices`
- consent: `consent refuse withdraw has_consented consents_of`
- first connection: `open_invitation` → `invitation_email_matches` → (`passwords.judge`, `passwords.hash`)
  `propose_password` → `send_code(…, account_id, "link")` → `check_code` → `link(…, proof.id, invitation_id)`
- whom another invited by e-mail: `enrol` (or `first_connection_here`), then as at a first connection; `discard`
- later: `credentials` → (`passwords.verify`) `signed_in` → `send_code` → `check_code` → `link(…, proof.id)`
- a session: `me touch`; fresh again: `send_code(…, "refresh")` → `check_code` → `refresh(…, proof.id)`
- forgotten password: `ask_reset` → `check_reset` (or `prove_reset` by the link's token) → `reset_password`;
  on the page of the link: `open_reset` shows, `reset_password_by_token` acts
- another e-mail or phone: `send_code(…, "change_contact")` → `check_code` → `propose_contact` → `confirm_contact`;
  by whom the old one told: `open_undo` shows, `undo` acts; by the operator: `correct`; `codes_under_way undoable given_up`
- another password: `own_credentials` → (`passwords.verify`) `signed_in`, or a code, then `change_password`
- how she likes to read: `display choose_display`; what may be counted: `counted choose_counted`
- the authenticator app: `begin_totp confirm_totp remove_totp`; it then answers `send_code(…, channel="app")`
- reminders ask `reachable`, then `lost` and `write_to`; delivery asks `linked_chats`
- the end: `unlink`, `history`; `leave`, then `link` brings back; `forget` sweeps

What is in brackets takes a tenth of a second and is done outside a unit of work.
"""

from portal.accounts import passwords, refusals
from portal.accounts.addresses import email_hint, phone_hint, read_email
from portal.accounts.chats import (
    blocked,
    choose_language,
    linked_chats,
    lost,
    meet,
    notices_off,
    reachable,
    resume_notices,
    spoken_to,
    stop_notices,
    unblocked,
)
from portal.accounts.code_checks import check_code, code_waits
from portal.accounts.codes import CodeSent, channels, send_code
from portal.accounts.consents import ConsentFacts, consent, consents_of, has_consented, refuse, withdraw
from portal.accounts.contact_changes import correct
from portal.accounts.contact_store import codes_under_way, given_up, undoable
from portal.accounts.contacts import ContactChanged, ContactProposed, confirm_contact, propose_contact
from portal.accounts.enrolment import discard, enrol, first_connection_here
from portal.accounts.first_connection import invitation_email_matches, propose_password
from portal.accounts.invitations import InvitationOpened, Invited, invite, open_invitation
from portal.accounts.leaving import away, erase, last_chat, leave, leaving_since
from portal.accounts.links import Linked, LinkFacts, Unlinked, history, link, unlink
from portal.accounts.new_password import (
    PasswordReset,
    ResetOpened,
    open_reset,
    prove_reset,
    reset_password,
    reset_password_by_token,
)
from portal.accounts.notices import write_to
from portal.accounts.password_change import change_password
from portal.accounts.passwords import Strength
from portal.accounts.preferences import Display, choose_counted, choose_display, counted, display
from portal.accounts.proofs import Proof
from portal.accounts.readers import Reader, reader, readers
from portal.accounts.refusals import LinkMissing, PasswordWeak
from portal.accounts.registration import (
    AccountFacts,
    Registered,
    find,
    list_accounts,
    lock,
    personal,
    register,
    set_timezone,
    show,
    timezone_of,
    unlock,
)
from portal.accounts.resets import ResetAsked, ResetProof, ask_reset, check_reset
from portal.accounts.sessions import Me, me, refresh, touch
from portal.accounts.signin import Credentials, SignedIn, credentials, own_credentials, signed_in
from portal.accounts.sweep import forget
from portal.accounts.totp import TotpOffer, begin_totp, confirm_totp, remove_totp
from portal.accounts.undoing import Undone, UndoOpened, open_undo, undo

__all__ = [
    "AccountFacts",
    "CodeSent",
    "ConsentFacts",
    "ContactChanged",
    "ContactProposed",
    "Credentials",
    "Display",
    "InvitationOpened",
    "Invited",
    "LinkFacts",
    "LinkMissing",
    "Linked",
    "Me",
    "PasswordReset",
    "PasswordWeak",
    "Proof",
    "Reader",
    "Registered",
    "ResetAsked",
    "ResetOpened",
    "ResetProof",
    "SignedIn",
    "Strength",
    "TotpOffer",
    "UndoOpened",
    "Undone",
    "Unlinked",
    "ask_reset",
    "away",
    "begin_totp",
    "blocked",
    "change_password",
    "channels",
    "check_code",
    "check_reset",
    "choose_counted",
    "choose_display",
    "choose_language",
    "code_waits",
    "codes_under_way",
    "confirm_contact",
    "confirm_totp",
    "consent",
    "consents_of",
    "correct",
    "counted",
    "credentials",
    "discard",
    "display",
    "email_hint",
    "enrol",
    "erase",
    "find",
    "first_connection_here",
    "forget",
    "given_up",
    "has_consented",
    "history",
    "invitation_email_matches",
    "invite",
    "last_chat",
    "leave",
    "leaving_since",
    "link",
    "linked_chats",
    "list_accounts",
    "lock",
    "lost",
    "me",
    "meet",
    "notices_off",
    "open_invitation",
    "open_reset",
    "open_undo",
    "own_credentials",
    "passwords",
    "personal",
    "phone_hint",
    "propose_contact",
    "propose_password",
    "prove_reset",
    "reachable",
    "read_email",
    "reader",
    "readers",
    "refresh",
    "refusals",
    "refuse",
    "register",
    "remove_totp",
    "reset_password",
    "reset_password_by_token",
    "resume_notices",
    "send_code",
    "set_timezone",
    "show",
    "signed_in",
    "spoken_to",
    "stop_notices",
    "timezone_of",
    "touch",
    "unblocked",
    "undo",
    "undoable",
    "unlink",
    "unlock",
    "withdraw",
    "write_to",
]
