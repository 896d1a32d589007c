#include "cli/codes/areas.h"

namespace mailroom::cli {

namespace {

constexpr Code kCodes[] = {
    {"yaml_after_end", "After a text in quotes or a closing bracket more text stands in the line.",
     "Put the whole text in one pair of quotes, or the rest in a line of its own."},
    {"yaml_alias", "A word begins with '*', which in YAML refers to an anchor ('&name') that is not there.",
     "Put a text that begins with '*' in quotes."},
    {"yaml_block_text",
     "'|' or '>' begins a text of several lines where none can stand, or its first line is wrong.",
     "Put the text in quotes; or write '|' alone behind the key and the lines indented below it."},
    {"yaml_braces", "'{{' without quotes is a mapping in YAML, not a wording.",
     "Put the whole text in double quotes: \"{{ claim.nino }} is wrong\"."},
    {"yaml_colon", "A blank is missing behind a key's ':'.", "Write 'key: value'."},
    {"yaml_empty", "The file is empty.",
     "Write what it is for, or remove it; `mailroom init` makes a site to copy from."},
    {"yaml_empty_entry", "Two commas in a row, or one where a list begins.",
     "Remove the comma that has nothing before it."},
    {"yaml_escape", "A backslash in double quotes begins something that YAML does not know.",
     "Write '\\\\' for a backslash, or use single quotes."},
    {"yaml_indentation", "A line is indented like nothing above it, so nobody can say what it belongs to.",
     "Put it under the first letter of its neighbours."},
    {"yaml_key", "What stands as a key is a list, a mapping or a text of several lines.",
     "Keys are words; put an unusual one in quotes."},
    {"yaml_list_among_keys", "An entry of a list ('- …') stands among the keys of a mapping.",
     "Indent it under the key that it belongs to."},
    {"yaml_list_on_line", "A list begins in the line of its key.",
     "Begin it in the next line, or write [ … ]."},
    {"yaml_no_colon", "A line among keys has no ':'.",
     "Write 'key: value'; a text over several lines wants quotes."},
    {"yaml_no_comma", "Between two entries of [ … ] or { … } a comma is missing.",
     "Add it; put a text that holds commas, quotes or brackets in quotes."},
    {"yaml_second_document", "Behind '---' a second document begins, which is not read.",
     "Make it a file of its own."},
    {"yaml_syntax", "The line is not YAML.",
     "The caret shows where reading stopped; a text with signs in it wants quotes."},
    {"yaml_tab", "A tab stands where the line is indented.", "Write blanks; most editors can be told to."},
    {"yaml_too_large", "The file is deeper or has more entries than a file that people write.", "Split it."},
    {"yaml_unclosed", "A '[' or '{' is never closed.", "Close it, or put the text in quotes if it is none."},
    {"yaml_unclosed_quote", "A quote is never closed.",
     "Close it; an apostrophe inside single quotes is written twice."},
    {"yaml_wrong_bracket", "Brackets are closed in another order than they were opened.",
     "Close what was opened last first."},
    {"duplicate_key", "The same key stands twice in one mapping; only one could count.",
     "Remove one of them."},
    {"empty_value", "A key has nothing behind it.", "Give it a value, or leave the key out."},
    {"missing_key", "A key is missing without which this means nothing.",
     "Add it; docs/workflow-keys.md has every key with an example."},
    {"unknown_key", "There is no such key here.",
     "Write the name that the message offers; the keys of a place are in docs/workflow-keys.md and "
     "docs/testing.md."},
    {"wrong_type", "Something of another kind was expected: a list, a mapping, a text.",
     "Write what the message expects."},
    {"wrong_value", "A value is not one of those that can stand here.", "Write one as the message shows."},
};

}  // namespace

const CodeArea kCodesOfYaml = {
    "Files in YAML", "`mailroom check` and editors, of workflows, templates, tests and mailroom.yaml alike.",
    kCodes};

}  // namespace mailroom::cli
