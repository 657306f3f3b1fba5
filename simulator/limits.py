"""Telegram's well-known limits, in one place (core.telegram.org/bots/api and /bots/faq)."""

TEXT = 4096  # characters after entity parsing
CAPTION = 1024  # characters after entity parsing
RAW_TEXT = 1 << 15  # bytes before entity parsing
CALLBACK_DATA = 64  # bytes
CALLBACK_ANSWER = 200  # characters
BUTTONS = 100  # in one inline keyboard
COMMANDS = 100
COMMAND_DESCRIPTION = 256
DELETED_AT_ONCE = 100
ALBUM = (2, 10)
INLINE_RESULTS = 50
INLINE_QUERY = 256  # characters
BOT_NAME = 64
BOT_DESCRIPTION = 512
BOT_SHORT_DESCRIPTION = 120
START_PAYLOAD = 64

PHOTO_BYTES = 10 << 20
UPLOAD_BYTES = 50 << 20
DOWNLOAD_BYTES = 20 << 20
PHOTO_SIDES = 10_000  # width + height
PHOTO_RATIO = 20

UPDATES_AT_ONCE = 100
POLL_SECONDS = 50
WEBHOOK_CONNECTIONS = (1, 100, 40)  # least, most, default
WEBHOOK_ANSWER_SECONDS = 60
WEBHOOK_RESEND_SECONDS = 60  # the longest back-off is drawn between this and its double
WEBHOOK_RETRY_AFTER_SECONDS = 3600
MESSAGE_SECONDS = 24 * 3600  # how long a message waits for the bot
TAP_SECONDS = 150  # how long a tap waits for the bot, and its answer for the person
DELETE_SECONDS = 48 * 3600
