// The real programs on real documents: templates from blanks, then reading by them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <regex>

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

TEST(Read, APayslipsDeductionsComeAsATable) {
  const Ran ran =
      run({"mailroom", "read", "--json", "--forms", kForms, kOffice + "/samples/14-payslip-bakery.pdf"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  const std::vector<Value> lines = lines_of(ran.out);
  ASSERT_EQ(lines.size(), 1u);
  std::map<std::string, std::string> sure;
  for (const Value& field : lines[0].context().at("fields").list()) {
    const auto& said = field.context();
    if (said.at("accepted").boolean()) sure[std::string(said.at("id").text())] = said.at("value").text();
  }
  EXPECT_EQ(sure["deductions"], "2");
  EXPECT_EQ(sure["deductions[1].description"], "Income tax");
  EXPECT_EQ(sure["deductions[2].amount"], "18.90");
  EXPECT_EQ(sure["total_deductions"], "60.10");
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

TEST(Read, ANumberOfJobsOutOfRangeIsWrongUse) {
  const Ran ran = run({"mailroom", "read", "--forms", kForms, "--jobs", "300", "scan.tif"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.err,
            "mailroom read: '--jobs': expected a number from 1 to 256, got '300'\n"
            "  usage: mailroom read --forms DIR [OPTIONS] FILE...\n  more: mailroom read --help\n");
}

TEST(Read, DrawsOverlays) {
  const TemporaryFolder folder;
  const Ran ran = run({"mailroom", "read", "--forms", kForms, "--overlays", folder.path().string(),
                       kOffice + "/samples/08-ctr1-scan-g4.tif"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(read_file(folder.path() / "08-ctr1-scan-g4.tif.page-1.png"), StartsWith("\x89PNG"));
}

TEST(Read, WritesCsvForSpreadsheets) {
  const Ran ran = run({"mailroom", "read", "--csv", "--forms", kForms, kOffice + "/samples/07-ctr1-typed.pdf",
                       kOffice + "/samples/30-empty.pdf"});
  EXPECT_EQ(ran.code, 1) << ran.err;
  EXPECT_THAT(ran.out,
              StartsWith("file,page,form,id,type,value,text,confidence,accepted,altered,source,why\n"));
  EXPECT_THAT(ran.out, HasSubstr("07-ctr1-typed.pdf,1,ctr1-2026,surname,name,"));
  EXPECT_THAT(ran.out, HasSubstr("30-empty.pdf,,,,,,,,,,,"));
}

TEST(Read, StoppedInTheMiddleItGoesOnWithoutReadingAnythingTwice) {
  const TemporaryFolder folder;
  std::vector<std::string> command = {"mailroom", "read", "--jobs", "1",
                                      "--forms",  kForms, "--out",  "out.jsonl"};
  for (int i = 0; i < 40; ++i) {
    const std::string name = "scan-" + std::to_string(i) + ".tif";
    std::filesystem::create_symlink(kOffice + "/samples/08-ctr1-scan-g4.tif", folder.path() / name);
    command.push_back(name);
  }
  std::string line = "cd " + shell_quoted(folder.path().string());
  line += " && { " + shell_quoted(std::string(MAILROOM_BUILD) + "/bin/mailroom");
  for (size_t i = 1; i < command.size(); ++i) line += " " + shell_quoted(command[i]);
  line +=
      " 2>err & reading=$!; until [ -s out.jsonl ]; do sleep 0.02; done; kill -TERM $reading; wait $reading; "
      "}";
  const int status = std::system(line.c_str());
  EXPECT_EQ(WEXITSTATUS(status), 130);
  EXPECT_THAT(read_file(folder.path() / "err"), HasSubstr("go on by the same command with --resume\n"));
  const std::vector<Value> before = lines_of(read_file(folder.path() / "out.jsonl"));
  EXPECT_LT(before.size(), 40u);

  command.emplace_back("--resume");
  const Ran ran = run(command, folder.path());
  EXPECT_EQ(ran.code, 0) << ran.err;
  const std::vector<Value> all = lines_of(read_file(folder.path() / "out.jsonl"));
  ASSERT_EQ(all.size(), 40u);
  for (size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(all[i].context().at("file").text(), "scan-" + std::to_string(i) + ".tif");
  }
}

TEST(Read, DoesNotWriteOverFormerResults) {
  const TemporaryFolder folder;
  write_file(folder.path() / "out.jsonl", "hours of work\n");
  const Ran ran = run(
      {"mailroom", "read", "--forms", kForms, "--out", "out.jsonl", kOffice + "/samples/07-ctr1-typed.pdf"},
      folder.path());
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.err,
            "mailroom read: out.jsonl: the file is there already\n"
            "  go on with it by --resume, or name another one\n");
}

TEST(Calibrate, FitsATableThatReadingThenUses) {
  const TemporaryFolder folder;
  const std::string scan = kOffice + "/samples/08-ctr1-scan-g4.tif";
  const Ran first = run({"mailroom", "read", "--json", "--forms", kForms, scan});
  List truth;
  const auto before = lines_of(first.out);
  for (const Value& field : before.at(0).context().at("fields").list()) {
    const Context& read = field.context();
    const auto page = read.at("page").number().to_integer().value() - 1;
    truth.push_back(Context{{"page", page}, {"name", read.at("acroform")}, {"value", read.at("value")}});
  }
  write_file(folder.path() / "truth.json",
             to_json(List{Context{{"file", "scan.tif"}, {"pages", 2}, {"fields", std::move(truth)}}}));
  std::filesystem::copy(scan, folder.path() / "scan.tif");
  const Ran fitted =
      run({"mailroom", "calibrate", "--forms", kForms, ".", "--curves", "curves"}, folder.path());
  EXPECT_EQ(fitted.code, 0) << fitted.err;
  EXPECT_THAT(fitted.out, HasSubstr("letters: "));
  EXPECT_THAT(fitted.out,
              HasSubstr("nothing is accepted within the budget: too few fields, or too many wrong\n"));
  EXPECT_THAT(fitted.out, HasSubstr("calibration.yaml: from 1 document; "));
  EXPECT_THAT(read_file(folder.path() / "curves/letters.svg"), StartsWith("<svg "));

  const Ran ran =
      run({"mailroom", "read", "--json", "--forms", kForms, "--calibration", "calibration.yaml", scan},
          folder.path());
  EXPECT_EQ(ran.code, 0) << ran.err;
  const auto after = lines_of(ran.out);
  for (const Value& field : after.at(0).context().at("fields").list()) {
    if (field.context().at("source").text() != "ocr") continue;
    // These have a threshold of their own in the template.
    const std::string_view id = field.context().at("id").text();
    if (id == "address_line" || id == "town" || id == "postcode") continue;
    EXPECT_FALSE(field.context().at("accepted").is_true()) << id;  // so few prove nothing
  }
}

TEST(FormCheck, NamesTheFormsThatCannotBeToldApart) {
  const TemporaryFolder folder;
  for (const std::string name : {"one", "two"}) {
    const Ran made = run({"mailroom", "form", "new", kForms + "/ctr1-2026.pdf", "--id", name}, folder.path());
    ASSERT_EQ(made.code, 0) << made.err;
  }
  const Ran ran = run({"mailroom", "form", "check", "."}, folder.path());
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("two.form.yaml: warning: page 1 of 'two' and page 1 of 'one' cannot be told "
                                 "apart: the same "));
}

TEST(FormCheck, SaysByWhatEditionsAreToldApart) {
  const TemporaryFolder folder;
  for (const std::string name : {"2025", "2026"}) {
    run({"mailroom", "form", "new", kForms + "/ctr1-2026.pdf", "--id", name}, folder.path());
  }
  const std::filesystem::path words = folder.path() / "2026.words.tsv";
  write_file(words, read_file(words) + "1\t300.0\t20.0\t330.0\t30.0\tedition-of-2026\n");
  const Ran ran = run({"mailroom", "form", "check", "2025.form.yaml", "2026.form.yaml"}, folder.path());
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("2026.form.yaml: note: page 1 of '2026' and page 1 of '2025' share "));
  EXPECT_THAT(ran.out, HasSubstr("told apart by 1 word: 'edition-of-2026' at 300, 20 only on '2026'\n"));
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

// The claim's template as it is, with its types and formats only proposed, and without any.
TEST(FormNew, WhatIsOnlyProposedDoesNotBendReading) {
  const TemporaryFolder folder;
  const std::string sure = read_file(kForms + "/ctr1-2026.form.yaml");
  const std::regex kind(", (type: (name|integer|amount|date)|format: [a-z-]+)");
  const std::string plain = std::regex_replace(sure, kind, "");
  std::string proposed;
  for (const std::string_view line : split(sure, '\n')) {
    std::string one(line);
    if (std::regex_search(one, kind)) one = replace_all(one, ", page:", ", proposed: true, page:");
    proposed += one + "\n";
  }
  const auto reading_by = [&](const std::string& name, const std::string& yaml) {
    const std::filesystem::path forms = folder.path() / name;
    make_folder(forms);
    write_file(forms / "ctr1-2026.form.yaml", yaml);
    for (const char* part : {"/ctr1-2026.blank.tif", "/ctr1-2026.words.tsv"})
      write_file(forms.string() + part, read_file(kForms + part));
    // Filled in by somebody who minds no kinds.
    if (name == "plain") {
      const Ran filled =
          run({"mailroom", "form", "fill", "plain", "--random", "2", "--filled", "1", "-o", "specimens"},
              folder.path());
      EXPECT_EQ(filled.code, 0) << filled.err;
    }
    const Ran ran = run({"mailroom", "read", "--json", "--forms", name, "specimens/ctr1-2026-1.tif",
                         "specimens/ctr1-2026-2.tif"},
                        folder.path());
    EXPECT_EQ(ran.code, 0) << ran.err;
    return std::regex_replace(ran.out, std::regex("\"type\": \"[a-z]+\""), "");
  };
  const std::string by_plain = reading_by("plain", plain);
  EXPECT_THAT(by_plain, HasSubstr("\"nino\""));
  EXPECT_TRUE(reading_by("proposed", proposed) == by_plain);
  EXPECT_FALSE(reading_by("sure", sure) == by_plain);
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
