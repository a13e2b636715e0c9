"""What browsers print around and before the lines of a page."""

import typst

from sessions_app.importing.reading import Item, plain, read

PAGE = """
#set page(width: 21cm, height: 14cm, margin: 2cm,
  footer: context [#"file:///home/note.html" #h(1fr) #counter(page).display("1/1", both: true)])
#set text(11pt, font: "Libertinus Serif")
#let item(body) = grid(columns: (12pt, 1fr), align: horizon,
  circle(radius: 2pt, fill: black), body)
"""


def test_bullets_that_are_drawn_begin_items_and_feet_are_left_out():
    items = "#item[One register.]\n#item[Maps every month.]"
    body = f"= A title\n\nText before.\n\n{items}\n#pagebreak()\nMore."

    reading = read(bytes(typst.compile((PAGE + body).encode())), "note.pdf")

    found = [plain(block) for block in reading.blocks if isinstance(block, Item)]
    assert found == ["One register.", "Maps every month."]
    assert not [block for block in reading.blocks if "file:" in plain(block)]
    assert [" ".join(one.text.split()) for one in reading.dropped] == [
        "file:///home/note.html 1/2", "file:///home/note.html 2/2"
    ]  # fmt: skip
