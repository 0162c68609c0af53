"""What is costly to make and always comes out the same, kept by content in the user's cache folder.

``fonts``, ``images`` and ``cover`` call :func:`kept`: the same book is built again and again.
"""

import contextlib
import hashlib
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

_DIGEST = hashlib.sha256().digest_size  # bytes that an entry begins with: what the rest must come to


def kept(maker: str, ingredients: tuple[bytes, ...], make: Callable[[], bytes]) -> bytes:
    """What *make* gives for *ingredients*, from the cache when it is there.

    *maker* names the way of making and its version: a change of it makes everything anew.
    """
    digest = hashlib.sha256(maker.encode())
    for ingredient in ingredients:
        digest.update(len(ingredient).to_bytes(8, "big") + ingredient)
    path = folder() / digest.hexdigest()
    content = _kept(path)
    if content is None:
        content = make()
        _keep(path, content)
    return content


def folder() -> Path:
    """Where the user's caches are, by the custom of the system."""
    given = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
    try:
        base = Path(given or Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache"))
    except RuntimeError:  # nobody's home: a container's user without name
        base = Path(tempfile.gettempdir())
    return base / "bookmaker"


def _kept(path: Path) -> bytes | None:
    """What was kept at *path*, if it is there and whole: a disk that was full leaves halves."""
    try:
        entry = path.read_bytes()
    except OSError:  # not there yet, or a folder that is not ours
        return None
    digest, content = entry[:_DIGEST], entry[_DIGEST:]
    return content if hashlib.sha256(content).digest() == digest else None


def _keep(path: Path, content: bytes) -> None:
    """Best effort: a build goes on without its cache."""
    with contextlib.suppress(OSError), contextlib.ExitStack() as last:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            written = Path(file.name)
            last.callback(written.unlink, missing_ok=True)
            file.write(hashlib.sha256(content).digest() + content)
        written.replace(path)
