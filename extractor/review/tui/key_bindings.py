"""What the keys do, and how the screen says it."""

from extractor.review.tui.styled_lines import ALSO_KEYS, Said

ON_LIST_KEYS = (
    ("c", "confirm"),
    ("b", "mark('blank')"),
    ("x", "mark('not_applicable')"),
    ("a", "mark('absent')"),
    ("B", "mark_row('blank')"),
    ("X", "mark_row('not_applicable')"),
    ("A", "mark_row('absent')"),
    ("Z", "zero_row"),
    ("k", "illegible"),
    ("less_than_sign", "shift_row(-1)"),
    ("greater_than_sign", "shift_row(1)"),
    ("t", "take_copy"),
    ("E", "settle_alike"),
    ("insert", "add_row"),
    ("delete", "remove_row"),
    ("w", "waive"),
    ("N", "note"),
    ("u", "undo"),
    ("U", "redo"),
    ("o", "other"),
    ("r", "repair"),
    *((key, f"also({number})") for number, key in enumerate(ALSO_KEYS)),
    ("e", "edit"),
    ("n", "move(1)"),
    ("p", "move(-1)"),
    ("s", "skip"),
    ("f", "fields"),
    ("i", "details"),
    ("v", "picture"),
    ("slash", "filter"),
    ("question_mark", "help"),
    ("q", "quit"),
)
"""Keys and actions while a list has the cursor."""

EVERYWHERE_KEYS = (
    ("tab,shift+tab", "lists"),
    ("pageup", "scroll_source(-1)"),
    ("pagedown", "scroll_source(1)"),
)
"""Keys and actions wherever the cursor is."""

TYPING_KEYS = (
    *((digit, digit) for digit in "0123456789"),
    ("plus", "+"),
    ("minus", "-"),
    ("full_stop", "."),
    ("comma", ","),
)
"""Keys that start typing on a list, with their characters."""

ON_LIST = "digits type · c confirm · b blank · w waive · u undo · v view · s skip · ? help"
ON_PROPOSAL = "r takes the proposal · digits type · c confirm · b blank · u undo · ? help"
ON_ALTERNATIVES = "{keys} take what the picture also reads · digits type · c confirm · ? help"
ON_VALUE = "Enter takes the value · Esc leaves it · or type: blank, n/a, absent"
ON_FILTER = "type part of a label, path or value · Enter keeps the filter · Esc clears it"

HELP = [
    Said("On the list, letters are commands; a digit starts typing.", style="bold"),
    Said("type a value; Enter takes it, Esc leaves it", "0–9 + -"),
    Said("type, starting from the value shown", "Enter or e"),
    Said("confirm: the value shown is what the document says", "c"),
    Said("take another reader's value into the value line", "o"),
    Said("take what the picture of a scanned field also reads (≈), each by the key beside it", " ".join(ALSO_KEYS)),
    Said("repair: take what is proposed for the field (→), if the document prints it", "r"),
    Said("the cell is printed blank; holds a mark like “/”; does not exist", "b x a"),
    Said("the same for every field of this row that still waits", "B X A"),
    Said("waive a failing check: the document itself says so; or an unused number", "w"),
    Said("undo the last decision, also one that finished a document", "u"),
    Said("next and previous field", "n p, ↓ ↑"),
    Said("skip this document; Tab and Enter choose another", "s"),
    Said("all fields of the document, or only those to decide", "f"),
    Said("filter the list by label, path or value; Esc clears the filter", "/"),
    Said("everything known about the field", "i"),
    Said("view the page around the place, as it looks; + and - bring it nearer or further away", "v"),
    Said("move through the document", "PgUp PgDn"),
    Said("leave; every decision is stored already", "q"),
    Said(""),
    Said("! waits   ✓ confirmed   ✎ decided by a person   ≠ failing check   # unused number"),
    Said("→ what is proposed   ≈ what the picture also reads"),
]
