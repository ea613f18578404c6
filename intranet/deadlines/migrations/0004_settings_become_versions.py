"""What an institution had set about a rule becomes the rule's first version."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.db import migrations

BEFORE_VERSIONS = datetime(2026, 1, 1, tzinfo=UTC)


def make_versions(apps: Any, schema_editor: Any) -> None:
    """Keep the clause and the dates of each rule that had its own; a rule that is gone takes its setting along."""
    from intranet.deadlines.register import rules
    from intranet.deadlines.rules import declared
    from intranet.deadlines.rules.parameters import as_json
    from intranet.notices.clauses import ClauseRef

    setting_model, version_model = (apps.get_model("deadlines", name) for name in ("RuleSetting", "RuleVersion"))
    for setting in setting_model.objects.filter(rule_key__in=list(rules())):
        before = declared(rules()[setting.rule_key])
        clause = before.clause
        if setting.clause_number:
            clause = ClauseRef(setting.clause_document or clause.document_key, setting.clause_number)
        values = replace(
            before, clause=clause, in_force_from=setting.in_force_from, in_force_until=setting.in_force_until
        )
        if values != before:
            made_at = setting.reconciled_at or BEFORE_VERSIONS
            version_model.objects.create(
                rule_key=setting.rule_key,
                number=1,
                valid_from=made_at.date(),
                parameters=as_json(values),
                reason="—",
                made_at=made_at,
            )


class Migration(migrations.Migration):
    dependencies = [("deadlines", "0003_how_rules_count")]

    operations = [
        migrations.RunPython(make_versions, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="rulesetting", name="rule_ends_after_start"),
        migrations.RemoveField(model_name="rulesetting", name="clause_document"),
        migrations.RemoveField(model_name="rulesetting", name="clause_number"),
        migrations.RemoveField(model_name="rulesetting", name="in_force_from"),
        migrations.RemoveField(model_name="rulesetting", name="in_force_until"),
        migrations.AlterModelOptions(
            name="rulesetting",
            options={"verbose_name": "reconciling of a rule", "verbose_name_plural": "reconciling of the rules"},
        ),
    ]
