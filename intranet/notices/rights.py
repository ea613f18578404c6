"""Who may do what here. One's own letters and notices need no right."""

from intranet.core.rights import ADMINISTRATOR, HR

GRANTS = {
    ADMINISTRATOR: [
        "notices.view_all_letters",
        "notices.resend_letter",
        "notices.change_preference",
        "notices.change_postsettings",
    ],
    HR: ["notices.view_all_letters", "notices.hand_over_notice", "notices.change_preference"],
}
