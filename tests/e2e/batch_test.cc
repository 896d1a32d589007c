// A batch scan with separator sheets, through the real daemon.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "ocr/form_file.h"
#include "ocr/specimen/code.h"
#include "ocr/specimen/image_file.h"
#include "ocr/specimen/specimen.h"
#include "tests/e2e/running.h"

namespace mailroom::e2e {
namespace {

namespace fs = std::filesystem;
using namespace ocr::specimen;  // NOLINT(google-build-using-namespace)

const std::string kOffice = std::string(MAILROOM_SOURCE) + "/examples/benefits-office";

ScannedPage separator_sheet(const Random& random) {
  Sheet sheet{{1654, 2339, 1, std::vector<uint8_t>(1654 * 2339, 255)}, 200};
  InkLayer ink(sheet.picture.width, sheet.picture.height, sheet.dpi);
  ink.write("Separator sheet", {"sans", true, 24}, {180, 200}, 1);
  draw_code(encode(ocr::CodeKind::code128, "NORTHMERE NEXT"), {150, 400}, 1.4, 60, ink);
  ink.print_on(sheet.picture, 0);
  return scan_sheet(Scan::office, std::move(sheet), random);
}

// So many claims on two forms, a separator before each.
std::vector<ScannedPage> batch_of(uint64_t claims, size_t& form_pages) {
  std::vector<SpecimenMaker> makers;
  for (const char* id : {"ctr1-2026", "hs1-2026"})
    makers.emplace_back(ocr::load_form(kOffice + "/forms/" + id + ".form.yaml"));
  std::vector<ScannedPage> pages;
  for (uint64_t i = 0; i < claims; ++i) {
    pages.push_back(separator_sheet(Random(417).fork(i)));
    Specimen claim = makers[i % 2].make(i, {});
    form_pages += claim.pages.size();
    std::move(claim.pages.begin(), claim.pages.end(), std::back_inserter(pages));
  }
  return pages;
}

int64_t number(const Context& counts, std::string_view key) {
  return counts.at(key).number().to_integer().value_or(-1);
}

class BatchScan : public testing::Test {
 protected:
  BatchScan() : site_(folder_.path() / "site") {
    fs::create_directories(site_ / "inbox");
    for (const char* part : {"forms", "workflows", "letters"})
      fs::copy(kOffice + "/" + part, site_ / part, fs::copy_options::recursive);
    fs::copy(kOffice + "/mailroom.yaml", site_);
    write_file(site_ / "forms/separator.form.yaml",
               "id: separator\nlayout: separator\ncode: {kind: code128, pattern: NORTHMERE NEXT}\n");
  }
  Value ask(std::vector<std::string> command) {
    command.insert(command.begin(), "mailroom");
    command.emplace_back("--json");
    const Ran ran = run(command, site_);
    EXPECT_EQ(ran.code, 0) << ran.err;
    return parse_json(ran.out);
  }

  TemporaryFolder folder_;
  fs::path site_;
};

TEST_F(BatchScan, OfTenDocumentsIsOneItemAndTenDocumentsAndNoPageIsLost) {
  size_t form_pages = 0;
  const std::vector<ScannedPage> pages = batch_of(10, form_pages);
  write_file(site_ / "inbox/batch-417.tif", to_tiff(pages));
  const Ran ran = run({"mailroomd", "--once", "--site", site_.string()});
  ASSERT_EQ(ran.code, 0) << ran.err;

  const Value status = ask({"status"});
  const Context& totals = status.context().at("totals").context();
  const std::pair<const char*, size_t> expected[] = {
      {"items", 1}, {"documents", 10}, {"pages", pages.size()}};
  for (const auto& [what, count] : expected) {
    const Context& counts = totals.at(what).context();
    EXPECT_EQ(number(counts, "arrived"), static_cast<int64_t>(count)) << what;
    EXPECT_EQ(number(counts, "finished") + number(counts, "waiting") + number(counts, "returned") +
                  number(counts, "quarantined"),
              static_cast<int64_t>(count))
        << what;
  }
  // Each claim is a filing of its own, with its own pages of the file.
  const Value listed = ask({"cases", "list", "--limit", "100"});
  std::set<int64_t> filed;
  size_t filings = 0;
  for (const Value& line : listed.context().at("cases").list()) {
    const Value shown = ask({"cases", "show", std::string(line.context().at("number").text())});
    for (const Value& filing : shown.context().at("came").list()) {
      ++filings;
      EXPECT_THAT(std::string(filing.context().at("form").text_or("")), testing::EndsWith("-2026"));
      for (const Value& page : filing.context().at("pages").list())
        EXPECT_TRUE(filed.insert(page.number().to_integer().value_or(-1)).second) << "a page filed twice";
    }
  }
  EXPECT_EQ(filings, 10u);
  EXPECT_EQ(filed.size(), form_pages);
  EXPECT_THAT(ran.err, testing::Not(testing::HasSubstr("batch_not_cut")));
  EXPECT_EQ(run({"mailroom", "verify"}, site_).code, 0);
  EXPECT_EQ(run({"mailroom", "audit", "verify"}, site_).code, 0);
}

// Each document is a file of its own, which the reader cut out in its sandbox.
TEST_F(BatchScan, OfAPdfIsCutToo) {
  size_t form_pages = 0;
  write_file(site_ / "inbox/batch-418.pdf", to_pdf(batch_of(2, form_pages), 80));
  const Ran ran = run({"mailroomd", "--once", "--site", site_.string()});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.err, testing::Not(testing::HasSubstr("batch_not_cut")));
  const Value status = ask({"status"});
  EXPECT_EQ(number(status.context().at("totals").context().at("documents").context(), "arrived"), 2);
  EXPECT_EQ(run({"mailroom", "verify"}, site_).code, 0);
}

TEST_F(BatchScan, IsShownByReadAsWhatItIs) {
  size_t form_pages = 0;
  write_file(folder_.path() / "batch.tif", to_tiff(batch_of(10, form_pages)));
  const Ran ran = run(
      {"mailroom", "read", "--forms", (site_ / "forms").string(), (folder_.path() / "batch.tif").string()});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, testing::HasSubstr(", a batch of 10 documents"));
  EXPECT_THAT(ran.out, testing::HasSubstr("page 1: a separator sheet\n"));
  EXPECT_THAT(ran.out, testing::Not(testing::HasSubstr("unknown")));
}

}  // namespace
}  // namespace mailroom::e2e
