"""Doors that stand on many screens: the menu, help, a human to ask, and the way in."""

from conversations.messages import Button
from locales import _

MENU = Button(_("Menu"), "m:menu")
HELP = Button(_("Help"), "m:aide")
CONTACT_US = Button(_("Contact us"), "m:aide-contact")
SIGN_IN = Button(_("Sign in"), "m:go:link_account")
