// Barcodes on scans: how many of made-up ones are read, and that none is found where there is none. The whole
// count: scripts/barcodes.
#include "ocr/reader/find_codes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

#include "tests/ocr/drawn_form.h"
#include "tests/ocr/printed_codes.h"

namespace mailroom::ocr::reader {
namespace {

using specimen::Scan;

constexpr CodeKind kCounted[] = {CodeKind::qr, CodeKind::data_matrix, CodeKind::pdf417, CodeKind::code128};

std::vector<CodeReading> codes_on(const specimen::ScannedCode& scan, CodeKind expected) {
  const auto document = open_document(scan.bytes, {});
  const OpenedPage page = document->page(0);
  std::vector<CodeReading> codes;
  const CodeSearch search{{std::begin(kCounted), std::end(kCounted)}, [&](const auto& found) {
                            return std::any_of(found.begin(), found.end(), [&](const CodeReading& code) {
                              return code.kind == expected;
                            });
                          }};
  find_codes(*page.image, search, codes);
  return codes;
}

class FindCodes : public testing::TestWithParam<Scan> {};

// Of four sheets of this kind; what is read is what was printed.
int read_of_four(CodeKind kind, Scan machine) {
  int read = 0;
  for (int i = 0; i < 4; ++i) {
    const auto scan = specimen::scanned_code(
        {kind, machine, 1.2, specimen::turn_for(machine, i), 500 + static_cast<uint64_t>(i)});
    for (const CodeReading& code : codes_on(scan, kind)) {
      EXPECT_EQ(code.kind, kind);
      EXPECT_EQ(code.text, scan.text);
      ++read;
    }
  }
  return read;
}

TEST_P(FindCodes, ReadsWhatMachinesMakeOfPrintedCodesAndNothingElse) {
  for (const CodeKind kind : {CodeKind::qr, CodeKind::pdf417, CodeKind::code128}) {
    // A fax's lines may be as wide as the squares of a QR code (docs/barcodes.md counts how many are lost).
    const int least = kind == CodeKind::qr && GetParam() == Scan::fax ? 3 : 4;
    EXPECT_GE(read_of_four(kind, GetParam()), least) << to_string(kind) << " by " << to_string(GetParam());
  }
}

// It has no finder that stands out and stands runny ink worst: what a fax's lines leave is no claim.
TEST_P(FindCodes, ReadsMostDataMatricesButOnFaxesAndNoneWrongly) {
  EXPECT_GE(read_of_four(CodeKind::data_matrix, GetParam()), GetParam() == Scan::fax ? 0 : 3);
}

INSTANTIATE_TEST_SUITE_P(Machines, FindCodes,
                         testing::Values(Scan::none, Scan::office, Scan::grey, Scan::fax, Scan::photo),
                         [](const auto& machine) { return std::string(to_string(machine.param)); });

// Sheets of scripts/barcodes, by their seed and number there.
struct HardSheet {
  CodeKind kind;
  Scan machine;
  int seed, number;
};

void expect_read(const HardSheet& sheet) {
  const auto scan = specimen::scanned_code(
      {sheet.kind, sheet.machine, 1.2, specimen::turn_for(sheet.machine, sheet.number),
       static_cast<uint64_t>(sheet.seed) * 100'000 + static_cast<uint64_t>(sheet.number)});
  const std::vector<CodeReading> codes = codes_on(scan, sheet.kind);
  ASSERT_EQ(codes.size(), 1u) << to_string(sheet.kind) << " " << sheet.number;
  EXPECT_EQ(codes[0].text, scan.text);
}

// Not read before codes were drawn anew.
TEST(FindCodesOnPages, AreReadThoughTheirInkRan) {
  for (const int number : {28, 67}) expect_read({CodeKind::qr, Scan::office, 2, number});
  for (const int number : {7, 52}) expect_read({CodeKind::data_matrix, Scan::office, 2, number});
}

// Rows of 98 an inch, of which a module has one or two, and rough edges, which tell a grid by both axes only.
TEST(FindCodesOnPages, AreReadOnCoarseFaxes) {
  for (const int number : {26, 34, 39}) expect_read({CodeKind::qr, Scan::fax, 11, number});
  for (const int number : {18, 24, 58}) expect_read({CodeKind::data_matrix, Scan::fax, 11, number});
}

// More modules are gone than the code's correction mends.
TEST(FindCodesOnPages, AreReadThoughInkClosedSingleLightModules) {
  expect_read({CodeKind::qr, Scan::office, 2, 15});
  expect_read({CodeKind::qr, Scan::office, 11, 20});
  expect_read({CodeKind::data_matrix, Scan::fax, 11, 12});
}

TEST(FindCodesOnPages, SayWhereACodeStands) {
  const auto scan = specimen::scanned_code({CodeKind::qr, Scan::none, 1.2, 0, 3});
  const std::vector<CodeReading> codes = codes_on(scan, CodeKind::qr);
  ASSERT_EQ(codes.size(), 1u);
  constexpr double kPoints = 72.0 / 200;
  EXPECT_NEAR(codes[0].zone.x0 * kPoints, scan.zone.x0, 4);
  EXPECT_NEAR(codes[0].zone.y0 * kPoints, scan.zone.y0, 4);
  EXPECT_NEAR(codes[0].zone.x1 * kPoints, scan.zone.x1, 4);
  EXPECT_NEAR(codes[0].zone.y1 * kPoints, scan.zone.y1, 4);
}

TEST(FindCodesOnPages, FindNoneAmongPrintBoxesAndRules) {
  const std::vector<CodeKind> all(std::begin(kCodeKinds), std::end(kCodeKinds));
  for (unsigned seed = 1; seed <= 6; ++seed) {
    Raster page = scanned(draw_blank(seed, "A form with boxes"), 0.4 * seed - 1.2, 5, 3, 400);
    // Combs are as near to bars as forms come.
    for (int x = 900; x < 1400; x += 4 + static_cast<int>(seed)) draw_box(page, x, 1000, 2, 60);
    std::vector<CodeReading> codes;
    find_codes(*page, {all, [](const auto&) { return false; }}, codes);
    EXPECT_TRUE(codes.empty()) << seed << ": " << to_string(codes.front().kind);
  }
}

}  // namespace
}  // namespace mailroom::ocr::reader
