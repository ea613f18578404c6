"""What became of some certificates afterwards: signed, corrected, withheld, lost and made again, told to the state."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from intranet.core.dates import format_date
from intranet.core.models import Account
from intranet.demo import material
from intranet.demo.cast import Cast
from intranet.registry.enums import ApiScope, Paper, Restriction, Signing, StateSystem
from intranet.registry.models import Certificate, Series, Template
from intranet.registry.operations.annulling import approve_annulment, ask_annulment, restrict
from intranet.registry.operations.correcting import correct
from intranet.registry.operations.designing import save_template
from intranet.registry.operations.disclosing import decide
from intranet.registry.operations.duplicating import make_duplicate
from intranet.registry.operations.keying import make_key, revoke_key
from intranet.registry.operations.mapping import remember
from intranet.registry.operations.signing import make_run, record_signed
from intranet.registry.operations.state_system import set_state
from intranet.registry.operations.vocabularies import save_series
from intranet.registry.printing.designs import standard
from intranet.registry.queries.signing import Wanted, of_run, unsigned

SIGNED_AFTER = timedelta(days=2)
LATELY = 20  # days: what was issued since is not signed yet
OLD_ENOUGH = 60  # days ago, and public since long
A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Handling:
    """The desk of those who look after issued certificates; each step is the operation that a person uses."""

    cast: Cast
    on_date: date
    moment: Callable[[date], datetime]
    facts: dict[str, Any]

    @property
    def by_registrar(self) -> dict[str, Any]:
        return {"actor": self.cast.accounts["registrar"]}

    def signed_with_a_key(self, *, at: datetime, colour: str) -> Series:
        """Add a series that is signed with a qualified e-signature, with a template of its own in two languages."""
        design = replace(standard("uk", "en", paper=Paper.LANDSCAPE), colour=colour)
        template = Template(name=self.facts["partners"]["template"])
        save_template(template=template, design=design, at=at, on_date=self.on_date, **self.by_registrar)
        code = self.facts["partners"]["series"]
        series = Series(code=code, pattern=f"{code}-{{year}}-{{seq:05}}", signing=Signing.QUALIFIED, template=template)
        return save_series(series=series, at=at, **self.by_registrar)

    def handle(self, groups: Sequence[list[Certificate]]) -> None:
        """Sign what was issued to the groups, the oldest first, and let some of it have a story of its own."""
        self._sign(groups)
        old_enough = material.days_before(self.on_date, OLD_ENOUGH)
        told = iter([row for group in groups for row in group[1:2] if row.issue_date < old_enough][::-1])
        for step in (self._correct, self._withhold, self._make_again, self._ask_to_annul, self._annul):
            subject = next(told, None)
            if subject is not None:
                step(subject)
        self._tell_the_state([row for group in groups for row in group[2:3]][-3:])

    def _sign(self, groups: Sequence[list[Certificate]]) -> None:
        """Record group by group what was signed on paper; what was issued lately waits for its run."""
        lately = material.days_before(self.on_date, LATELY)
        for rows in groups:
            if rows[0].issue_date <= lately:
                day = rows[0].issue_date + SIGNED_AFTER
                record_signed(
                    certificates=[row.pk for row in rows], signed_on=day, at=self.moment(day), **self.by_registrar
                )

    def _correct(self, certificate: Certificate) -> None:
        """Correct a topic that was cut short when it was typed."""
        story = self.facts["corrected"]
        correct(
            certificate=certificate,
            values=certificate.values().but(topic=f"{certificate.topic}{story['added']}"),
            reason=story["reason"],
            at=self._weeks_after(certificate, 3),
            **self.by_registrar,
        )

    def _withhold(self, certificate: Certificate) -> None:
        restrict(
            certificate=certificate, ground=Restriction.OBJECTION, reason=self.facts["withheld"]["reason"],
            at=self._weeks_after(certificate, 5), actor=self.cast.accounts["director"],
        )  # fmt: skip

    def _make_again(self, certificate: Certificate) -> None:
        at = self._weeks_after(certificate, 7)
        make_duplicate(
            certificate=certificate, issued_on=at.date(), reason=self.facts["duplicate"]["reason"], at=at,
            **self.by_registrar,
        )  # fmt: skip

    def _ask_to_annul(self, certificate: Certificate) -> None:
        """Leave a request that waits for its second person."""
        yesterday = material.days_before(self.on_date, 1)
        basis = self.facts["annulment_asked"]["basis"]
        ask_annulment(certificate=certificate, basis=basis, at=self.moment(yesterday), **self.by_registrar)

    def _annul(self, certificate: Certificate) -> None:
        """Annul on the request of one person, approved by another."""
        at = self._weeks_after(certificate, 6)
        basis = self.facts["annulment_basis"].format(date=format_date(at.date(), "uk"))
        asked = ask_annulment(certificate=certificate, basis=basis, at=at, **self.by_registrar)
        approve_annulment(request=asked, at=at + timedelta(hours=3), actor=self.cast.accounts["hr"])

    def _tell_the_state(self, certificates: Sequence[Certificate]) -> None:
        told = self.facts["state_system"]
        for certificate, row in zip(certificates, told, strict=False):
            set_state(
                certificate=certificate, state=StateSystem(row["state"]), state_id=row.get("id", ""),
                refusal=row.get("refusal", ""), at=self.moment(self.on_date - timedelta(days=1)), **self.by_registrar,
            )  # fmt: skip

    def set_up(self, *, at: datetime) -> None:
        """Remember how a school's file is read, and give a platform its key.

        The text of the key is not kept, so that nobody can use it.
        """
        mapping = self.facts["mapping"]
        remember(heading=[mapping["heading"]], places=mapping["places"], at=at, **self.by_registrar)
        make_key(
            name=self.facts["platform"], scopes=[ApiScope.DRAFT], at=at, expires_on=self.on_date + A_YEAR,
            **self.by_registrar,
        )  # fmt: skip
        earlier, _text = make_key(
            name=self.facts["earlier_platform"], scopes=[ApiScope.ISSUE], at=at, **self.by_registrar
        )
        revoke_key(key=earlier, at=at, **self.by_registrar)

    def _weeks_after(self, certificate: Certificate, weeks: int) -> datetime:
        return self.moment(certificate.issue_date + timedelta(weeks=weeks))


@transaction.atomic
def handle_today(*, at: datetime, on_date: date) -> None:
    """Give out what waits to be signed, record what came back of it, and decide what is disclosed.

    It is done last: the files that a sweep makes of it bear today's date.
    """
    registrar, director = (Account.objects.get(username=name) for name in ("registrar", "director"))
    decide(
        open_data_basis=material.table("certificates")["open_data_basis"], is_open=True, public_compliance=True,
        badges=False, letters_per_hour=200, at=at, actor=director,
    )  # fmt: skip
    yesterday = material.days_before(on_date, 1)
    for signing in Signing:
        if unsigned(signing, Wanted(until=yesterday)).exists():
            run = make_run(signing=signing, wanted=Wanted(until=yesterday), at=at, actor=registrar)
            if signing == Signing.PAPER:
                keys = list(of_run(run).values_list("pk", flat=True))
                record_signed(certificates=keys[: len(keys) // 2], signed_on=on_date, at=at, actor=registrar)
