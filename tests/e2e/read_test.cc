// The real programs on real documents: templates from blanks, then reading by them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "base/text.h"
#include "tests/e2e/running.h"

namespace mailroom::e2e {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

const std::string kOffice = std::string(MAILROOM_SOURCE) + "/examples/benefits-office";
const std::string kForms = kOffice + "/forms";

// One JSON object a line.
std::vector<Value> lines_of(const std::string& out) {
  std::vector<Value> lines;
  for (const std::string_view line : split(out, '\n')) {
    if (!line.empty()) lines.push_back(parse_json(line));
  }
  return lines;
}

TEST(Read, GivesOneLineADocumentInTheOrderOfTheArguments) {
  const std::string typed = kOffice + "/samples/07-ctr1-typed.pdf",
                    scan = kOffice + "/samples/08-ctr1-scan-g4.tif";
  const Ran ran = run({"mailroom", "read", "--json", "--jobs", "2", "--forms", kForms, scan, typed});
  EXPECT_EQ(ran.code, 0) << ran.err;
  const std::vector<Value> lines = lines_of(ran.out);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].context().at("file").text(), scan);
  EXPECT_EQ(lines[1].context().at("file").text(), typed);
  for (const Value& line : lines) {
    EXPECT_TRUE(line.context().at("error").is_null());
    EXPECT_EQ(line.context().at("pages").list().at(0).context().at("form").text(), "ctr1-2026");
    EXPECT_FALSE(line.context().at("fields").list().empty());
  }
}

TEST(Read, AMailIsReadDocumentByDocument) {
  const std::string mail = kOffice + "/samples/19-two-claims.eml";
  const Ran ran = run({"mailroom", "read", "--json", "--forms", kForms, mail});
  EXPECT_EQ(ran.code, 0) << ran.err;
  int known = 0;
  for (const Value& line : lines_of(ran.out)) {
    EXPECT_THAT(std::string(line.context().at("file").text()), StartsWith(mail + ": "));
    const List& pages = line.context().at("pages").list();
    known += !pages.empty() && !pages[0].context().at("form").is_null();
  }
  EXPECT_EQ(known, 2);
}

TEST(Read, SaysWhatIsWrongWithADocumentAndGoesOnWithTheNext) {
  const Ran ran = run({"mailroom", "read", "--forms", kForms, kOffice + "/samples/30-empty.pdf",
                       kOffice + "/samples/29-locked.pdf", kOffice + "/samples/07-ctr1-typed.pdf"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.out, HasSubstr("30-empty.pdf\n  unreadable: "));
  EXPECT_THAT(ran.out, HasSubstr("29-locked.pdf\n  unreadable: "));
  EXPECT_THAT(ran.out, HasSubstr("07-ctr1-typed.pdf\n  ctr1-2026, "));
}

TEST(Read, AMissingFileIsSaidBeforeAnythingIsRead) {
  const Ran ran =
      run({"mailroom", "read", "--forms", kForms, kOffice + "/samples/07-ctr1-typed.pdf", "/no/such.pdf"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(ran.err, "mailroom read: /no/such.pdf: no such file\n  check the name and the folder\n");
}

TEST(Read, RefusesABudgetThatIsNone) {
  const Ran ran = run(
      {"mailroom", "read", "--forms", kForms, "--budget", "lots", kOffice + "/samples/07-ctr1-typed.pdf"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.err,
            "mailroom read: '--budget': expected a share up to 50%, got 'lots'\n  write it like 0.1%\n");
}

TEST(Read, DrawsOverlays) {
  const TemporaryFolder folder;
  const Ran ran = run({"mailroom", "read", "--forms", kForms, "--overlays", folder.path().string(),
                       kOffice + "/samples/08-ctr1-scan-g4.tif"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(read_file(folder.path() / "08-ctr1-scan-g4.tif.page-1.png"), StartsWith("\x89PNG"));
}

TEST(FormNew, MakesATemplateThatReadsWhatWasTypedIntoItsForm) {
  const TemporaryFolder folder;
  const Ran made =
      run({"mailroom", "form", "new", kForms + "/ctr1-2026.pdf", "--id", "mine", "-o", "."}, folder.path());
  EXPECT_EQ(made.code, 0) << made.err;
  EXPECT_THAT(made.out, StartsWith("./mine.form.yaml: form 'mine', "));
  const Ran ran = run({"mailroom", "read", "--json", "--forms", ".", kOffice + "/samples/07-ctr1-typed.pdf"},
                      folder.path());
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("\"form\": \"mine\""));
}

TEST(FormNew, KeepsTheTemplateThatWasThere) {
  const TemporaryFolder folder;
  write_file(folder.path() / "mine.form.yaml", "edited by hand");
  run({"mailroom", "form", "new", kForms + "/ctr1-2026.pdf", "--id", "mine"}, folder.path());
  EXPECT_EQ(read_file(folder.path() / "mine.form.yaml~"), "edited by hand");
}

TEST(FormNew, SaysHowTheOutputIsToBeNamed) {
  const Ran ran = run({"mailroom", "form", "new", kForms + "/ctr1-2026.pdf", "-o", "/tmp/mine.yaml"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.err,
            "mailroom form new: '-o': expected a name that ends in '.form.yaml', got '/tmp/mine.yaml'\n"
            "  write for example -o ctr1-2026.form.yaml\n");
}

TEST(FormShow, DrawsEveryPageOfTheBlank) {
  const TemporaryFolder folder;
  const Ran ran =
      run({"mailroom", "form", "show", kForms + "/ctr1-2026.form.yaml", "-o", "zones.png"}, folder.path());
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("zones"));
}

TEST(ReaderProgram, ByHandSaysWhoStartsIt) {
  const Ran ran = run({"mailroom-reader"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, StartsWith("mailroom-reader opens documents for mailroom and mailroomd"));
}

}  // namespace
}  // namespace mailroom::e2e
