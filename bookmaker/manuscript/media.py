"""Sound and film: the files that a chapter plays -> assets, read by content.

``sanitise`` calls :func:`player` for each ``audio`` and ``video`` element, ``manuscript`` calls :func:`gather` on the
body.  What may be played is EPUB 3.3's: MP3, AAC in MP4 and Opus for sound (its core media types); for film, which
has none, what readers play: H.264 in MP4, and WebM.  Where ``[edition.epub] remote`` asks for it, an e-reader fetches
what has an https address and a name that tells its type; nothing is fetched here.
"""

import posixpath
import urllib.parse
from collections.abc import Iterable
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

from bookmaker.addresses import url
from bookmaker.findings import Place, Report
from bookmaker.manuscript import files, images
from bookmaker.manuscript.attributes import allowed_attributes
from bookmaker.model import Asset, Source
from bookmaker.xhtml import make, name, parents, replace, text

PLAYERS = ("audio", "video")
_SOUNDS = (".mp3", ".m4a", ".m4b", ".aac", ".opus", ".ogg", ".oga", ".wav", ".flac")
_FILMS = (".mp4", ".m4v", ".webm", ".ogv", ".mov")
_REMOTE = ("http:", "https:", "//")
_FETCHED = {  # what an e-reader may fetch, by the end of its address
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "opus": "audio/ogg; codecs=opus",
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "webm": "video/webm",
}


def player(element: Element, remote: bool) -> Element | None:
    """The ``audio`` or ``video`` with its controls, its files and its captions, still without what stands in it for
    readers that play nothing; ``None`` where none of its files can be in the book, or be *remote* as was asked for."""
    tag = name(element)
    attributes = allowed_attributes(element, tag)
    if not _may_stay(attributes.get("src", ""), remote):
        del attributes["src"]
    made = make(tag, {**attributes, "controls": "controls"})
    for child in element:
        if name(child) in ("source", "track") and _may_stay(child.get("src", ""), remote and name(child) == "source"):
            kept = allowed_attributes(child, name(child))
            if kept.get("src"):
                SubElement(made, name(child), kept)
    return made if "src" in made.attrib or made.find("source") is not None else None


def left_out(element: Element, remote: bool) -> list[str]:
    """The addresses of films, sounds and captions that *element*, a player, would fetch from a network, but for those
    that may be *remote*."""
    places = (place for place in (element, *element) if name(place) in (*PLAYERS, "source", "track"))
    addresses = ((place.get("src", ""), remote and name(place) != "track") for place in places)
    return [address for address, may_be_remote in addresses if not _may_stay(address, may_be_remote)]


def _may_stay(address: str, remote: bool) -> bool:
    """Whether *address* is a file of the manuscript, or one that an e-reader may fetch where *remote* was asked for."""
    return not _is_remote(address) or (remote and _fetched(address) is not None)


def _is_remote(address: str) -> bool:
    return address.strip().lower().startswith(_REMOTE)


def _fetched(address: str) -> Asset | None:
    """What an e-reader fetches from *address*; ``None`` where that does not tell what it is, or is open to all.

    A place in the film, ``#t=10``, is none of a resource (OPF-091), and lost as it is with a file of the manuscript.
    """
    place = (url(address) or "").partition("#")[0]
    stem, _, extension = posixpath.basename(urllib.parse.urlsplit(place).path).rpartition(".")
    if not place.startswith("https:") or extension.lower() not in _FETCHED:
        return None
    name = images.asset_name(urllib.parse.unquote(stem), place.encode(), extension.lower())
    return Asset(name, _FETCHED[extension.lower()], b"", place, is_remote=True)


def play_pictures(body: Element, remote: bool) -> None:
    """Markdown has no mark for sound and film, so authors use the picture's: ``![The tide](tide.mp3)``."""
    held = {below for holder in body.iter() if holder.tag in ("a", *PLAYERS) for below in holder.iter()}
    for image in list(body.iter("img")):
        kind = _player_of(image.get("src", ""), remote)
        if not kind:
            continue
        if image in held:  # no link and no other player may hold one: its words stay
            image.tag, image.text, image.attrib = "span", image.get("alt", ""), {}
            continue
        words = image.attrib.pop("alt", "")
        image.attrib.pop("data-caption", "")
        image.tag = kind
        image.set("controls", "controls")
        if words:
            image.set("title", words)


