"""Each address that is linked exists, and so does each feature that a page offers."""

import re
from pathlib import Path

import pytest
from django.urls import get_resolver

ROOT = Path(__file__).parents[2]
APPS = ("llex", "priorities", "cities", "sessions_app")
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
# Words that offer a feature, and the address that must exist where a page contains them.
OFFERS = {
    r"\bregister\b": "sessions_app:register",
    r"\bopen data\b": "sessions_app:data",
    r"\bAPI\b": "sessions_app:data_api",
    r"\bsubscribe\b|\bnewsletter\b": "sessions_app:subscribe",
    r"\bcompare cities\b": "cities:compare",
    r"\bsearch (?:all|the|for)\b": "sessions_app:search",
}


def named(resolver, namespace=""):
    for entry in resolver.url_patterns:
        if hasattr(entry, "url_patterns"):
            inner = f"{entry.namespace}:" if entry.namespace else ""
            yield from named(entry, namespace + inner)
        elif entry.name:
            yield namespace + entry.name


KNOWN = set(named(get_resolver()))


def texts():
    """Return what people read: phrases of public templates, and the README."""
    for path in TEMPLATES:
        source = path.read_text()
        phrases = re.findall(r"\{%\s*translate (['\"])(.+?)\1", source)
        blocks = re.findall(r"\{%\s*blocktranslate.*?%\}(.*?)\{%\s*endblock", source, re.DOTALL)
        yield path, "\n".join([phrase for _quote, phrase in phrases] + blocks)
    yield ROOT / "README.md", (ROOT / "README.md").read_text()


def test_each_address_that_a_template_links_exists():
    linked = {
        (path.name, name)
        for path in TEMPLATES
        for _quote, name in re.findall(r"\{%\s*url\s+(['\"])([\w:-]+)\1", path.read_text())
    }

    assert len(linked) > 50
    assert {pair for pair in linked if pair[1] not in KNOWN} == set()


def test_each_address_that_code_leads_to_exists():
    call = re.compile(r"(?:reverse|reverse_lazy|redirect)\(\s*(['\"])([\w:-]+)\1")
    linked = {
        (path.name, name)
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        for _quote, name in call.findall(path.read_text())
    }

    assert len(linked) > 30
    assert {pair for pair in linked if pair[1] not in KNOWN} == set()


@pytest.mark.parametrize("word", OFFERS)
def test_each_offer_has_its_page(word):
    if OFFERS[word] in KNOWN:
        return
    offers = [path.name for path, text in texts() if re.search(word, text, re.IGNORECASE)]

    assert offers == []
