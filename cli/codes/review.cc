#include "cli/codes/areas.h"

namespace mailroom::cli {

namespace {

constexpr Code kCodes[] = {
    {"amendment_needed", "Evidence came after a delivery took effect, and its connector cannot amend it.",
     "Settle it with the receiver, then approve (docs/deliveries.md)."},
    {"approval_needed", "The route wants further people's approval.",
     "Somebody else approves: `mailroom review approve`."},
    {"came_before", "The same file came before.", "Return it if it is a copy; approve if both count."},
    {"came_late", "A document came after the case was decided.",
     "See what it changes; approve, or reopen the case."},
    {"check_failed", "A check of the workflow did not pass; the text is its message.",
     "Correct the field, return the case, or approve."},
    {"decision_conflict", "Two rules of a table fit, and its hit policy allows one.",
     "Choose the outcome by hand; have the author look: `mailroom check` finds overlaps."},
    {"decision_input", "A value is none of those that the rules allow.",
     "Correct the field; or have the author widen 'allowed'."},
    {"decision_empty", "The rules came to nothing.",
     "Choose the outcome by hand; have the author add the missing rule."},
    {"rules_not_in_force", "No rule is in force on the case's date.",
     "Have the author look at 'valid_from' and 'valid_to'; see the effective date."},
    {"no_route", "No route of the workflow fits.",
     "Choose by hand; have the author add a route without 'if'."},
    {"refused", "The case was refused, for the reason beside it.", "Nothing; it can be opened again."},
    {"reopened", "The case was opened again, for the reason beside it.", "Decide it anew."},
    {"returned", "The case goes back to the sender, for the reason beside it.",
     "Nothing; it can be opened again."},
    {"workflow_missing", "The case's workflow is not in the site any more.",
     "Put it back, or join the case to another one."},
    {"route", "A route of the workflow gives such cases to people.", "Decide: approve, correct or return."},
    {"delivery_refused", "A delivery was not taken, and trying again does not help.",
     "Correct what the receiver complains of, then `mailroom cases retry`; or approve going without."},
    {"delivery_unknown", "A delivery may have arrived or not, and the receiver cannot tell two from one.",
     "Ask the receiver; then say delivered, or retry (docs/deliveries.md)."},
    {"document_missing", "A document did not come in time, or is not there.",
     "Ask for it, or approve going on without."},
    {"edition_not_valid", "The form was not in use on the day it was received.",
     "Approve if it counts, or return it."},
    {"field_altered", "Something is crossed out or written over.",
     "Look at the picture and correct or confirm."},
    {"field_invalid", "What was read is no value of the field's type.", "Correct it."},
    {"field_sampled", "A sample: nothing hangs on it, and what the machine read is not shown.",
     "Write down what it says."},
    {"field_unsure", "The reading is not sure, and what becomes of the case hangs on it.",
     "Look at the picture and correct or confirm."},
    {"sources_disagree", "The document says two things, for example in a code and in print.",
     "Correct or confirm."},
    {"letter", "It is a letter of a known kind.", "Read it, and link or join it to a case."},
    {"letter_enclosed", "A letter came with the form.", "Read it, then approve."},
    {"lookup_failed", "A register could not be asked or refused.",
     "`mailroom cases retry` when it is well again."},
    {"lookup_unclear", "A register found more than one, or something of another kind.",
     "Decide by hand, or narrow the look-up."},
    {"page_ambiguous", "A page may be one of several forms.", "Say which: `mailroom review join`."},
    {"page_blank", "The pages are blank.", "Return it, or scan it again."},
    {"page_missing", "A page of the form is missing.", "Ask for it, or approve going on without."},
    {"page_unknown", "A page is no known form.", "Read it, then approve; or split it off."},
    {"pages_mixed", "Pages of several documents came mixed up.",
     "See that they belong together; split them if not."},
    {"unsorted", "No workflow takes this document, or more than one does.",
     "Join it to a workflow or case, or return it."},
    {"written_beside", "Something is written or stamped beside the fields.", "Read it, then approve."},
};

}  // namespace

const CodeArea kCodesOfReview = {"Why a person is asked",
                                 "`mailroom review`, `cases show`, `explain`, and 'asks' of tests. What a "
                                 "clerk reads is the text beside it.",
                                 kCodes};

}  // namespace mailroom::cli
