"""What this room does: tell, write letters, deliver them, take receipts, decide about stuck letters."""

from intranet.notices.operations.addressing import write_to_addresses
from intranet.notices.operations.bouncing import on_undeliverable, record_bounce, works_again
from intranet.notices.operations.composing import compose
from intranet.notices.operations.deciding import CannotResend, send_again, send_all_again, set_aside
from intranet.notices.operations.delivering import AT_ONCE, Delivery, deliver, due, report_unfinished
from intranet.notices.operations.feeding import close_calendar, open_calendar, say
from intranet.notices.operations.handing import CannotHandOver, hand_over
from intranet.notices.operations.holding import Hours, hold_back, hours_of_letters
from intranet.notices.operations.preferring import (
    PreferenceRefused,
    change_post_settings,
    change_preferences,
    record_language,
)
from intranet.notices.operations.reading import NoReceiptNeeded, confirm_receipt, mark_all_read, mark_read
from intranet.notices.operations.sampling import CannotSendSample, send_to_oneself
from intranet.notices.operations.telling import cancel, cancel_set, tell, tell_set

__all__ = [
    "AT_ONCE",
    "CannotHandOver",
    "CannotResend",
    "CannotSendSample",
    "Delivery",
    "Hours",
    "NoReceiptNeeded",
    "PreferenceRefused",
    "cancel",
    "cancel_set",
    "change_post_settings",
    "change_preferences",
    "close_calendar",
    "compose",
    "confirm_receipt",
    "deliver",
    "due",
    "hand_over",
    "hold_back",
    "hours_of_letters",
    "mark_all_read",
    "mark_read",
    "on_undeliverable",
    "open_calendar",
    "record_bounce",
    "record_language",
    "report_unfinished",
    "say",
    "send_again",
    "send_all_again",
    "send_to_oneself",
    "set_aside",
    "tell",
    "tell_set",
    "works_again",
    "write_to_addresses",
]
