#include "cli/codes/areas.h"

namespace mailroom::cli {

namespace {

constexpr Code kCodes[] = {
    {"cycle", "Facts, decisions or deliveries need each other in a circle, so that none can come first.",
     "Let one of them do without the other; the message names the circle."},
    {"date_as_subtraction", "A date without quotes is a subtraction in FEEL: 2026-11-23 is 1992.",
     "Write date(\"2026-11-23\")."},
    {"delivery_twice", "A route names the same delivery twice.",
     "Remove one; a delivery is made once for a case."},
    {"empty_route", "A route says neither what is delivered nor who looks nor that it goes back.",
     "Give it 'deliver', 'review' or 'return'; 'deliver: []' closes the case."},
    {"form_claimed_twice",
     "Two workflows take the same form, so a person would have to sort each of its documents.",
     "Let one workflow take it, or tell two forms apart."},
    {"form_twice", "A form stands in two roles of a workflow, or twice in one.",
     "Leave it where it belongs."},
    {"input_not_given", "A decision model asks for an input that the workflow does not give it.",
     "Give it under 'with', an expression for each input."},
    {"letter_claimed", "A workflow takes a kind of letter; letters are for people.",
     "Say in mailroom.yaml who reads them (docs/letters.md)."},
    {"lookup_unbounded", "A look-up would compare every row of its table.",
     "Narrow it with 'where' or 'starts_with' (docs/lookups.md)."},
    {"models_overlap", "Two models of a decision are in force on the same day.",
     "End one with 'valid_to' before the other's 'valid_from'."},
    {"name_taken",
     "A name is used already, for another thing or by FEEL itself; or a file of the name lies in the inbox "
     "already.",
     "Choose another name."},
    {"no_connector", "A delivery does not say where it goes.",
     "Give it one of the connectors' keys: file, http, sql, mail, … (docs/connectors.md)."},
    {"no_documents", "A workflow takes no documents, a dry run was given none, or a case has none.",
     "Name at least one."},
    {"no_forms", "A document names no form, or a folder has none with fields in fixed places.",
     "Name a template; `mailroom form new BLANK.pdf` makes one."},
    {"no_routes", "A workflow has no routes: no case would ever end.",
     "Write at least one; the last one without 'if'."},
    {"no_rules",
     "A decision has neither 'rules' nor 'value'; or a test asks for the fired rules of a formula.",
     "Write one of them; of a formula a test expects the value."},
    {"one_too_many", "Two keys of a delivery each say where it goes.",
     "Make two deliveries, the second 'after' the first."},
    {"secret_in_file", "A password or key stands in plain text. The line is not shown.",
     "Put it into secrets/NAME and write ${secret:NAME}; change it where it is used, for it was in the "
     "file."},
    {"setting_invalid",
     "A setting of a delivery is such that its connector would refuse it when the daemon starts.",
     "Write it as the message expects (docs/connectors.md)."},
    {"two_decisions", "A decision says in more than one way how it is decided.",
     "Leave one: a table, a 'value' or 'dmn'."},
    {"unknown_answer", "Nothing of this name is kept of a delivery's answer, or that delivery comes later.",
     "Name it under 'answer' of a delivery that this one is 'after'."},
    {"unknown_delivery", "There is no delivery of this name.",
     "Write the name that the message offers, or add it under 'deliveries'."},
    {"unknown_form", "There is no template of this name in forms/.",
     "Write the name that the message offers, or make the template: `mailroom form new BLANK.pdf`."},
    {"unknown_input", "A decision model has no input of this name.",
     "Write the name that the message offers."},
    {"unknown_letter", "mailroom.yaml says who reads a kind of letter that has no template.",
     "Write the name that the message offers, or make forms/NAME.form.yaml with 'layout: letter' "
     "(docs/letters.md)."},
    {"unreachable_route",
     "A route can never be taken: one before it takes everything, or has the same condition.",
     "Move it up, or change one of the two conditions."},
    {"unused_delivery", "No route delivers this.", "Name it in a route's 'deliver', or remove it."},
    {"version_changed", "A workflow was changed under a number that cases are on already.",
     "Give it the next number: 'version'. Cases that are open stay on theirs."},
    {"wording_empty", "Between '{{' and '}}' there is nothing.",
     "Write an expression there, or remove both."},
    {"wording_open", "A '{{' is never closed.", "Close it with '}}'."},
    {"workflow_invalid", "The workflow has errors, so it cannot be used.",
     "See them all: `mailroom check`. The daemon goes on with what it had."},
    {"workflow_twice", "Two files have the same id and version.",
     "Give one of them another id, or the next version."},
    {"wrong_number", "A number is smaller or larger than makes sense here.",
     "Write one that the message allows."},
    {"wrong_result", "A condition does not come to true or false.",
     "Compare it with something: claim.savings > 16000."},
};

}  // namespace

const CodeArea kCodesOfWorkflows = {"Workflows",
                                    "`mailroom check`, editors, and commands that load a workflow.", kCodes};

}  // namespace mailroom::cli
