// `mailroom form fill`: what it writes can be read, and what it says when it cannot.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "base/text.h"
#include "tests/e2e/running.h"

namespace mailroom::e2e {
namespace {

using testing::UnorderedElementsAre;

const std::string kForms = std::string(MAILROOM_SOURCE) + "/examples/benefits-office/forms";
const std::string kClaim = kForms + "/ctr1-2026.form.yaml";

TEST(FormFill, WritesSpecimensOfAllFormsOfAFolderAndOneTruth) {
  const TemporaryFolder folder;
  const Ran ran = run({"mailroom", "form", "fill", kForms, "--random", "2", "-o", "out"}, folder.path());
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.out, "out: 6 specimens of 3 forms, 8 pages; what they say is in truth.json\n");
  const Value truth = parse_json(read_file(folder.path() / "out/truth.json"));
  std::vector<std::string> files;
  for (const Value& document : truth.list()) {
    files.emplace_back(document.context().at("file").text());
    EXPECT_TRUE(std::filesystem::exists(folder.path() / "out" / files.back())) << files.back();
  }
  EXPECT_THAT(files, UnorderedElementsAre("ctr1-2025-1.tif", "ctr1-2025-2.tif", "ctr1-2026-1.tif",
                                          "ctr1-2026-2.tif", "hs1-2026-1.tif", "hs1-2026-2.tif"));
}

TEST(FormFill, WhatItWritesIsReadAsItsTruthSays) {
  const TemporaryFolder folder;
  ASSERT_EQ(run({"mailroom", "form", "fill", kClaim, "--scan", "none", "-o", "out"}, folder.path()).code, 0);
  const Ran ran =
      run({"mailroom", "read", "--json", "--forms", kForms, "out/ctr1-2026-1.tif"}, folder.path());
  ASSERT_EQ(ran.code, 0) << ran.err;
  const Value reading = parse_json(ran.out), truths = parse_json(read_file(folder.path() / "out/truth.json"));
  const Context& truth = truths.list().at(0).context();
  ASSERT_EQ(reading.context().at("pages").list().at(0).context().at("form"), truth.at("form"));
  size_t right = 0;
  const List& fields = truth.at("fields").list();
  for (const Value& field : fields) {
    for (const Value& read : reading.context().at("fields").list())
      right += read.context().at("acroform") == field.context().at("name") &&
               read.context().at("value") == field.context().at("value");
  }
  EXPECT_GE(right + 3, fields.size());
}

// Office scans of claims: what was altered and what stands beside the fields is told, and on plain ones
// nothing.
TEST(FormFill, WhatIsAlteredOrWrittenBesideTheFieldsIsRead) {
  const TemporaryFolder folder;
  ASSERT_EQ(run({"mailroom", "form", "fill", kClaim, "--random", "5", "--filled", "0.8", "--with",
                 "struck,notes,stamps", "-o", "out"},
                folder.path())
                .code,
            0);
  const Value truths = parse_json(read_file(folder.path() / "out/truth.json"));
  int notes = 0, found = 0, altered = 0, caught = 0, wrongly = 0;
  for (const Value& truth : truths.list()) {
    const std::string file = "out/" + std::string(truth.context().at("file").text());
    const Ran ran = run({"mailroom", "read", "--json", "--forms", kForms, file}, folder.path());
    ASSERT_EQ(ran.code, 0) << ran.err;
    const Value reading = parse_json(ran.out);
    if (const Value* beside = truth.context().find("notes")) notes += static_cast<int>(beside->list().size());
    for (const Value& page : reading.context().at("pages").list())
      if (const Value* beside = page.context().find("notes"))
        found += static_cast<int>(beside->list().size());
    for (const Value& field : truth.context().at("fields").list())
      for (const Value& read : reading.context().at("fields").list()) {
        if (read.context().at("acroform") != field.context().at("name")) continue;
        const bool is = field.context().at("altered").is_true(),
                   seen = read.context().at("altered").is_true();
        altered += is, caught += is && seen, wrongly += !is && seen;
        EXPECT_FALSE(seen && read.context().at("accepted").is_true());
      }
  }
  EXPECT_GT(notes, 4);
  EXPECT_GE(found, notes - 1);  // two that stand close together are one
  EXPECT_GT(altered, 5);
  EXPECT_GE(caught * 10, altered * 8);
  EXPECT_LE(wrongly, 2);
}

TEST(FormFill, AnUnknownScanIsNamedWithWhatThereIs) {
  const Ran ran = run({"mailroom", "form", "fill", kClaim, "--scan", "fex", "-o", "/tmp/none"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.err,
            "mailroom form fill: '--scan': expected 'office', 'grey', 'fax', 'photo' or 'none', got 'fex'\n"
            "  write 'fax'\n");
}

TEST(FormFill, AnUnknownExtraIsNamedWithWhatThereIs) {
  const Ran ran = run({"mailroom", "form", "fill", kClaim, "--with", "stamps,notez", "-o", "/tmp/none"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.err,
            "mailroom form fill: '--with': expected 'stamps', 'struck', 'notes', 'folds', 'crops', 'holes', "
            "'signatures' or 'all', "
            "got 'notez'\n"
            "  write 'notes'\n");
}

TEST(FormFill, ATemplateWithoutItsBlankSaysHowToGetOne) {
  const TemporaryFolder folder;
  std::filesystem::copy_file(kClaim, folder.path() / "claim.form.yaml");
  const Ran ran = run({"mailroom", "form", "fill", "claim.form.yaml", "-o", "out"}, folder.path());
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.err,
            "mailroom form fill: claim.form.yaml: form 'ctr1-2026' has no picture of its blank beside it\n"
            "  make the template again with 'mailroom form new'\n");
}

TEST(FormFill, AFolderThatCannotBeMadeIsTheMachinesFault) {
  const TemporaryFolder folder;
  write_file(folder.path() / "out", "a file is in the way");
  const Ran ran = run({"mailroom", "form", "fill", kClaim, "-o", "out"}, folder.path());
  EXPECT_EQ(ran.code, 3);
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(ran.err,
            "mailroom form fill: out: the folder cannot be made: not a directory\n"
            "  check the rights, or choose another folder\n");
}

}  // namespace
}  // namespace mailroom::e2e
