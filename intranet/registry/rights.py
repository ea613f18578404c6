"""Who may do what to the register. Whoever issues does not annul (REG-09)."""

from intranet.core.rights import ADMINISTRATOR, DIRECTOR, HR, INSPECTOR, REGISTRAR

ROWS = ("certificate", "draft", "series", "signatory", "form", "kind", "importbatch", "introduction")
VIEW = [f"registry.view_{row}" for row in ROWS]
WORDS = [f"registry.{action}_{row}" for row in ("form", "kind", "series", "signatory") for action in ("add", "change")]
DRAFTS = [f"registry.{action}_draft" for action in ("add", "change", "delete")]
INTRODUCTIONS = [f"registry.{action}_introduction" for action in ("add", "change", "delete")]

GRANTS = {
    REGISTRAR: [
        *VIEW,
        *DRAFTS,
        *WORDS,
        *INTRODUCTIONS,
        "registry.issue_certificate",
        "registry.hold_certificate",
        "registry.withdraw_certificate",
        "registry.restrict_certificate",
        "registry.import_certificates",
        "registry.unlock_issuing",
    ],
    HR: [*VIEW, "registry.annul_certificate"],
    DIRECTOR: [*VIEW, "registry.hold_certificate", "registry.annul_certificate", "registry.restrict_certificate"],
    ADMINISTRATOR: [*VIEW, *WORDS, *INTRODUCTIONS, "registry.unlock_issuing"],
    INSPECTOR: VIEW,
}
