"""Another password, chosen by who is signed in: she types the one she has, or a code from her phone."""

from portal.accounts import contact_changes, distrust, notices, proofs, signin, store
from portal.accounts.refusals import AccountUnknown, NeedsFullCode, ProofMissing
from portal.accounts.sessions import Me
from portal.errors import Refused
from portal.work import Work

PURPOSE = "change_password"


def change_password(
    work: Work, me: Me, chat_id: int, password_hash: str, proof_id: str | None = None
) -> Refused | None:
    """Set the password; `proof_id`: of a full code, else the password must have been typed in this chat before.

    Whatever was sent or proven with the old one is worth nothing any more; this chat stays signed in.
    """
    owner = store.hold(work, me.account_id)
    if owner is None:
        return AccountUnknown()
    proof = (
        proofs.take(work, chat_id, proof_id, PURPOSE)
        if proof_id
        else proofs.take_password(work, chat_id, owner.id)
    )
    if proof is None or proof.account_id != owner.id:
        return ProofMissing()
    if proof.strength == proofs.MAIL:
        return NeedsFullCode()
    store.change(work, owner.id, password=password_hash, password_at=work.now)
    distrust.void(work, owner.id)
    signin.forgive(work, owner.email_key)
    notices.by_email(
        work, owner, "password_changed", {"at": work.now.isoformat(), "language": owner.language}
    )
    contact_changes.note(work, owner.id, "password_changed", me.strength)
    return None
