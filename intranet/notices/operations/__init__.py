"""What this room does: tell, write letters, deliver them, take receipts, decide about stuck letters."""

from intranet.notices.operations.addressing import write_to_addresses
from intranet.notices.operations.composing import compose
from intranet.notices.operations.deciding import CannotResend, send_again, set_aside
from intranet.notices.operations.delivering import AT_ONCE, Delivery, deliver, report_unfinished
from intranet.notices.operations.reading import NoReceiptNeeded, confirm_receipt, mark_all_read, mark_read
from intranet.notices.operations.telling import cancel, tell

__all__ = [
    "AT_ONCE",
    "CannotResend",
    "Delivery",
    "NoReceiptNeeded",
    "cancel",
    "compose",
    "confirm_receipt",
    "deliver",
    "mark_all_read",
    "mark_read",
    "report_unfinished",
    "send_again",
    "set_aside",
    "tell",
    "write_to_addresses",
]
