"""The values of a kept form, under the labels of the page that it came from."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.template.response import SimpleTemplateResponse
from django.utils.translation import gettext as _
from lxml import html as lxml_html

# Fields that programs fill in: management forms, versions, tokens.
_TECHNICAL = ("_FORMS", "token", "confirmed", "index", "select_across", "post")


def page_context(
    request: HttpRequest, entry: dict[str, Any], response: HttpResponseBase
) -> dict[str, Any]:
    """Return the context of the page that shows *entry*; *response* is its page without it."""
    data = QueryDict(entry["data"])
    return {
        "title": _("You had been logged out"),
        "values": labelled_values(data, _page(response)),
        "files": entry.get("files", []),
        "hidden": [(name, value) for name, values in data.lists() for value in values],
        "action": request.get_full_path(),
        "back": request.path,
    }


def labelled_values(
    data: QueryDict, page: lxml_html.HtmlElement | None
) -> list[tuple[str, list[str]]]:
    """Return label and values of each field that a person fills in; the label may be empty."""
    labelled = []
    for name, values in data.lists():
        if name.endswith(_TECHNICAL) or (name.startswith("_") and name != "_selected_action"):
            continue
        controls = page.xpath("//*[@name=$name]", name=name) if page is not None else []
        if controls and all(control.get("type") == "hidden" for control in controls):
            continue
        shown = [_shown(controls, value) for value in values if value.strip()]
        if shown:
            labelled.append((_label(page, controls), shown))
    return labelled


def _page(response: HttpResponseBase) -> lxml_html.HtmlElement | None:
    if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
        response.render()
    content = response.content.strip() if isinstance(response, HttpResponse) else b""
    if not content:
        return None
    return lxml_html.document_fromstring(content.decode(), parser=lxml_html.HTMLParser())


def _label(page: lxml_html.HtmlElement | None, controls: list[lxml_html.HtmlElement]) -> str:
    """Return the label of a group of controls, else that of the first control."""
    if page is None or not controls:
        return ""
    control = controls[0]
    if control.get("type") in ("checkbox", "radio") and len(controls) > 1:
        legend = control.xpath("ancestor::fieldset[1]/legend")
        return _text(legend[0]) if legend else ""
    labels = page.xpath("//label[@for=$key]", key=control.get("id") or "")
    labels = labels or control.xpath("ancestor::label[1]")
    return _text(labels[0]) if labels else control.get("aria-label", "")


def _shown(controls: list[lxml_html.HtmlElement], value: str) -> str:
    """Return the words that the page shows for *value*: an option, a label, a row's first cell."""
    for control in controls:
        for option in control.xpath(".//option[@value=$value]", value=value):
            return _text(option)
        if control.get("value") != value:
            continue
        if control.tag == "button":
            return _text(control)
        if control.get("type") in ("checkbox", "radio"):
            near = control.xpath("ancestor::label[1]") or control.xpath(
                "//label[@for=$key]", key=control.get("id") or ""
            )
            near = near or control.xpath("ancestor::tr[1]/*[normalize-space()]")
            return _text(near[0]) if near else value
    return value


def _text(element: lxml_html.HtmlElement) -> str:
    return " ".join(element.text_content().split())
