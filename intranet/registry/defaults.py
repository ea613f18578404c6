"""Forms, kinds and the series that a new site begins with (CPD-14, CPD-15). Data: an institution changes them."""

FORMS = {
    "in_person": {"uk": "очна", "en": "in person", "cy": "wyneb yn wyneb", "ru": "очная"},
    "distance": {"uk": "дистанційна", "en": "distance", "cy": "o bell", "ru": "дистанционная"},
    "blended": {"uk": "змішана", "en": "blended", "cy": "cyfunol", "ru": "смешанная"},
    "institutional": {"uk": "інституційна", "en": "institutional", "cy": "sefydliadol", "ru": "институциональная"},
    "dual": {"uk": "дуальна", "en": "dual", "cy": "deuol", "ru": "дуальная"},
    "workplace": {"uk": "на робочому місці", "en": "in the workplace", "cy": "yn y gweithle", "ru": "на рабочем месте"},
    "correspondence": {"uk": "заочна", "en": "by correspondence", "cy": "drwy ohebiaeth", "ru": "заочная"},
}

KINDS = {
    "programme": {
        "uk": "навчання за програмою",
        "en": "programme training",
        "cy": "hyfforddiant drwy raglen",
        "ru": "обучение по программе",
    },
    "seminar": {"uk": "семінар", "en": "seminar", "cy": "seminar", "ru": "семинар"},
    "practicum": {"uk": "практикум", "en": "practicum", "cy": "gweithdy ymarferol", "ru": "практикум"},
    "training": {"uk": "тренінг", "en": "training session", "cy": "sesiwn hyfforddi", "ru": "тренинг"},
    "webinar": {"uk": "вебінар", "en": "webinar", "cy": "gweminar", "ru": "вебинар"},
    "masterclass": {"uk": "майстер-клас", "en": "master class", "cy": "dosbarth meistr", "ru": "мастер-класс"},
    "internship": {"uk": "стажування", "en": "internship", "cy": "lleoliad gwaith", "ru": "стажировка"},
    "scientific_internship": {
        "uk": "наукове стажування",
        "en": "research internship",
        "cy": "lleoliad ymchwil",
        "ru": "научная стажировка",
    },
}

SERIES = {"uk": "ПК", "ru": "ПК", "en": "CPD", "cy": "DPP"}