def _player_of(address: str, remote: bool) -> str:
    """``audio`` or ``video``, as the end of *address* tells; "" for a picture."""
    if _is_remote(address):
        fetched = _fetched(address) if remote else None
        return fetched.media_type.partition("/")[0] if fetched else ""
    name = address.lower()
    return "video" if name.endswith(_FILMS) else "audio" if name.endswith(_SOUNDS) else ""


def gather(body: Element, source: Source, root: Path, report: Report) -> dict[str, Asset]:
    """What *body* plays, by name; a player whose files are not there gave way to its words, with a finding."""
    assets: dict[str, Asset] = {}
    if all(next(body.iter(tag), None) is None for tag in PLAYERS):
        return assets
    above = parents(body)
    line = 0
    for element in list(body.iter()):
        line = int(element.get("data-line", line))
        if element.tag not in PLAYERS:
            continue
        written = next((place.attrib["src"] for place, attribute in _addresses(element) if attribute == "src"), "")
        for place, attribute in _addresses(element):
            asset = _find(place, attribute, element.tag, source, line, root, report)
            if asset is None:
                del place.attrib[attribute]
            else:
                assets[asset.name] = asset
                place.set(attribute, f"asset:{asset.name}")
        for child in [child for child in element if child.tag in ("source", "track") and "src" not in child.attrib]:
            element.remove(child)
        if "src" not in element.attrib and element.find("source") is None:
            words = element.get("title") or text(element) or "…"
            replace(above[element], element, make("span", {"class": "missing-image"}, f"[{words}]"))
        else:
            _tell_what_is_missing(element, above[element], written, source.place(written, line), report)
    return assets


def _tell_what_is_missing(player: Element, above: Element, written: str, place: Place, report: Report) -> None:
    """What stands for the *player*, whose file is *written*, where it cannot be played, seen or heard."""
    shown = f"the {'film' if player.tag == 'video' else 'sound'} {files.shortened(written)}"
    if not (player.get("title") or text(player).strip() or above.find("figcaption") is not None):
        report.warning(place, f"{shown} has no description", "alt-text",
                       'say what it is: ![The tide](tide.mp3), title="The tide", or between its tags')  # fmt: skip
    if player.tag == "video" and "poster" not in player.attrib:
        report.note(place, f"{shown} has no poster", "media",
                    'print shows its title alone: name a picture, <video poster="shore.jpg" ...>')  # fmt: skip


def _addresses(element: Element) -> Iterable[tuple[Element, str]]:
    """Each attribute that names a file."""
    own = [(element, attribute) for attribute in ("src", "poster") if attribute in element.attrib]
    return own + [(child, "src") for child in element if child.tag in ("source", "track")]


def _find(
    element: Element, attribute: str, player_tag: str, source: Source, line: int, root: Path, report: Report
) -> Asset | None:
    written = element.attrib[attribute]
    if attribute == "src" and (fetched := _fetched(written)):
        return fetched
    path = files.find(written, source, line, root, "file", report)
    if path is None:
        return None
    shown, place = files.shown_name(path, source), source.place(written, line)
    if attribute == "poster":
        asset = images.load(path, shown, place, report)
    else:
        content = path.read_bytes()
        kind = _kind(content, player_tag)
        asset = Asset(images.asset_name(path.stem, content, kind[0]), kind[1], content, shown) if kind else None
    if asset is None:
        report.warning(place, f"the file {files.shortened(written)} is nothing that readers play",
                       "media", "sound: MP3, M4A or Opus; film: MP4 or WebM; captions: WebVTT")  # fmt: skip
    return asset


def _kind(content: bytes, player_tag: str) -> tuple[str, str] | None:
    """The extension and media type of what every reading system is to play, by its first bytes; MP4 holds both."""
    start = content[:512]
    if start[4:8] == b"ftyp":
        return ("m4a", "audio/mp4") if player_tag == "audio" else ("mp4", "video/mp4")
    if start.startswith(b"ID3") or (len(start) > 1 and start[0] == 0xFF and start[1] & 0xE6 == 0xE2):
        return "mp3", "audio/mpeg"
    if start.startswith(b"OggS") and b"OpusHead" in start:
        return "opus", "audio/ogg; codecs=opus"
    if start.startswith(b"\x1a\x45\xdf\xa3"):
        return "webm", "video/webm"
    return ("vtt", "text/vtt") if start.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT") else None
