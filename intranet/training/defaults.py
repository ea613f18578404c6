"""The main directions that a new site begins with (CPD-16). Data: an institution changes them."""

PROFILES = ("ukraine",)  # whose regulations know them

DIRECTIONS = {
    "professional": {
        "uk": "Професійні компетентності: предмет, методика, технології",
        "en": "Professional competences: subject, methods, technologies",
        "cy": "Cymwyseddau proffesiynol: pwnc, dulliau, technolegau",
        "ru": "Профессиональные компетентности: предмет, методика, технологии",
    },
    "key_skills": {
        "uk": "Ключові компетентності здобувачів освіти",
        "en": "Key competences of learners",
        "cy": "Cymwyseddau allweddol dysgwyr",
        "ru": "Ключевые компетентности обучающихся",
    },
    "psychology": {
        "uk": "Вікова психологія та андрагогіка",
        "en": "Psychology of ages and adult learning",
        "cy": "Seicoleg oedrannau a dysgu oedolion",
        "ru": "Возрастная психология и андрагогика",
    },
    "inclusion": {
        "uk": "Безпечне та інклюзивне освітнє середовище",
        "en": "A safe and inclusive environment",
        "cy": "Amgylchedd diogel a chynhwysol",
        "ru": "Безопасная и инклюзивная образовательная среда",
    },
    "digital": {
        "uk": "Цифрові технології, інформаційна та кібернетична безпека",
        "en": "Digital technologies, information and cyber security",
        "cy": "Technolegau digidol, diogelwch gwybodaeth a seiberddiogelwch",
        "ru": "Цифровые технологии, информационная и кибернетическая безопасность",
    },
    "communication": {
        "uk": "Мовна, комунікаційна та емоційно-етична компетентності",
        "en": "Language, communication, emotional and ethical competence",
        "cy": "Cymhwysedd iaith, cyfathrebu, emosiynol a moesegol",
        "ru": "Языковая, коммуникационная и эмоционально-этическая компетентности",
    },
    "sectoral": {
        "uk": "Галузеві компетентності та новітні технології",
        "en": "Competences of the sector and new technologies",
        "cy": "Cymwyseddau’r sector a thechnolegau newydd",
        "ru": "Отраслевые компетентности и новейшие технологии",
    },
    "management": {
        "uk": "Управлінська компетентність",
        "en": "Managerial competence",
        "cy": "Cymhwysedd rheoli",
        "ru": "Управленческая компетентность",
    },
}
