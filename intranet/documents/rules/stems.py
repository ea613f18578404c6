"""What is left of a word without its ending: for words that no dictionary knows. Pure.

Coarse on purpose: it is applied to what was written and to what is asked alike, so that it need not be a real stem.
"""

from __future__ import annotations

SHORTEST = 4
ENDINGS_AS_WRITTEN = {
    "uk": """
        уватимуться юватимуться уватиметься уватись уватися юватися уються юються ується юється увати ювати
        увала увало ували увались уючи юючи уємо юємо ують юють уєте ує ює ався алась алися атись атися ається
        аються яться иться ється итись итися ами ями ому ого ими іми еві ові ою ею єю ією ів їв ей ям ам ах ях
        ом ем єм их іх ий ій ої їй ти ть ла ло ли в а я о е є у ю и і ї ь й
    """,
    "ru": """
        овываться ировать ываться иваться оваться ываются иваются уются ывается ивается ируется уется овывать
        ывать ивать овать ывают ивают ывает ивает уют ует аются яются ается яется ются ется ятся ится ались
        алась алось ался ами ями ому ему ого его ыми ими иях иям иями ией ии ию ия ие ием ов ев ей ям ам ах ях
        ом ем ым им ых их ый ий ой ая яя ое ее ые ть ла ло ли л а я о е у ю ы и ь й
    """,
}
ENDINGS = {language: sorted(text.split(), key=len, reverse=True) for language, text in ENDINGS_AS_WRITTEN.items()}


def stem(word: str, language: str) -> str:
    """Return a folded word without its ending, of at least four letters; other languages' words stay as they are."""
    for ending in ENDINGS.get(language, ()):
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return word.removesuffix(ending)
    return word
