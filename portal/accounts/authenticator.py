"""What an authenticator app shows (TOTP, RFC 6238): six digits that change every 30 seconds."""

import hmac
import unicodedata
from datetime import datetime

STEP = 30  # seconds
WINDOW = (-1, 0, 1)  # RFC 6238, 5.2: one step of drift either way


def new_secret() -> str:
    """Return a secret of 160 bits in base32."""
    import pyotp  # noqa: PLC0415  60 ms at start-up, and few accounts need it

    return pyotp.random_base32()


def uri(secret: str, issuer: str, name: str) -> str:
    """Return the `otpauth://` address that a QR code hands to the app."""
    import pyotp  # noqa: PLC0415

    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=issuer)


def step_of(secret: str, typed: str, now: datetime) -> int | None:
    """Return the time step whose code this is, within the window; every step is compared."""
    import pyotp  # noqa: PLC0415

    app, present = pyotp.TOTP(secret, interval=STEP), int(now.timestamp()) // STEP
    found = [
        step for step in (present + d for d in WINDOW) if hmac.compare_digest(app.generate_otp(step), typed)
    ]
    return found[-1] if found else None


def digits(typed: str) -> str:
    """Return the digits of what was typed: `123 456`, or those of another script."""
    return "".join(str(unicodedata.digit(c)) for c in typed if c.isdigit())
