// From a blank to a workflow that is checked and tested: `mailroom form new`, `mailroom workflows new`.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "tests/e2e/running.h"

namespace mailroom::e2e {
namespace {

using testing::HasSubstr;

class WorkflowNew : public testing::Test {
 protected:
  WorkflowNew() {
    EXPECT_EQ(run({"mailroom", "init", "office"}, folder_.path()).code, 0);
    made_ = run({"mailroom", "form", "new", "blanks/parking-permit.pdf", "-o", "forms"}, site());
    EXPECT_EQ(made_.code, 0) << made_.err;
  }

  std::filesystem::path site() const { return folder_.path() / "office"; }
  Ran new_workflow(std::vector<std::string> more = {}) const {
    std::vector<std::string> command = {"mailroom", "workflows", "new", "forms/parking-permit.form.yaml"};
    command.insert(command.end(), more.begin(), more.end());
    return run(command, site());
  }

  TemporaryFolder folder_;
  Ran made_;
};

TEST_F(WorkflowNew, ABlankSaysWhatItsLabelsProposeAndWhatToTypeNext) {
  EXPECT_EQ(made_.out,
            "forms/parking-permit.form.yaml: form 'parking-permit', 1 page, 15 fields (8 text, 1 name, 1 "
            "integer, 3 "
            "date, 2 checkbox)\n"
            "types and formats of 8 fields are proposed from the labels: look at them in the template\n"
            "  account-number   account_number\n"
            "  date             date_of_birth, start_date\n"
            "  driving-licence  licence\n"
            "  integer          permits\n"
            "  name             full_name\n"
            "  postcode         postcode\n"
            "  sort-code        sort_code\n\n"
            "Next\n"
            "  mailroom form show forms/parking-permit.form.yaml -o parking-permit.png\n"
            "  mailroom workflows new forms/parking-permit.form.yaml\n"
            "  mailroom form fill forms/parking-permit.form.yaml --random 3 --filled 1 -o "
            "samples/parking-permit\n");
}

TEST_F(WorkflowNew, WritesAWorkflowThatPassesItsCheckAndItsTests) {
  const Ran ran = new_workflow();
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(
      ran.out,
      "workflows/parking-permit.yaml: takes form 'parking-permit', 5 checks, 1 route, 1 delivery to "
      "outbox/parking-permit\n"
      "tests/parking-permit.yaml: 6 tests\n\n"
      "Next\n"
      "  mailroom check\n"
      "  mailroom test parking-permit\n"
      "  mailroom form fill forms/parking-permit.form.yaml --random 3 --filled 1 -o samples/parking-permit\n"
      "  mailroom dry-run workflows/parking-permit.yaml samples/parking-permit/parking-permit-1.tif\n");
  const Ran checked = run({"mailroom", "check"}, site());
  EXPECT_EQ(checked.out, "2 workflows, 2 forms, 12 tests: all fine\n") << checked.err;
  const Ran tested = run({"mailroom", "test", "parking-permit"}, site());
  EXPECT_EQ(tested.code, 0) << tested.out << tested.err;
}

TEST_F(WorkflowNew, ItsSpecimensGoThroughWithoutAnybodysData) {
  ASSERT_EQ(new_workflow().code, 0);
  ASSERT_EQ(run({"mailroom", "form", "fill", "forms/parking-permit.form.yaml", "--filled", "1", "--scan",
                 "none", "-o", "samples/permits"},
                site())
                .code,
            0);
  const Ran ran =
      run({"mailroom", "dry-run", "workflows/parking-permit.yaml", "samples/permits/parking-permit-1.tif"},
          site());
  EXPECT_LE(ran.code, 1) << ran.out
                         << ran.err;  // a specimen may be doubted: another machine has other typefaces
  EXPECT_THAT(ran.out, HasSubstr("parking-permit, 1 page, 15 fields"));
}

TEST_F(WorkflowNew, OverwritesNothingAndTakesNoFormTwice) {
  ASSERT_EQ(new_workflow().code, 0);
  const std::string before = read_file(site() / "workflows/parking-permit.yaml");
  const Ran again = new_workflow();
  EXPECT_EQ(again.code, 2);
  EXPECT_EQ(
      again.err,
      "mailroom workflows new: workflows/parking-permit.yaml: there is such a file already, and nothing is "
      "overwritten\n  name the workflow otherwise with --id, or remove the file first\n");
  const Ran other = new_workflow({"--id", "permits"});
  EXPECT_EQ(other.code, 2);
  EXPECT_THAT(other.err, HasSubstr("form 'parking-permit' is taken by workflow 'parking-permit'"));
  EXPECT_EQ(read_file(site() / "workflows/parking-permit.yaml"), before);
}

TEST_F(WorkflowNew, SaysWhereAFormBelongs) {
  const Ran ran = run({"mailroom", "workflows", "new",
                       std::string(MAILROOM_SOURCE) + "/examples/languages/forms/logement-2026.form.yaml"},
                      folder_.path());
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("the form does not stand in the folder 'forms' of a site"));
}

}  // namespace
}  // namespace mailroom::e2e
