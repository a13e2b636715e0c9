import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, ButtonHolder, Column, Div, Fieldset, Layout, Row, Submit
from crispy_forms.utils import render_crispy_form
from django import forms
from django.template import Context, Template
from lxml import html


class SampleForm(forms.Form):
    name = forms.CharField(help_text="As in your passport.")
    about = forms.CharField(widget=forms.Textarea, required=False)
    city = forms.ChoiceField(choices=[("a", "Aleppo"), ("b", "Bogotá")])
    role = forms.ChoiceField(
        choices=[("m", "Mayor"), ("o", "Officer")], widget=forms.RadioSelect, help_text="One only."
    )
    themes = forms.MultipleChoiceField(
        choices=[("w", "Water"), ("h", "Housing")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    born = forms.DateField(widget=forms.SelectDateWidget(years=[2000, 2001]), required=False)
    photo = forms.FileField(required=False)
    agree = forms.BooleanField(label="I agree")
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        if self.data.get("name") == "nobody":
            raise forms.ValidationError("Nobody cannot register.")
        if self.data.get("token") == "forged":
            self.add_error("token", "This page is out of date.")


def draw(form):
    """Return the form as `|crispy` draws it, parsed."""
    source = Template("{% load crispy_forms_filters %}<form>{{ form|crispy }}</form>")
    return html.fromstring(source.render(Context({"form": form})))


def one(tree, path):
    found = tree.xpath(path)
    assert len(found) == 1, path
    return found[0]


def text(element):
    return " ".join(element.text_content().split())


@pytest.mark.parametrize("name", ["name", "about", "city", "photo", "agree"])
def test_label_belongs_to_its_control(name):
    tree = draw(SampleForm())

    control = one(tree, f"//*[@name='{name}']")

    assert one(tree, f"//label[@for='{control.get('id')}']") is not None


@pytest.mark.parametrize(
    ("name", "label"),
    [("name", "Name (required)"), ("about", "About"), ("agree", "I agree (required)")],
)
def test_required_is_said_in_words(name, label):
    assert text(one(draw(SampleForm()), f"//label[@for='id_{name}']")) == label


@pytest.mark.parametrize(
    ("name", "legend", "choices"),
    [
        ("role", "Role (required)", ["Mayor", "Officer"]),
        ("themes", "Themes", ["Water", "Housing"]),
    ],
)
def test_choices_are_a_fieldset_with_legend(name, legend, choices):
    group = one(draw(SampleForm()), f"//fieldset[@id='id_{name}']")

    assert text(one(group, "legend")) == legend
    assert [text(label) for label in group.xpath(".//label")] == choices
    ids = group.xpath(".//input/@id")
    assert ids == group.xpath(".//label/@for")
    assert len(ids) == 2


def test_parts_of_a_date_are_a_fieldset_with_legend():
    group = one(draw(SampleForm()), "//fieldset[@id='id_born']")

    assert text(one(group, "legend")) == "Born"
    assert len(group.xpath(".//select")) == 3


def test_hint_is_tied_to_its_control():
    tree = draw(SampleForm())

    control = one(tree, "//input[@name='name']")

    assert control.get("aria-describedby") == "id_name_helptext"
    assert text(one(tree, "//*[@id='id_name_helptext']")) == "As in your passport."
    assert one(tree, "//fieldset[@id='id_role']").get("aria-describedby") == "id_role_helptext"


def test_error_stands_beside_its_control_and_is_tied_to_it():
    tree = draw(SampleForm({}))

    control = one(tree, "//input[@name='name']")

    assert control.get("aria-invalid") == "true"
    assert control.get("aria-describedby").split() == ["id_name_helptext", "id_name_error"]
    beside = one(tree, "//*[@id='div_id_name']//*[@id='id_name_error']")
    assert text(beside) == "Error: This field is required."


def test_error_summary_links_to_a_place_that_exists_for_each_wrong_field():
    tree = draw(SampleForm({}))

    summary = one(tree, "//*[@role='alert']")
    links = summary.xpath(".//a/@href")

    assert links == ["#id_name", "#id_city", "#id_role", "#id_agree"]
    assert all(len(tree.xpath(f"//*[@id='{link[1:]}']")) == 1 for link in links)
    assert text(summary.xpath(".//a")[0]) == "Name: This field is required."


def test_error_summary_tells_errors_of_the_form_and_of_hidden_fields():
    whole = one(draw(SampleForm({"name": "nobody"})), "//*[@role='alert']")
    hidden = one(draw(SampleForm({"token": "forged"})), "//*[@role='alert']")

    assert "Nobody cannot register." in text(whole)
    assert "This page is out of date." in text(hidden)


def test_no_error_is_shown_when_the_form_is_fresh():
    tree = draw(SampleForm())

    assert tree.xpath("//*[@role='alert'] | //*[contains(@class, 'errors')]") == []


def test_typed_text_is_kept_and_escaped_when_there_is_an_error():
    tree = draw(SampleForm({"about": "<b>water</b>"}))

    assert one(tree, "//textarea").text.strip() == "<b>water</b>"


def test_form_tag_writes_method_token_and_encoding():
    helper = FormHelper()
    helper.add_input(Submit("save", "Send"))

    markup = render_crispy_form(SampleForm(), helper, {"csrf_token": "abc"})
    form = one(html.fromstring(f"<div>{markup}</div>"), "//form")

    assert form.get("method") == "post"
    assert form.get("enctype") == "multipart/form-data"
    assert one(form, ".//input[@name='csrfmiddlewaretoken']").get("value") == "abc"
    assert text(one(form, ".//button[@type='submit']")) == "Send"


def test_layout_draws_each_field_once_in_its_place():
    helper = FormHelper()
    helper.form_tag = False
    helper.layout = Layout(
        Fieldset("You", Row(Column("name"), Column("role")), css_class="you"),
        Div("city", css_id="place"),
        HTML("<p>Thank you</p>"),
        ButtonHolder(Submit("save", "Send")),
    )

    tree = html.fromstring(f"<div>{render_crispy_form(SampleForm(), helper)}</div>")

    assert text(one(tree, "//fieldset[contains(@class, 'you')]/legend")) == "You"
    assert one(tree, "//fieldset[contains(@class, 'you')]//input[@name='name']") is not None
    assert one(tree, "//*[@id='place']//select[@name='city']") is not None
    assert one(tree, "//*[@class='buttons']//button") is not None


def test_formset_draws_its_forms_and_its_own_errors():
    formset = forms.formset_factory(SampleForm, extra=2, max_num=1, validate_max=True)
    data = {"f-TOTAL_FORMS": "2", "f-INITIAL_FORMS": "0", "f-0-name": "A", "f-1-name": "B"}

    tree = draw(formset(data, prefix="f"))

    assert len(tree.xpath("//input[contains(@name, '-name')]")) == 2
    assert one(tree, "//input[@name='f-TOTAL_FORMS']").get("value") == "2"
    assert "at most 1 form" in text(tree)
