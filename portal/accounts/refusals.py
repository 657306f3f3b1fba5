"""Every way an account says no; the facts of each are in its docstring."""

from portal.errors import Refused


class EmailTaken(Refused):
    """Another account has this e-mail address. Facts: account_id."""


class EmailInvalid(Refused):
    """No such e-mail address can exist (RFC 5321)."""


class EmailAccented(Refused):
    """An address with a letter before the @ that hardly any mailbox has: most likely mistyped."""


class AccountUnknown(Refused):
    """There is no such account."""


class AccountLocked(Refused):
    """The account was locked by the operator; said only to who has proven to be its owner."""


class InvitationUnknown(Refused):
    """No invitation has this token, or not in this chat."""


class InvitationExpired(Refused):
    """The invitation is older than seven days, or a newer one was sent."""


class InvitationUsed(Refused):
    """The invitation has served already."""


class TooManyTries(Refused):
    """Too many wrong tries in a row. Facts: until (instant)."""


class CredentialsWrong(Refused):
    """E-mail and password do not go together; one and the same whatever the reason."""


class PasswordWeak(Refused):
    """The password cannot be chosen. Facts: reasons, some of short, long, simple, common, personal."""


class CodeTooSoon(Refused):
    """A code has just been sent. Facts: at (instant of the next possible one)."""


class CodeNotYet(Refused):
    """No code waits for this, and one that was for something else has just left. Facts: at (of the next possible one)."""


class CodesExhausted(Refused):
    """Too many codes were sent, or typed wrong. Facts: until (instant)."""


class EmailNotAllowed(Refused):
    """No code by e-mail now. Facts: reason (first_connection, recent_reset), until (instant, None)."""


class CodeWrong(Refused):
    """The code is another one. Facts: left (tries)."""


class CodeExpired(Refused):
    """The code is too old."""


class CodeUsed(Refused):
    """The code has served already."""


class CodeLocked(Refused):
    """Too many wrong codes. Facts: until (instant from which a new code can be asked for)."""


class CodeMissing(Refused):
    """No code was sent to this chat for this purpose."""


class ProofMissing(Refused):
    """What was proven has served, is too old, or was proven elsewhere: start over."""


class NeedsFullCode(Refused):
    """A code by e-mail is not enough for this: a code by SMS or of the authenticator app is needed."""


class LinkMissing(Refused):
    """The chat is linked to no account."""


class ResetUnknown(Refused):
    """No password reset has this token, or it was not proven in this chat."""


class ResetExpired(Refused):
    """The password reset is older than thirty minutes, or a newer one was asked for."""


class ResetUsed(Refused):
    """The password was already changed with this reset."""


class TotpMissing(Refused):
    """No authenticator app was offered, or none is set up."""


class TotpWrong(Refused):
    """The app does not show this code: the secret was mistyped, or the phone's clock is wrong."""


class EmailUnchanged(Refused):
    """The account has this e-mail address already."""


class PhoneUnchanged(Refused):
    """The account has this phone number already."""


class PasswordUnchanged(Refused):
    """The account has this password already."""


class ContactsHeld(Refused):
    """A mailbox has just been enough to change the password: e-mail and phone stay a while. Facts: until (instant)."""


class UndoUnknown(Refused):
    """No change of an e-mail address or phone number has this token."""


class UndoExpired(Refused):
    """The change was made more than seven days ago, or corrected by the operator since."""


class UndoUsed(Refused):
    """The change was undone already, or one before it was, and with it this one."""
