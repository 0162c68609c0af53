"""Pictures as readers and stores want them: RGB, upright, at most 4 megapixels and 1.5 MB, nothing private in them."""

import io
import random
import zipfile

import pytest
from PIL import Image, ImageCms, PngImagePlugin

NOISE = random.Random(7).randbytes(3000 * 3000)


@pytest.fixture
def packed(write_book, bookmaker, tmp_path):
    """``packed("boat.png", content)`` gives the name and the bytes of the one picture of a book, and what was told."""

    def pack(name: str, content: bytes) -> tuple[str, bytes, str]:
        toml = '[book]\ntitle = "T"\nlanguage = "en"\ncover = "cover.png"\n'
        files = {"book.toml": toml, "a.md": f"# A\n\n![A boat]({name})\n", name: content, "cover.png": COVER}
        outcome = bookmaker("epub", write_book(files), "-o", tmp_path / "x.epub")
        assert outcome.exit_code == 0, outcome.errors
        with zipfile.ZipFile(tmp_path / "x.epub") as epub:
            [picture] = [each for each in epub.namelist() if "images/boat" in each]
            assert epub.getinfo(picture).compress_type == zipfile.ZIP_STORED
            return picture.rpartition("/")[2], epub.read(picture), outcome.errors

    return pack


def saved(picture: Image.Image, kind: str, **options) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def opened(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


COVER = saved(Image.new("L", (1600, 2560), 90), "PNG", optimize=True)
TURNED = Image.Exif()
TURNED[0x0112] = 6  # a quarter turn
TURNED[0x010F] = "A camera"
PRIVATE = Image.Exif()
PRIVATE[0x010F] = "A camera"
PRIVATE[0x9286] = "where I live"


@pytest.mark.parametrize(("kind", "becomes"), [("WEBP", "JPEG"), ("TIFF", "JPEG"), ("BMP", "PNG"), ("ICO", "PNG")])
def test_what_no_reader_shows_becomes_what_all_do(packed, kind, becomes):
    name, content, _ = packed("boat.png", saved(Image.new("RGB", (32, 16), "red"), kind))
    picture = opened(content)
    assert picture.format == becomes and name.endswith(".png" if becomes == "PNG" else ".jpg")
    assert picture.convert("RGB").getpixel((3, 3))[0] > 250


def test_the_name_follows_the_content(packed):
    name, content, _ = packed("boat.gif", saved(Image.new("RGB", (32, 16), "red"), "JPEG"))
    assert opened(content).format == "JPEG" and name.endswith(".jpg")


def test_ink_colours_become_those_of_screens(packed):
    picture = opened(packed("boat.jpg", saved(Image.new("CMYK", (32, 16), (0, 255, 255, 0)), "JPEG"))[1])
    red, green, _ = picture.getpixel((3, 3))
    assert picture.mode == "RGB" and red > 200 and green < 60


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bits_become_eight(packed, kind):
    deep = Image.new("I;16", (32, 16), 40_000)
    picture = opened(packed("boat.png", saved(deep, kind))[1])
    assert picture.mode == "L" and picture.getpixel((3, 3)) == 156


def test_a_turned_photograph_stands_upright(packed):
    photograph = Image.new("RGB", (64, 32), "blue")
    photograph.paste("red", (0, 0, 32, 32))
    picture = opened(packed("boat.jpg", saved(photograph, "JPEG", exif=TURNED, quality=95))[1])
    assert picture.size == (32, 64) and not picture.getexif()
    assert picture.getpixel((16, 8))[0] > 200 and picture.getpixel((16, 56))[2] > 200


def test_a_fit_photograph_stays_bit_for_bit_and_tells_nothing(packed):
    photograph = Image.frombytes("RGB", (60, 50), NOISE[:9000])
    bare, told = saved(photograph, "JPEG"), saved(photograph, "JPEG", exif=PRIVATE, comment=b"for my eyes")
    content = packed("boat.jpg", told)[1]
    assert b"camera" not in content and b"eyes" not in content and b"live" not in content
    assert content[content.index(b"\xff\xdb") :] == bare[bare.index(b"\xff\xdb") :]


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"subsampling": 0, "restart_marker_rows": 1}])
def test_what_stands_behind_a_photograph_goes(packed, options):
    """A second picture (as telephones write it), what an application wrote there, comments between the scans."""
    bare = saved(Image.frombytes("RGB", (60, 50), NOISE[:9000]), "JPEG", **options)
    scan = (
        bare.index(b"\xff\xda", bare.index(b"\xff\xda") + 1) if options.get("progressive") else bare.index(b"\xff\xda")
    )
    told = bare[:scan] + b"\xff\xfe\x00\x0bfor me" + b" ok" + bare[scan:] + b"\xff\xd8 where I live \xff\xd9 my name"
    assert packed("boat.jpg", told)[1] == bare


