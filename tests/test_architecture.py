"""The picture in the package's docstring, checked: who may import whom, and who owns each library."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "bookmaker"
FOUNDATION = {
    "model",
    "xhtml",
    "drawings",
    "languages",
    "config",
    "front_matter",
    "plain_yaml",
    "notation",
    "findings",
    "characters",
    "text_files",
    "addresses",
}
MAY_IMPORT = {
    "cli": {"build", "bootstrap", "display", "findings", "__version__"},
    "delivery": {"config", "findings"},
    "display": {"editions", "characters", "findings"},
    "__main__": {"cli", "bootstrap"},
    "build": {"manuscript", "book", "editions", "bootstrap", "delivery", "metadata_rules"} | FOUNDATION,
    "manuscript": {"manuscript"} | FOUNDATION,
    "book": {"book"} | FOUNDATION,
    "editions": {"editions"} | FOUNDATION,
    "model": {"config", "findings"},
    "config": {"foreign", "front_matter", "notation", "tables", "text_files", "toml_places", "findings"},
    "metadata_rules": {"config", "notation", "tables", "findings"},
    "notation": set(),
    "foreign": {"front_matter", "plain_yaml", "tables", "text_files", "findings"},
    "front_matter": {"plain_yaml", "tables", "toml_places", "findings"},
    "plain_yaml": {"tables", "findings"},
    "toml_places": {"tables"},
    "tables": {"text_files", "findings"},
    "text_files": {"characters", "findings"},
    "characters": set(),
    "addresses": set(),
    "languages": set(),
    "xhtml": {"characters", "html5"},
    "drawings": {"xhtml"},
    "html5": set(),
    "findings": {"characters"},
    "bootstrap": set(),
    "__init__": set(),
}
LINE_BREAKING = ("__init__", "filling", "hooks", "paragraphs")
OWNERS = {
    "markdown": {f"manuscript/markdown/{path.name}" for path in (PACKAGE / "manuscript" / "markdown").glob("*.py")},
    "pygments": {"manuscript/listings.py", "manuscript/lexers.py"},
    "ebooklib": {"editions/epub.py"},
    "lxml": {"editions/epub.py", "editions/checks/opened.py", "manuscript/svg_files.py"},
    "weasyprint": {
        "editions/pdf.py",
        "editions/grid.py",
        "editions/figure_places.py",
        "editions/layout.py",
        "editions/indents.py",
        "editions/moved_notes.py",
        "editions/page_depth.py",
        "editions/page_numbers.py",
        "editions/spreads.py",
        "editions/table_columns.py",
        "editions/turned_code.py",
        *(f"editions/linebreaking/{name}.py" for name in LINE_BREAKING),
    },
    "cssselect2": {"editions/pdf.py", "editions/cascade.py", "editions/running_text.py", "editions/checks/sheets.py"},
    "pyphen": {"editions/pdf.py", "editions/lettering.py", "editions/linebreaking/breaks.py"},
    "pydyf": {"editions/pdf.py", "editions/folios.py", "editions/tagging.py"},
    "fontTools": {"editions/fonts.py", "editions/notdef.py"},
    "tinyhtml5": {"html5.py"},
    "tinycss2": {
        "editions/theme.py",
        "editions/cascade.py",
        "editions/css_syntax.py",
        "editions/ebook_sheet.py",
        "editions/checks/sheets.py",
        "editions/fonts.py",
        "manuscript/attributes.py",
        "drawings.py",
        "manuscript/svg_styles.py",
    },
    "PIL": {
        "manuscript/images.py",
        "editions/images.py",
        "editions/cover.py",
        "editions/lettering.py",
        "editions/patterns.py",
        "editions/checks/package.py",
    },
    "yaml": {"plain_yaml.py"},
    "babel": {"languages.py"},
    "click": {"cli.py", "display.py"},
    "rich": {"display.py"},
    "pypdfium2": {"editions/checks/pages.py"},
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_follow_the_picture(path):
    place = path.relative_to(PACKAGE).as_posix()
    layer = place.split("/")[0].removesuffix(".py")
    for name in imports(path):
        first, *rest = name.split(".")
        if first == "bookmaker" and rest and layer != rest[0]:
            assert rest[0] in MAY_IMPORT[layer], f"{place} imports {name}"
        assert first not in OWNERS or place in OWNERS[first], f"{place} imports {first}, which {OWNERS[first]} owns"


def test_every_library_has_an_owner_or_is_standard():
    used = {name.split(".")[0] for path in MODULES for name in imports(path)}
    assert used - {"bookmaker"} - set(OWNERS) <= set(sys.stdlib_module_names)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_every_module_says_what_it_is_and_stays_small(path):
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), f"{path} has no docstring"
    assert text.count("\n") <= 400
