// What erasing shows before and after.
#include <gtest/gtest.h>

#include "base/json.h"
#include "cli/show.h"

namespace mailroom::cli {
namespace {

const View kView{{false, false, 80}, {}};

TEST(ErasureViews, SayWhatGoesWhatStaysAndWhatIsInTheWay) {
  const Value answer = parse_json(R"({"cases": [
    {"number": "26-48817-3", "documents": 2, "objects": 5, "shared": 1, "shared_scans": 1},
    {"number": "26-48820-0", "documents": 0, "objects": 0, "shared": 0, "shared_scans": 0,
     "obstacle": {"text": "case 26-48820-0 is still open", "next": "end it first: mailroom review return 26-48820-0"}}],
    "others": ["25-11802-4"], "may": false})",
                                  "the test");
  const std::string shown = show_erasure(answer, kView);
  for (const char* text :
       {"its record, 2 documents, 5 stored contents", "1 document that another case has too",
        "the scan of 1 document", "case 26-48820-0 is still open", "mailroom review return 26-48820-0",
        "not erased, of the same person: 25-11802-4"})
    EXPECT_NE(shown.find(text), std::string::npos) << text << "\n" << shown;
}

TEST(ErasureViews, SayThatTheKeysBackupsAreTheNextStep) {
  const Value answer = parse_json(
      R"({"cases": [{"number": "26-48817-3", "documents": 1, "objects": 1}], "others": []})", "the test");
  EXPECT_EQ(show_erased(answer, kView),
            "26-48817-3 is erased: its record, 1 document, 1 stored content and picture\n"
            "next: replace the backups of data/site.key, docs/erasing.md\n");
}

}  // namespace
}  // namespace mailroom::cli
