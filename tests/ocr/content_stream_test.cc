#include "ocr/reader/content_stream.h"

#include <gtest/gtest.h>

#include <string>

namespace mailroom::ocr::reader {
namespace {

// Each operator with its operands, as a text that can be compared.
std::string told(std::string_view bytes) {
  ContentStream stream(bytes);
  std::string out;
  while (stream.next()) {
    for (const Operand& operand : stream.operands()) {
      if (operand.kind == Operand::Kind::number) {
        out += std::to_string(operand.number).substr(0, std::to_string(operand.number).find('.') + 3) + " ";
      } else {
        out += (operand.kind == Operand::Kind::name ? "/" : "'") + std::string(operand.text) + " ";
      }
    }
    out += std::string(stream.name()) + "\n";
  }
  return out;
}

TEST(ContentStream, GivesOperatorsWithTheirOperands) {
  EXPECT_EQ(told("q 1 0 -.5 +2.25 0 0 cm/Im0 Do Q"), "q\n1.00 0.00 -0.50 2.25 0.00 0.00 cm\n/Im0 Do\nQ\n");
  EXPECT_EQ(told("BT/F1 12 Tf[(a\\)b(c))-120<4142>]TJ ET"),
            "BT\n/F1 12.00 Tf\n'a\\)b(c) -120.00 '41 TJ\nET\n");
}

TEST(ContentStream, PassesOverCommentsDictionariesAndConstants) {
  EXPECT_EQ(told("% 1 0 0 rg\n/Span<</MCID 0/ActualText(x)>>BDC true 0 g"),
            "/Span /MCID 0.00 /ActualText 'x BDC\n0.00 g\n");
}

TEST(ContentStream, AnInlinePictureIsOneOperator) {
  EXPECT_EQ(told("q BI /W 2 /H 1 ID \x01 EIEI) \n EI Q"), "q\n/W 2.00 /H 1.00 EI\nQ\n");
}

TEST(ContentStream, EndsWhereverTheBytesEnd) {
  const std::string whole = "BT /F 1 Tf (abc\\)) Tj <41> Tj [1 (x)] TJ BI /W 1 ID \xff EI ET";
  for (size_t length = 0; length <= whole.size(); ++length) told(std::string_view(whole).substr(0, length));
  EXPECT_EQ(told("((((("), "");
  EXPECT_EQ(told(") ] >> } 1 w"), "1.00 w\n");
}

}  // namespace
}  // namespace mailroom::ocr::reader