def test_the_first_of_two_photographs_in_a_file_stays_bit_for_bit(packed):
    first, second = (Image.frombytes("RGB", (60, 50), NOISE[at : at + 9000]) for at in (0, 9000))
    both = saved(first, "MPO", save_all=True, append_images=[second])
    name, content, told = packed("boat.jpg", both)
    assert name.endswith(".jpg") and content == saved(first, "JPEG") and "animation" not in told


def test_a_png_tells_nothing_either(packed):
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "a person")
    notes.add_itxt("XML:com.adobe.xmp", "a person")
    told = saved(Image.new("P", (9, 9)), "PNG", pnginfo=notes, exif=PRIVATE)
    assert packed("boat.png", told + b"a person")[1] == saved(Image.new("P", (9, 9)), "PNG")


def test_a_large_photograph_is_scaled_to_four_megapixels(packed):
    large = Image.new("RGB", (4000, 2000), "green")
    picture = opened(packed("boat.jpg", saved(large, "JPEG"))[1])
    assert picture.width * picture.height <= 4_000_000 and abs(picture.width / picture.height - 2) < 0.01


def test_a_heavy_png_becomes_a_jpeg_unless_it_is_transparent(packed):
    heavy = Image.frombytes("L", (1500, 1500), NOISE[: 1500 * 1500]).convert("RGB")
    name, content, told = packed("boat.png", saved(heavy, "PNG"))
    assert name.endswith(".jpg") and len(content) <= 1_500_000 and "image-size" not in told
    heavy.putalpha(120)
    name, _, told = packed("boat.png", saved(heavy, "PNG"))
    assert name.endswith(".png") and "boat.png: warning: this picture has" in told and "[image-size]" in told


@pytest.mark.parametrize(("mode", "becomes"), [("RGBA", "RGB"), ("LA", "L")])
def test_a_heavy_png_of_which_nothing_shines_through_becomes_a_jpeg(packed, mode, becomes):
    """Screenshots have an alpha channel that says nothing."""
    heavy = Image.frombytes("L", (1500, 1500), NOISE[: 1500 * 1500]).convert(mode)
    name, content, told = packed("boat.png", saved(heavy, "PNG"))
    assert (name.rpartition(".")[2], opened(content).mode, told) == ("jpg", becomes, "")
    assert len(content) <= 1_500_000


def test_a_small_png_of_which_nothing_shines_through_stays_bit_for_bit(packed):
    small = saved(Image.new("RGBA", (9, 9), "red"), "PNG")
    assert packed("boat.png", small)[1] == small


@pytest.mark.parametrize("white", [1, 255, 65535, 70_000])
@pytest.mark.parametrize("mode", ["F", "I"])
def test_numbers_of_32_bits_become_greys(packed, white, mode):
    deep = Image.new(mode, (32, 16), white)
    deep.paste(0, (0, 0, 16, 16))
    picture = opened(packed("boat.tif", saved(deep, "TIFF"))[1])
    assert picture.mode == "L" and picture.getpixel((3, 3)) < 5 and picture.getpixel((30, 3)) > 250


def film(kind: str, size: tuple[int, int] = (8, 8), **options) -> bytes:
    frames = [Image.new("RGB", size, (40 * number, 0, 0)) for number in range(3)]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100, loop=2, **options)


