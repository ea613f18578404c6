"""The one cell of the Welsh job description that was left in English is found and named."""

from __future__ import annotations

from intranet.documents.reading import read
from intranet.documents.rules.comparing import words_of
from intranet.documents.rules.texts import FrozenBlock
from intranet.documents.rules.tongues import oddities


def test_the_english_cell_of_the_welsh_text_is_found(seeds):
    path = next(each for each in seeds.iterdir() if each.name.startswith("000"))
    draft = read(path.read_bytes(), filename=path.name, kind="job-description", language="cy")
    blocks = [FrozenBlock(str(place), block.kind, block.data) for place, block in enumerate(draft.blocks)]

    found = [each for each in oddities([(block.id, words_of(block)) for block in blocks], "cy") if each.words]
    assert len(found) == 1
