"""The theme of a site: its settings, what is refused, and what is made of it."""

import io
import re

import pytest
from django.conf import settings as django_settings
from environs import EnvError
from PIL import Image

from llex.core.theme import icons
from llex.core.theme.checks import check_theme
from llex.core.theme.colours import AA, BLACK, WHITE, Colour, readable
from llex.core.theme.look import DEFAULT, GROUNDS, INK, read_theme

GREEN = {"THEME_ACCENT": "#1b5e20", "THEME_ACCENT_DARK": "a5d6a7"}
BASE = django_settings.BASE_DIR / "static/css/core/base.css"


@pytest.fixture
def themed(settings):
    """Set a theme, and forget the icons of the last one."""

    def set_theme(**values):
        settings.THEME = read_theme(values)
        for made in (icons.favicon, icons.icon):
            made.cache_clear()
        return settings.THEME

    yield set_theme
    for made in (icons.favicon, icons.icon):
        made.cache_clear()


# --- Colours --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "contrast"),
    [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#0b4f6c", "#fcfbf8", 8.64)],
)
def test_contrast_is_that_of_wcag(one, other, contrast):
    assert Colour.read(one).contrast(Colour.read(other)) == pytest.approx(contrast, abs=0.1)


@pytest.mark.parametrize("text", ["", "red", "#fff", "#12345g", "#1234567", "url(x)"])
def test_what_is_no_colour_stops_the_start(text):
    with pytest.raises(ValueError, match="no colour"):
        Colour.read(text)
    if text:
        with pytest.raises(EnvError, match="THEME_WARM"):
            read_theme({"THEME_WARM": text})


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("colour", ["#ffff00", "#808080", "#00ff00", "#0000ff", "#ffffff"])
def test_readable_neighbour_can_be_read(scheme, colour):
    def suffices(one):
        return all(one.contrast(ground) >= AA for ground in GROUNDS[scheme])

    found = readable(Colour.read(colour), suffices, darker=scheme == "light")

    assert suffices(found)


def test_colour_that_can_be_read_is_its_own_neighbour():
    for colour in (DEFAULT.light.accent, WHITE, BLACK):
        assert readable(colour, lambda _one: True, darker=True) == colour


def test_program_knows_the_tokens_of_its_stylesheet():
    css = BASE.read_text()
    blocks = re.findall(r":root \{(.*?)\}", css, re.DOTALL)[:2]
    for scheme, block in zip(DEFAULT.schemes, blocks, strict=True):
        tokens = dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6});", block))
        assert tokens["--paper"] == str(scheme.paper)
        assert tokens["--paper-2"] == str(GROUNDS[scheme.name][1])
        assert tokens["--ink"] == str(INK[scheme.name])
        assert tokens["--accent"] == str(scheme.accent)
        assert tokens["--warm"] == str(scheme.warm)
        assert tokens["--on-accent"] == str(scheme.on_accent)


# --- Refused at the start -------------------------------------------------------------------------


def test_look_of_the_program_passes(themed):
    themed()

    assert check_theme() == []


@pytest.mark.parametrize(
    ("setting", "colour", "told"),
    [
        ("THEME_ACCENT", "#f2c94c", r"light ground"),
        ("THEME_WARM", "#e08a3c", r"light ground"),
        ("THEME_ACCENT_DARK", "#12303f", r"dark ground"),
        ("THEME_WARM_DARK", "#5a2a0d", r"dark ground"),
    ],
)
def test_colour_that_cannot_be_read_is_refused_and_another_named(themed, setting, colour, told):
    themed(**{setting: colour})

    (error, *_others) = check_theme()

    assert error.id == "llex.E001"
    assert error.msg.startswith(f"{setting}={colour} has a contrast of ")
    assert re.search(told, error.msg)
    named = re.match(r"#[0-9a-f]{6}", error.hint)[0]
    themed(**{setting: named})
    assert check_theme() == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("THEME_SANS", "x; } body { display: none"),
        ("THEME_SERIF", "url(//evil.example)"),
        ("THEME_LOGO", "/nowhere.svg"),
        ("THEME_LOGO", __file__),
    ],
)
def test_other_values_that_cannot_be_used_stop_the_start(name, value):
    with pytest.raises(EnvError, match=name):
        read_theme({name: value})


