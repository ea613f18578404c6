"""Who may do what to the register. Whoever issues does not annul (REG-09)."""

from intranet.core.rights import ADMINISTRATOR, DIRECTOR, HR, INSPECTOR, REGISTRAR

ROWS = (
    "certificate", "draft", "series", "signatory", "form", "kind", "importbatch", "introduction", "annulmentrequest",
    "template",
)  # fmt: skip
VIEW = [f"registry.view_{row}" for row in ROWS]
MADE_WITH = ("form", "kind", "series", "signatory", "template")
WORDS = [f"registry.{action}_{row}" for row in MADE_WITH for action in ("add", "change")]
DRAFTS = [f"registry.{action}_draft" for action in ("add", "change", "delete")]
INTRODUCTIONS = [f"registry.{action}_introduction" for action in ("add", "change", "delete")]
KEYS = [f"registry.{action}_apikey" for action in ("view", "add", "change")]
SIGNING = ["registry.sign_certificate", "registry.reset_link"]
JOURNAL = ["registry.print_journal"]
EVIDENCE = ["registry.take_evidence"]
DISCLOSURE = ["registry.change_disclosuresettings"]

GRANTS = {
    REGISTRAR: [
        *VIEW,
        *DRAFTS,
        *WORDS,
        *INTRODUCTIONS,
        *KEYS,
        "registry.issue_certificate",
        "registry.correct_certificate",
        "registry.add_duplicate",
        "registry.ask_annulment",
        "registry.record_state",
        "registry.export_for_state",
        "registry.hold_certificate",
        "registry.withdraw_certificate",
        "registry.restrict_certificate",
        "registry.import_certificates",
        "registry.unlock_issuing",
        *SIGNING,
        *JOURNAL,
        *EVIDENCE,
    ],
    HR: [*VIEW, "registry.ask_annulment", "registry.annul_certificate"],
    DIRECTOR: [
        *VIEW,
        "registry.hold_certificate",
        "registry.ask_annulment",
        "registry.annul_certificate",
        "registry.restrict_certificate",
        *JOURNAL,
        *EVIDENCE,
        *DISCLOSURE,
    ],
    ADMINISTRATOR: [
        *VIEW,
        *WORDS,
        *INTRODUCTIONS,
        "registry.view_apikey",
        "registry.change_apikey",
        "registry.unlock_issuing",
        "registry.erase_traces",
        *DISCLOSURE,
    ],
    INSPECTOR: [*VIEW, *JOURNAL, *EVIDENCE],
}
