"""Strings as XLIFF 1.2, which translators' programs read: markup stands in them as text, under the clause's id."""

from __future__ import annotations

from lxml import etree

from intranet.documents.reading import CannotRead
from intranet.documents.rules.pairing import State, words_hash
from intranet.pages.translations.files.pieces import Brought, Outgoing, Returned, no_such_file, too_large

_SPACE = "urn:oasis:names:tc:xliff:document:1.2"
_STATES = {
    State.CURRENT: "translated",
    State.STALE: "needs-review-translation",
    State.MISSING: "needs-translation",
}
_MOST_TAGS = 300_000


def written(sent: Outgoing) -> bytes:
    """Return the strings as a file."""
    root = etree.Element(_tag("xliff"), nsmap={None: _SPACE}, version="1.2")  # type: ignore[dict-item]
    languages = {"source-language": sent.source_language, "target-language": sent.target_language}
    file = etree.SubElement(root, _tag("file"), original=sent.page, datatype="html", **languages)  # type: ignore[arg-type]
    body = etree.SubElement(file, _tag("body"))
    for piece in sent.pieces:
        unit = etree.SubElement(body, _tag("trans-unit"), id=piece.id, resname=piece.place)
        unit.set("extradata", f"{piece.source_hash} {piece.target_hash}")
        etree.SubElement(unit, _tag("source")).text = piece.source
        target = etree.SubElement(unit, _tag("target"), state=_STATES[piece.state])
        target.text = piece.target
        etree.SubElement(unit, _tag("note")).text = piece.place
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def read(data: bytes) -> Returned:
    """Return what a file brings back.

    Raises CannotRead for what is no XLIFF, or declares entities.
    """
    if data.count(b"<") > _MOST_TAGS:
        raise CannotRead(too_large())
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise CannotRead(no_such_file()) from error
    files = root.findall(_tag("file"))
    if root.getroottree().docinfo.internalDTD is not None or root.tag != _tag("xliff") or len(files) != 1:
        raise CannotRead(no_such_file())
    [file] = files
    return Returned(
        page=file.get("original", ""),
        source_language=_language(file.get("source-language", "")),
        target_language=_language(file.get("target-language", "")),
        rows=[_brought(unit) for unit in file.iter(_tag("trans-unit"))],
    )


def _brought(unit: etree._Element) -> Brought:
    source_hash, _space, target_hash = unit.get("extradata", "").partition(" ")
    return Brought(
        id=unit.get("id", ""),
        text=_words(unit.find(_tag("target"))),
        source_hash=source_hash or words_hash(_words(unit.find(_tag("source")))),  # some programs leave it out
        target_hash=target_hash,
    )


def _words(found: etree._Element | None) -> str:
    return "" if found is None else "".join(str(part) for part in found.itertext()).strip()


def _language(tag: str) -> str:
    """Return a language without its country, which some programs add."""
    return tag.replace("_", "-").partition("-")[0].lower()


def _tag(name: str) -> str:
    return f"{{{_SPACE}}}{name}"
