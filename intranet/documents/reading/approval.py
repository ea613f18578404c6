"""Who approved a document, by the stamp in its heading: council, minutes, order, in four languages. Pure."""

from __future__ import annotations

import re
from datetime import date

from intranet.documents.reading.draft import ApprovalData

STAMP = re.compile(
    r"[«\"]?\s*(?:за\s*твердж|по\s*годж|схвален|ухвален|розглянут|прийнят|утвержд|согласован|рассмотрен|принят|одобрен|"
    r"введен[оа]? в (?:дію|действие)|approved|adopted|agreed by|cymeradwywyd|mabwysiadwyd)",
    re.IGNORECASE,
)
_MONTHS = [
    "січ янв jan ion",
    "лют фев feb chwe",
    "берез мар mar maw",
    "квіт апр apr ebr",
    "трав ма may mai",
    "черв июн jun meh",
    "лип июл jul gor",
    "серп авг aug aws",
    "верес сен sep med",
    "жовт окт oct hyd",
    "листоп ноя nov tach",
    "груд дек dec rha",
]
_DATE = (
    r"(?:[«\"“]?\s*\d{1,2}\s*[»\"”]?\s*"
    r"(?:[./-]\s*\d{1,2}\s*[./-]\s*|(?:st|nd|rd|th|ain|af|eg|fed)?\s*[^\W\d_]{3,12}\.?\s+)\d{4}|\d{4}-\d\d-\d\d)"
)
_BLANKS = r"[\s,_]*"
_FROM = r"(?:від|от|of|dated|dyddiedig|o)?\s*"
_NUMBER_SIGN = r"(?:№|N[oº°]?\.?|number|rhif|нomep|номер|#)"
_NUMBER = r"(?P<number>\d[\w/.-]*(?<![./-]))"
_MINUTES = r"(?:протокол\w*|minutes?|cofnodion)"
_ORDER = r"(?:наказ\w*|приказ\w*|розпорядженн\w*|распоряжени\w*|order|gorchymyn|penderfyniad)"
_DECISION = r"(?:рішенн\w*|решени\w*|постанов\w*|decision|resolution)"  # of the founder, who issues no order
_BETWEEN = r"[^№\d]{0,160}?"
_COUNCILS = [
    (r"педагогічн\w+ рад\w+", "Педагогічна рада"),
    (r"вчен\w+ рад\w+", "Вчена рада"),
    (r"академічн\w+ рад\w+", "Академічна рада"),
    (r"науково-методичн\w+ рад\w+", "Науково-методична рада"),
    (r"методичн\w+ рад\w+", "Методична рада"),
    (r"наглядов\w+ рад\w+", "Наглядова рада"),
    (r"(?:загальн\w+ )?збор\w+ трудового колективу", "Загальні збори трудового колективу"),
    (r"конференці\w+ трудового колективу", "Конференція трудового колективу"),
    (r"педагогическ\w+ совет\w*", "Педагогический совет"),
    (r"уч[её]н\w+ совет\w*", "Учёный совет"),
    (r"методическ\w+ совет\w*", "Методический совет"),
    (r"управляющ\w+ совет\w*", "Управляющий совет"),
    (r"общ\w+ собрани\w+", "Общее собрание"),
    (r"pedagogical council", "Pedagogical council"),
    (r"academic (?:board|council)", "Academic council"),
    (r"governing body|board of governors", "Governing body"),
    (r"cabinet", "Cabinet"),
    (r"corff llywodraethu", "Corff llywodraethu"),
]


def is_stamp(text: str) -> bool:
    """Say whether a paragraph begins a stamp of approval or agreement."""
    return STAMP.match(text) is not None


def read_approval(stamp: str) -> ApprovalData:
    """Return what the words of a stamp record; blanks to be filled in record nothing."""
    minutes_number, minutes_date = _numbered(_MINUTES, stamp)
    order_number, order_date = _numbered(_ORDER, stamp)
    if not (minutes_number or order_number):
        order_number, order_date = _numbered(_DECISION, stamp)
    if not (minutes_number or minutes_date or order_number or order_date):
        return ApprovalData()
    return ApprovalData(_body(stamp), minutes_number, minutes_date, order_number, order_date)


def _numbered(what: str, stamp: str) -> tuple[str, date | None]:
    """Find “протокол № 5 від 27.08.2025”, “наказ від 1 вересня 2025 р. № 12-од”, whichever comes first."""
    orders = [
        rf"{what}{_BETWEEN}{_NUMBER_SIGN}\s*{_NUMBER}{_BLANKS}{_FROM}(?P<date>{_DATE})?",
        rf"{what}{_BETWEEN}(?P<date>{_DATE})\s*(?:р\.|року|г\.|года)?{_BLANKS}{_NUMBER_SIGN}\s*{_NUMBER}",
        rf"{what}\s+{_NUMBER}{_BLANKS}{_FROM}(?P<date>{_DATE})",
        rf"{what}{_BETWEEN}(?P<number>)(?P<date>{_DATE})",
    ]
    for pattern in orders:
        match = re.search(pattern, stamp[:3000], re.IGNORECASE)
        if match:
            return match["number"], parse_date(match["date"] or "")
    return "", None


def parse_date(text: str) -> date | None:
    """Return the date that a text writes day first, in figures or with the month's name."""
    iso = re.search(r"(\d{4})-(\d\d)-(\d\d)", text)
    figures = re.search(r"(\d{1,2})\D{1,4}(\d{1,2})\D{1,4}(\d{4})", text)
    named = re.search(r"(\d{1,2})\W*(?:st|nd|rd|th|ain|af|eg|fed)?\s*([^\W\d_]{3,12})\.?\s+(\d{4})", text)
    if iso:
        parts = (int(iso[1]), int(iso[2]), int(iso[3]))
    elif figures:
        parts = (int(figures[3]), int(figures[2]), int(figures[1]))
    elif named:
        parts = (int(named[3]), _month(named[2].casefold()), int(named[1]))
    else:
        return None
    try:
        return date(*parts)
    except ValueError:
        return None


def _month(word: str) -> int:
    # “мая” is the fifth, “марта” the third: the longer stems are tried first.
    stems = sorted(
        ((stem, index) for index, row in enumerate(_MONTHS, 1) for stem in row.split()), key=lambda x: -len(x[0])
    )
    return next((index for stem, index in stems if word.startswith(stem)), 0)


def _body(stamp: str) -> str:
    for pattern, name in _COUNCILS:
        if re.search(pattern, stamp, re.IGNORECASE):
            return name
    return ""