@pytest.mark.parametrize("kind", ["GIF", "PNG"])
def test_a_film_of_pictures_keeps_moving(packed, kind):
    _, content, told = packed("boat.gif", film(kind))
    moving = opened(content)
    assert (moving.format, moving.n_frames, moving.info["loop"], told) == (kind, 3, 2, "")


def test_a_film_tells_nothing_of_its_maker(packed):
    told = film("GIF", comment=b"for my eyes")
    packet = b"!\xff\x0bXMP DataXMP\x05where\x01I\0"
    content = packed("boat.gif", told[:-1] + packet + b"!\xfe\x02hi\0;" + b"my name")[1]
    assert content == film("GIF")


@pytest.mark.parametrize("kind", ["GIF", "PNG"])
def test_a_large_film_keeps_moving_and_its_author_is_told(packed, kind):
    _, content, told = packed("boat.gif", film(kind, (2100, 2000)))
    assert opened(content).n_frames == 3
    assert "boat.gif: warning: this picture moves, and keeps its 2100 x 2000 pixels [image-size]" in told


@pytest.mark.parametrize("kind", ["WEBP", "TIFF"])
def test_what_will_stand_still_is_said(packed, kind):
    _, content, told = packed("boat.webp", film(kind))
    assert opened(content).format == "JPEG"
    assert "a.md:3:11: warning: boat.webp holds 3 pictures; the book shows the first [animation]" in told


def test_a_film_that_is_cut_short_shows_what_is_there(packed):
    whole = saved(Image.frombytes("L", (60, 50), NOISE[:3000]), "GIF", save_all=True,
                  append_images=[Image.frombytes("L", (60, 50), NOISE[3000:6000])])  # fmt: skip
    content = packed("boat.gif", whole[: len(whole) * 2 // 3])[1]
    assert opened(content).size == (60, 50)


def test_a_colour_profile_is_heeded(packed):
    """A profile that is none for these colours is no reason to fail; one that fits goes along."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    ink = saved(Image.new("CMYK", (9, 9), (0, 255, 255, 0)), "JPEG", icc_profile=profile)
    assert opened(packed("boat.jpg", ink)[1]).mode == "RGB"
    light = saved(Image.new("RGB", (9, 9), "red"), "JPEG", icc_profile=profile)
    assert opened(packed("boat.jpg", light)[1]).info["icc_profile"] == profile


def of_colours(signature: bytes) -> bytes:
    """A profile that says that it is of these colours."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile[:16] + signature + profile[20:]


RGB, GREY = of_colours(b"RGB "), of_colours(b"GRAY")


@pytest.mark.parametrize(
    ("kinds", "mode", "profile", "shown"),
    [
        ("PNG TIFF WEBP", "RGB", RGB, "RGB"),
        ("PNG TIFF WEBP", "RGBA", RGB, "RGBA"),
        ("PNG TIFF", "P", RGB, "RGB"),
        ("PNG TIFF", "L", GREY, "L"),
        ("PNG TIFF", "LA", GREY, "LA"),
    ],
)
def test_a_scaled_picture_keeps_its_profile(packed, kinds, mode, profile, shown):
    large = Image.new("RGB", (2100, 2000), (200, 100, 50)).convert(mode)
    if mode in ("RGBA", "LA"):
        large.putalpha(120)
    for kind in kinds.split():
        picture = opened(packed("boat.png", saved(large, kind, icc_profile=profile))[1])
        assert picture.width * picture.height <= 4_000_000
        assert (picture.mode, picture.info.get("icc_profile")) == (shown, profile)


@pytest.mark.parametrize(("mode", "profile"), [("L", RGB), ("RGB", GREY), ("RGBA", b"none"), ("1", b"none")])
def test_a_profile_of_other_colours_goes(packed, mode, profile):
    large = Image.new(mode, (2100, 2000))
    picture = opened(packed("boat.png", saved(large, "PNG", icc_profile=profile))[1])
    assert "icc_profile" not in picture.info