# --- The stylesheet -------------------------------------------------------------------------------


def test_look_of_the_program_needs_no_stylesheet(client, db, themed):
    themed()

    assert "theme-" not in client.get("/en/about/").content.decode().split("</head>")[0].replace(
        "theme-color", ""
    )


def test_theme_is_one_small_stylesheet_behind_the_programs(client, db, themed):
    theme = themed(**GREEN, THEME_SANS='Inter, "Noto Sans", sans-serif')

    head = client.get("/en/about/").content.decode().split("</head>")[0]
    address = re.search(r'href="(/theme-[0-9a-f]{12}\.css)"', head)[1]
    answer = client.get(address)

    assert head.index("base.css") < head.index(address)
    css = answer.content.decode()
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in answer["Cache-Control"]
    assert len(css) < 1000
    assert "--accent:#1b5e20" in css
    assert "--accent:#a5d6a7" in css
    assert '--sans:Inter, "Noto Sans", sans-serif' in css
    assert css.count("{") == css.count("}")
    assert theme.digest in address
    assert client.get("/theme-000000000000.css").status_code == 404


def test_other_theme_has_another_address(themed):
    assert themed().digest != themed(**GREEN).digest


# --- Icons and manifest ---------------------------------------------------------------------------


def test_favicon_has_the_usual_sizes_in_the_colours_of_the_theme(client, themed):
    themed(**GREEN)
    answer = client.get("/favicon.ico")

    picture = Image.open(io.BytesIO(answer.content))
    assert answer["Content-Type"] == "image/x-icon"
    assert picture.format == "ICO"
    assert picture.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    colours = {colour for _count, colour in picture.convert("RGBA").getcolors(48 * 48)}
    assert (*Colour.read("#1b5e20").rgb, 255) in colours
    assert any(colour[3] == 0 for colour in colours)


@pytest.mark.parametrize(
    ("path", "size"), [("apple-touch-icon", 180), ("icon-192", 192), ("icon-512", 512)]
)
def test_icons_of_phones_are_opaque_squares(client, path, size):
    picture = Image.open(io.BytesIO(client.get(f"/{path}.png").content))

    assert picture.format == "PNG"
    assert picture.size == (size, size)
    assert picture.getextrema()[3] == (255, 255)


@pytest.mark.parametrize("path", ["/icon-64.png", "/icon-99999.png", "/theme-x/logo"])
def test_icon_that_is_none_is_not_found(client, db, path):
    assert client.get(path).status_code == 404


def test_manifest_names_site_and_icons(client, settings):
    settings.SITE_NAME = "Ports"
    answer = client.get("/site.webmanifest")

    manifest = answer.json()
    assert answer["Content-Type"] == "application/manifest+json"
    assert manifest["name"] == "Ports"
    assert {client.get(icon["src"]).status_code for icon in manifest["icons"]} == {200}


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_logo_takes_the_place_of_the_mark(client, db, themed, tmp_path, kind):
    path = tmp_path / f"logo.{kind}"
    if kind == "svg":
        path.write_text(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">'
            '<rect width="40" height="20" fill="#ff0000"/></svg>'
        )
    else:
        Image.new("RGB", (400, 200), "#ff0000").save(path)
    theme = themed(THEME_LOGO=str(path))

    picture = Image.open(io.BytesIO(client.get("/icon-192.png").content)).convert("RGB")
    answer = client.get(f"/theme-{theme.digest}/logo")

    assert picture.getpixel((96, 96)) == (255, 0, 0)
    assert picture.getpixel((96, 30)) == Colour.read("#fcfbf8").rgb
    assert answer.content == path.read_bytes()
    assert answer["Content-Type"] in ("image/svg+xml", "image/png")
    assert "mark.svg" not in client.get("/en/about/").content.decode().split("</head>")[0]
