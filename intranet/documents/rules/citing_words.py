"""How four languages cite a clause: its nouns in all their forms, what makes a citation ours or another act's. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Cited(StrEnum):
    """What kind of place a citation names."""

    CLAUSE = "clause"
    SECTION = "section"
    ANNEX = "annex"


@dataclass(frozen=True, eq=False)  # told apart as what it is, so that compiled patterns can be kept by it
class Tongue:
    """The words of one language, as regular expressions without a flag of their own; all are matched whatever the case.

    ``own`` and ``foreign`` are matched at once behind the last number of a citation; ``act`` is a kind of document that
    is this one where nothing else is said of it, ``title`` what follows it where it is another's name.
    """

    nouns: dict[Cited, str]
    joined: str  # what stands between two numbers of a list
    ranged: str  # what stands between the first and the last number of a range
    own: str
    act: str
    title: str
    foreign: str
    before: str  # an act named in front: "Закону … (пункт 6.3)"
    within: str  # what may stand between a clause and the section or annex that it lies in
    type_leads: bool  # a title begins with the kind of document that it is


_SLAVIC_ACT_UK = (
    r"закон\w*|кодекс\w*|постанов\w*|наказ\w*|указ(?:у|ом|ів|і)?|розпоряджен\w*|рішен\w*|інструкці\w*|договор\w*|контракт\w*|"
    r"статут\w*|конвенці\w*|угод(?:и|і|у|ою)|лист(?:а|ом|і)|протокол\w*|конституці\w*|директив\w*|регламент\w*|стандарт\w*|"
    r"методи\w*|рекомендаці\w*|програм\w*|порядк\w*|правил\w*|положенн\w*|критері\w*|умов|ліцензійн\w*|типов\w*|примірн\w*|"
    r"декларац\w*|звіт\w*|анкет\w*|довідник\w*|класифікатор\w*|"
    r"державн\w*|національн\w*|цивільн\w*|трудов\w*|"
    r"зазначен\w+ (?:закон|порядк|постанов|наказ)\w*"
)
_SLAVIC_ACT_RU = (
    r"закон\w*|кодекс\w*|постановлен\w*|приказ\w*|указ(?:а|у|ом|ов|е)?|распоряжен\w*|решен\w*|инструкци\w*|договор\w*|"
    r"контракт\w*|устав\w*|конвенци\w*|соглашен\w*|письм\w*|протокол\w*|конституци\w*|директив\w*|регламент\w*|стандарт\w*|"
    r"методи\w*|рекомендаци\w*|программ\w*|порядк\w*|правил\w*|положени\w*|критери\w*|условий|типов\w*|примерн\w*|"
    r"деклараци\w*|отчет\w*|анкет\w*|справочник\w*|классификатор\w*|"
    r"федеральн\w*|гражданск\w*|трудов\w*|"
    r"указанн\w+ (?:закон|порядк|постановлен|приказ)\w*"
)
_CAPITALS = r"[A-ZА-ЯІЇЄҐ]{2,}\w*\b"

UKRAINIAN = Tongue(
    nouns={
        Cited.CLAUSE: r"(?:під)?пункт(?:у|а|ом|ові|і|ів|ам|ами|ах|и)?|п\s?\.\s?п\s?\.|пп\s?\.|підп\s?\.|п\s?\.",
        Cited.SECTION: r"розділ(?:у|ом|ові|і|ів|ам|ами|ах|и)?|розд\s?\.|статт(?:я|і|ю|ею|ям|ями|ях)|статей|"
        r"ст\s?\.|глав(?:а|и|і|у|ою)",
        Cited.ANNEX: r"додат(?:ок|ка|ку|ком|кові|ки|ків|кам|ками|ках)|дод\s?\.",
    },
    joined=r",|,?\s(?:та|і|й|або|чи|а також)\s|;",
    ranged=r"\s?[-–—]\s?|\s(?:по|до)\s",
    own=r"(?:до\s)?(?:(?:цього|цієї|цих|даного|даної|даних)\s\w+|тут\b)",
    act=r"(?:до\s)?(?:положення|порядку|регламенту|правил|інструкції|статуту|програми)\b",
    title=r"про\s|щодо\s|,?\s?(?:затвердж|ухвал|прийнят)|(?:МОН|КМУ|Кабінету|Міністерств|[«\"“])|[А-ЯІЇЄҐ]",
    foreign=rf"(?:до\s)?(?:{_SLAVIC_ACT_UK}|(?-i:{_CAPITALS}))",
    before=r"(?:закон|кодекс|постанов|наказ|порядк|положенн|інструкці|правил|статут|указ|конвенці|договор|стандарт)\w*"
    r"|(?:№|N)\s?[\w/-]+|[»\"”]",
    within=r"",
    type_leads=True,
)
RUSSIAN = Tongue(
    nouns={
        Cited.CLAUSE: r"(?:под)?пункт(?:а|у|ом|е|ы|ов|ам|ами|ах)?|п\s?\.\s?п\s?\.|пп\s?\.|подп\s?\.|п\s?\.",
        Cited.SECTION: r"(?:под)?раздел(?:а|у|ом|е|ы|ов|ам|ами|ах)?|разд\s?\.|стать(?:я|и|ю|ей|е|ям|ями|ях)|статей|"
        r"ст\s?\.|глав(?:а|ы|е|у|ой)",
        Cited.ANNEX: r"приложени(?:е|я|ю|ем|и|й|ям|ями|ях)|прил\s?\.",
    },
    joined=r",|,?\s(?:и|или|либо|а также)\s|;",
    ranged=r"\s?[-–—]\s?|\s(?:по|до)\s",
    own=r"(?:к\s)?(?:(?:настоящ(?:его|ей|их|ему|им)|данн(?:ого|ой|ых|ому)|эт(?:ого|ой|их|ому))\s\w+)",
    act=r"(?:к\s)?(?:положени[яю]|порядк[ау]|регламент[ау]|правил(?:ам)?|инструкции|устав[ау]|программы)\b",
    title=r"об?\s|,?\s?(?:утвержд|утв\.|принят)|(?:Министерств|Правительств|[«\"“])|[А-ЯЁ]",
    foreign=rf"(?:к\s)?(?:{_SLAVIC_ACT_RU}|(?-i:{_CAPITALS}))",
    before=r"(?:закон|кодекс|постановлен|приказ|порядк|положени|инструкци|правил|устав|указ|конвенци|договор|стандарт)\w*"
    r"|(?:№|N)\s?[\w/-]+|[»\"”]",
    within=r"",
    type_leads=True,
)
ENGLISH = Tongue(
    nouns={
        Cited.CLAUSE: r"(?:sub-?)?clauses?|(?:sub-?)?paragraphs?|paras?\.?|cl\.|points?|items?",
        Cited.SECTION: r"(?:sub-?)?sections?|articles?|chapters?|parts?|sect?\.",
        Cited.ANNEX: r"annex(?:es)?|appendi(?:x|ces)|schedules?",
    },
    joined=r",|,?\s(?:and|or|and/or|as well as)\s|;",
    ranged=r"\s?[-–—]\s?|\s(?:to|through)\s",
    own=r"(?:(?:of|to|in)\s(?:this|these|the present)\s\w+|above\b|below\b|hereof\b|hereto\b)",
    act=r"(?:of|to|in)\sthe\s(?:regulations?|procedure|policy|rules)\b",
    title=r"on\s|for\s|of\s(?:the\s)?|,?\s?(?:approved|adopted|made)|[“\"]|[A-Z]|\d{4}",
    foreign=r"(?:of|to|in)\s(?:the\s|an?\s|that\s|those\s|its\s)?(?:(?-i:[A-Z])|act\b|law\b|code\b|order\b|decree\b|resolution\b|"
    r"contract\b|agreement\b|statute\b|directive\b|convention\b|constitution\b|standard\b|regulations?\b|procedure\b|rules\b|"
    r"policy\b|instructions?\b|guidance\b)",
    before=r"(?:act|law|code|order|decree|resolution|procedure|directive|convention|regulations?)(?:\s(?:19|20)\d\d)?"
    r"|No\.?\s?[\w/-]+|[”\"]",
    within=r"(?:of|in|to)\s(?:the\s)?",
    type_leads=False,
)
WELSH = Tongue(
    nouns={
        Cited.CLAUSE: r"(?:is-?)?(?:ng?h|ch|c|g)ymal(?:au)?|(?:is-?)?(?:mh|ph|p|b)aragraff(?:au)?|"
        r"(?:mh|ph|p|b)wynt(?:iau)?",
        Cited.SECTION: r"h?adran(?:nau)?|h?erthygl(?:au)?|(?:mh|ph|p|b)ennod",
        Cited.ANNEX: r"h?atodiad(?:au)?|h?atodlen(?:ni)?",
    },
    joined=r",|,?\s(?:a|ac|neu|ynghyd â)\s|;",
    ranged=r"\s?[-–—]\s?|\s(?:i|hyd)\s",
    own=r"(?:(?:o|i|yn|i'r|o'r|i’r|o’r|yn y|o fewn y)\s)?(?:(?:y|yr)\s)?\w+\s(?:hwn|hon|hyn)\b|uchod\b|isod\b",
    act=r"(?:o'r|o’r|i'r|i’r|yn y)\s(?:rheoliad(?:au)?|weithdrefn|polisi|rheolau)\b",
    title=r"ar\s|ynghylch\s|,?\s?(?:a\sgymeradwy|a\sfabwysiad)|[“\"]|[A-Z]|\d{4}",
    foreign=r"(?:(?:o|i|yn|y|yr|o'r|o’r|i'r|i’r)\s){1,2}(?:(?-i:[A-Z])|d?deddf\b|gorchymyn\b|orchymyn\b|cod\b|god\b|rheoliad\w*|reoliad\w*|"
    r"contract\b|cytundeb\b|gytundeb\b|polisi\b|bolisi\b|gweithdrefn\b|weithdrefn\b|canllaw\w*|ganllaw\w*)",
    before=r"(?:d?deddf|gorchymyn|rheoliadau|reoliadau)[\w\s]{0,40}(?:19|20)\d\d|[”\"]",
    within=r"(?:o|yn|i)\s",
    type_leads=False,
)
TONGUES = {"uk": UKRAINIAN, "ru": RUSSIAN, "en": ENGLISH, "cy": WELSH}

ROMAN_WRITTEN = r"(?-i:[IVXІХ]{1,6})"
DOTTED = r"[1-9]\d{0,2}(?:[-‑][1-9]\d{0,2})?(?:\.[1-9]\d{0,2}(?:[-‑](?=\d{1,2}(?!\d|\.\d))[1-9]\d?)?){0,7}"
WRITTEN = re.compile(rf"(?:№\s?)?({DOTTED}[⁰¹²³⁴⁵⁶⁷⁸⁹]*|{ROMAN_WRITTEN})(?![\w%°])", re.IGNORECASE)
LETTERED = re.compile(r"(?:№\s?)?(?-i:([A-ZА-ЯІЇЄҐ]))(?![\w.’'])")
