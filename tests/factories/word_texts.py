"""Texts with everything that goes out to Word and comes back. Values only: no database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Blocks = tuple[tuple[str, dict[str, Any]], ...]


@dataclass(frozen=True)
class WordText:
    """A text as it is written to Word, with what stands above it."""

    title: str
    language: str
    kind: str
    blocks: Blocks
    facts: tuple[tuple[str, str], ...] = ()


def listed(*texts: str) -> tuple[str, dict[str, Any]]:
    marks = [{"mark": f"{place})", "text": text} for place, text in enumerate(texts, 1)]
    return ("list", {"items": marks})


def clause(number: str, text: str) -> tuple[str, dict[str, Any]]:
    return ("clause", {"number": number, "text": text})


def section(number: str, heading: str) -> tuple[str, dict[str, Any]]:
    return ("section", {"number": number, "heading": heading})


def table(caption: str, *rows: list[str], header_rows: int = 1) -> tuple[str, dict[str, Any]]:
    return ("table", {"caption": caption, "header_rows": header_rows, "rows": list(rows)})


REGULATION: Blocks = (
    section("1", "Загальні положення"),
    clause("1.1", "Це Положення визначає порядок <b>наставництва</b> в коледжі."),
    clause("1.2", 'Зразок наказу – на <a href="https://example.org/zrazok">сайті</a> коледжу.'),
    clause("1.2.1", "Наставника призначає директор за поданням кафедри."),
    clause("1.2.2", "Наставник не може мати більше двох <i>підопічних</i> водночас."),
    listed("складає план;", "відвідує заняття;", "звітує кафедрі."),
    section("2", "Порядок роботи"),
    clause("2.1", "Наставництво триває один навчальний рік."),
    clause("2.2", "Строки подано в таблиці 1."),
    table(
        "Таблиця 1. Строки",
        ["Дія", "Строк", "Хто"],
        ["План", "до 15 вересня", "наставник"],
        ["Звіт", "до 1 червня", "наставник"],
        ["Висновок", "до 15 червня", "кафедра"],
    ),
    clause("2.3", "Про припинення наставництва видають наказ."),
    ("paragraph", {"text": "Прикінцеві положення набирають чинності разом з наказом."}),
    ("note", {"mark": "*", "text": "Строки рахують у календарних днях."}),
    ("annex", {"label": "Додаток 1", "title": "Форма плану наставника"}),
    clause("1", "Мета наставництва та очікувані результати."),
    table("", ["Захід", "Дата"], ["Відвідування заняття", "щомісяця"]),
    ("annex", {"label": "Додаток 2", "title": "Форма звіту"}),
    ("paragraph", {"text": "Звіт складають у довільній формі."}),
)

WELSH: Blocks = (
    ("section", {"number": "", "heading": "Pwrpas y swydd"}),
    ("paragraph", {"text": "Gofalu am y parc a’i goed drwy’r flwyddyn."}),
    ("section", {"number": "", "heading": "Prif ddyletswyddau"}),
    ("duty_group", {"heading": "Gofal am y parc"}),
    ("clause", {"number": "1", "text": "Gofalu am y coed ifanc."}),
    ("clause", {"number": "2", "text": "Cadw cofnod o’r gwaith."}),
    ("duty_group", {"heading": "Gweinyddu"}),
    ("clause", {"number": "3", "text": "Archebu planhigion a hadau."}),
    (
        "facts",
        {
            "caption": "Dimensiynau",
            "rows": [
                {"kind": "staff", "label": "", "text": "Tri garddwr"},
                {"kind": "budget", "label": "Cyllideb", "text": "£12,000"},
            ],
        },
    ),
    (
        "person_spec",
        {
            "caption": "Manyleb y person",
            "heads": {"criterion": "", "essential": "", "desirable": "", "measured": ""},
            "rows": [
                {"kind": "group", "text": "Addysg", "level": "", "measures": [], "measured": ""},
                {
                    "kind": "criterion",
                    "text": "Cymhwyster garddio",
                    "level": "essential",
                    "measures": ["form"],
                    "measured": "FfG",
                },
                {
                    "kind": "criterion",
                    "text": "Trwydded yrru",
                    "level": "desirable",
                    "measures": ["form", "interview"],
                    "measured": "FfG/C",
                },
                {
                    "kind": "note",
                    "text": "Mae Lefel 2 yn golygu siarad â’r cyhoedd.",
                    "level": "",
                    "measures": [],
                    "measured": "",
                },
                {
                    "kind": "criterion",
                    "text": "Y gallu i drefnu gwaith tîm",
                    "level": "essential",
                    "measures": ["interview"],
                    "measured": "C",
                },
            ],
            "note": "",
            "legend": [
                {"key": "form", "code": "FfG", "meaning": "Ffurflen gais"},
                {"key": "interview", "code": "C", "meaning": "Cyfweliad"},
            ],
        },
    ),
    (
        "matrix",
        {
            "caption": "Ein gwerthoedd",
            "heads": {"value": "", "behaviours": "", "leading": "", "negative": ""},
            "rows": [
                {
                    "value": "Ymddiriedaeth",
                    "meaning": "Cadw gair",
                    "behaviours": ["yn agored", "yn onest"],
                    "leading": ["yn esbonio"],
                    "negative": ["yn cuddio"],
                },
                {
                    "value": "Parch",
                    "meaning": "Gwrando",
                    "behaviours": ["yn gwrando"],
                    "leading": ["yn dangos"],
                    "negative": ["yn torri ar draws"],
                },
            ],
        },
    ),
)

SHEETS: Blocks = (
    ("section", {"number": "", "heading": "Мета посади"}),
    ("paragraph", {"text": "Доглядати за парком цілий рік."}),
    ("facts", {"caption": "", "rows": [{"kind": "budget", "label": "", "text": "120 тис. грн"}]}),
    (
        "person_spec",
        {
            "caption": "",
            "heads": {"criterion": "", "essential": "", "desirable": "", "measured": ""},
            "rows": [
                {"kind": "group", "text": "Досвід", "level": "", "measures": [], "measured": ""},
                {
                    "kind": "criterion",
                    "text": "Досвід догляду за деревами",
                    "level": "essential",
                    "measures": ["form"],
                    "measured": "А",
                },
                {
                    "kind": "criterion",
                    "text": "Посвідчення водія",
                    "level": "desirable",
                    "measures": ["interview"],
                    "measured": "С",
                },
            ],
            "note": "",
            "legend": [
                {"key": "form", "code": "А", "meaning": "анкета"},
                {"key": "interview", "code": "С", "meaning": "співбесіда"},
            ],
        },
    ),
    ("standard", {"title": "Перегляд", "text": "Інструкцію переглядають щороку."}),
    (
        "chart",
        {
            "caption": "Хто кому підпорядкований",
            "posts": [
                {"title": "Директор", "code": "Д-1", "statutory": "", "parent": -1},
                {"title": "Садівник", "code": "П-7", "statutory": "", "parent": 0},
            ],
        },
    ),
)

NUMBERED: Blocks = (
    ("section", {"number": "1", "heading": "Загальні положення"}),
    ("clause", {"number": "1.1", "text": "Інспектор належить до фахівців."}),
    ("clause", {"number": "1.2", "text": "Приймають на посаду наказом директора."}),
    ("section", {"number": "2", "heading": "Посадові обов’язки"}),
    ("clause", {"number": "2.1", "text": "Веде облік особового складу:"}),
    ("list", {"items": [{"mark": "1)", "text": "картки;"}, {"mark": "2)", "text": "накази."}]}),
    ("clause", {"number": "2.2", "text": "Готує документи."}),
    ("section", {"number": "3", "heading": "Права"}),
    ("clause", {"number": "3.1", "text": "Отримувати відомості."}),
)

FORMS: Blocks = (
    ("section", {"number": "1", "heading": "Загальні положення"}),
    ("clause", {"number": "1.1", "text": "Форма.<br>Другий рядок."}),
    ("list", {"items": [{"mark": "", "text": "перше"}, {"mark": "", "text": "друге"}]}),
    ("list", {"items": [{"mark": "а)", "text": "перше"}, {"mark": "б)", "text": "<b>друге</b>"}]}),
    (
        "table",
        {
            "caption": "Облік годин",
            "header_rows": 1,
            "rows": [["Дата", "Години", "Підпис"], ["", "", ""], ["", "", ""]],
        },
    ),
    ("table", {"caption": "", "header_rows": 0, "rows": [["ПІБ", ""], ["Посада", ""], ["Кафедра", ""]]}),
    ("paragraph", {"text": "<b>Увага!</b>"}),
    ("paragraph", {"text": "<b>Увага, <i>строки</i></b>"}),
    ("clause", {"number": "1.2", "text": "<b>Усе жирне</b>"}),
    ("clause", {"number": "3.4-1", "text": "Вставлений пункт."}),
    ("note", {"mark": "", "text": "Розроблено: відділ кадрів"}),
    ("note", {"mark": "1", "text": "Виноска."}),
    ("annex", {"label": "", "title": "Додаткові матеріали"}),
    ("paragraph", {"text": "Текст."}),
    ("annex", {"label": "Додаток Б", "title": ""}),
    ("table", {"caption": "", "header_rows": 1, "rows": [["№", "Назва", "Примітка"], ["1", "", ""], ["2", "", ""]]}),
)

PROGRAMME: Blocks = (
    ("section", {"number": "", "heading": "Зміст програми"}),
    ("section", {"number": "1", "heading": "Модуль"}),
    ("paragraph", {"text": "Лекції та практика."}),
    ("table", {"caption": "Теми", "header_rows": 1, "rows": [["Тема", "Години"], ["Хмари", "10"], ["Безпека", "20"]]}),
    ("list", {"items": [{"mark": "•", "text": "перше"}, {"mark": "•", "text": "друге"}]}),
    ("paragraph", {"text": "Кінець."}),
)

# The words of ours in a file: the texts above leave the heads of columns to them.
HEADS = {
    "uk": {
        "page": "Сторінка {page} з {pages}",
        "value": "Цінність",
        "behaviours": "Поведінка",
        "leading": "Лідерська поведінка",
        "negative": "Негативна поведінка",
        "criterion": "Вимога",
        "essential": "Обов’язково",
        "desirable": "Бажано",
        "measured": "Як перевіряють",
        "staff": "Персонал",
        "budget": "Бюджет",
        "deputising": "Заміщення",
    },
    "cy": {
        "page": "Tudalen {page} o {pages}",
        "value": "Gwerth",
        "behaviours": "Ymddygiadau",
        "leading": "Ymddygiadau arwain",
        "negative": "Ymddygiadau negyddol",
        "criterion": "Gofyniad",
        "essential": "Hanfodol",
        "desirable": "Dymunol",
        "measured": "Mesurir drwy",
        "staff": "Staff",
        "budget": "Cyllideb",
        "deputising": "Dirprwyo",
    },
}

TEXTS = {
    "regulation": WordText("Положення про наставництво", "uk", "regulation", REGULATION),
    "forms": WordText("Положення про форми обліку", "uk", "regulation", FORMS),
    "numbered instruction": WordText("Інспектор з кадрів", "uk", "job-description", NUMBERED, (("Відділ", "Кадри"),)),
    "sheets": WordText("Садівник", "uk", "job-description", SHEETS, (("Відділ", "Парк"), ("Код посади", "П-7"))),
    "welsh sheets": WordText(
        "Garddwr", "cy", "job-description", WELSH, (("Adran", "Parciau"), ("Gradd", "8"), ("ID y swydd", "P-7"))
    ),
    "programme": WordText(
        "Хмарні інструменти", "uk", "programme", PROGRAMME, (("Розробники", "Кафедра"), ("Мета", "Навчити добирати."))
    ),
}
