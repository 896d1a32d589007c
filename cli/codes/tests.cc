#include "cli/codes/areas.h"

namespace mailroom::cli {

namespace {

constexpr Code kCodes[] = {
    {"expectation_failed", "A test came out otherwise than expected.",
     "The message says why; mend the rule or the test."},
    {"action_refused", "A test has a person do what cannot be done with the case just then.",
     "The message says why; see where the case stands: 'expect' of the step before."},
    {"no_action", "A step of 'then' does not say what somebody does.",
     "Give it one of correct, approve, refuse, return or retry."},
    {"two_actions", "A step of 'then' says two things.", "Make two steps of it."},
    {"no_workflow", "A test does not say of which workflow it is.",
     "Write 'workflow:', in the test or at the top of the file."},
    {"nothing_expected", "A test expects nothing, so it could not fail.",
     "Write at least one thing under 'expect'."},
    {"nothing_given", "A test gives no document.", "given: {documents: {…}}, or files: […]."},
    {"several_cases", "The documents of a test do not join: they make several cases.",
     "Give them the same value to join by, or make two tests."},
    {"no_tests", "There is no test, or none of those names.",
     "Write one in tests/NAME.yaml, or let `mailroom dry-run … --save-as-test NAME` write it."},
    {"not_a_test", "What happened cannot be saved as a test.",
     "The message says why: one case, and nothing that hangs on a personal value."},
    {"test_exists", "There is a test of this name already.", "Choose another name, or remove it first."},
};

}  // namespace

const CodeArea kCodesOfTests = {"Tests of workflows", "`mailroom test` and `check` (docs/testing.md).",
                                kCodes};

}  // namespace mailroom::cli
