#include "cli/codes/areas.h"

namespace mailroom::cli {

namespace {

constexpr Code kCodes[] = {
    {"commit_elsewhere", "A step that takes effect stands among those that look up or log in.",
     "Only a step of 'steps' may have 'commit: true'."},
    {"commit_without_answer", "Nothing shows whether the last step took effect.",
     "Go on with 'read' or 'wait_for'."},
    {"dot_in_address", "An address holds '.' or '..'.", "Write it without them."},
    {"look_up_without_answer", "A look-up does not say what shows that something is there or not.",
     "End it with 'read' and 'unless'."},
    {"no_commit", "No step says that it takes effect.", "Write 'commit: true' to the one that does."},
    {"no_page", "The steps do not begin with a page.", "Begin with 'open'."},
    {"no_steps", "There are no steps.", "Write at least one."},
    {"rendered_css", "A selector is made of values of the case.",
     "Name what stays the same, and choose by text."},
    {"secret_in_steps", "A secret stands among steps whose texts are kept with the case.",
     "Secrets belong into 'log_in'."},
    {"step_not_here", "A step or key means nothing to this kind of robot.",
     "Use one of those that the message lists."},
    {"step_with_two_verbs", "One step says two things.", "Make two steps of it."},
    {"step_without_verb", "A step does not say what to do.",
     "Give it one of the verbs that the message lists."},
    {"two_commits", "Two steps take effect, so that one failure could leave half done.",
     "Make two deliveries, one 'after' the other."},
    {"unknown_terminal_key", "There is no such key on the terminal.",
     "enter, tab, clear, pf1 to pf24 and the like."},
    {"wrong_place", "A place on the screen is not written as row and column.",
     "at: \"6,20\"; 'length' needs 'at'."},
};

}  // namespace

const CodeArea kCodesOfSteps = {"Steps of robots",
                                "`mailroom check` and editors, of deliveries by `browser` and `terminal` "
                                "(docs/connectors/browser.md, terminal.md).",
                                kCodes};

}  // namespace mailroom::cli
