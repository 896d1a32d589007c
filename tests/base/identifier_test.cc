#include "base/identifier.h"

#include <gtest/gtest.h>

namespace mailroom {
namespace {

bool valid(std::string_view format, std::string_view text) {
  return is_identifier(*find_identifier_format(format), text);
}

TEST(Identifier, EveryFormatAcceptsItsOwnExample) {
  for (const IdentifierFormat& format : identifier_formats()) {
    EXPECT_TRUE(is_identifier(format, format.example)) << format.name;
    EXPECT_FALSE(is_identifier(format, "")) << format.name;
    EXPECT_FALSE(is_identifier(format, "?")) << format.name;
  }
}

// UTRs map remainders 1 and 10 to one digit, and VAT numbers have two series: these let some through.
TEST(Identifier, ACheckDigitFindsNearlyEverySingleWrongDigit) {
  for (const IdentifierFormat& format : identifier_formats()) {
    if (!format.has_check_digit) continue;
    int tried = 0, missed = 0;
    for (size_t i = 0; i < format.example.size(); ++i) {
      if (!std::isdigit(static_cast<unsigned char>(format.example[i]))) continue;
      for (char c = '0'; c <= '9'; ++c) {
        std::string wrong(format.example);
        if (wrong[i] == c) continue;
        wrong[i] = c;
        ++tried;
        missed += is_identifier(format, wrong) ? 1 : 0;
      }
    }
    const bool some_pass = format.name == "utr" || format.name == "vrn";
    EXPECT_LE(missed * 50, some_pass ? tried * 6 : 0) << format.name << ": " << missed << " of " << tried;
  }
}

TEST(Identifier, AcceptsPublishedExamples) {
  EXPECT_TRUE(valid("iban", "GB29 NWBK 6016 1331 9268 19"));  // ISO 13616 registry
  EXPECT_TRUE(valid("iban", "DE89370400440532013000"));       // ISO 13616 registry
  EXPECT_TRUE(valid("luhn", "4111 1111 1111 1111"));          // the networks' test number
  EXPECT_TRUE(valid("postcode", "ec1a1bb"));                  // BS 7666
  EXPECT_TRUE(valid("postcode", "M1 1AE"));                   // BS 7666
  // Letters that stand nowhere in an outward code, or not there: they look like figures.
  for (const char* text : {"Q1 1AA", "AI1 1AA", "Y5O 1BF", "EC1I 1AA"})
    EXPECT_FALSE(valid("postcode", text)) << text;
  EXPECT_TRUE(valid("iso7064-mod11-10", "07945"));  // ISO/IEC 7064
  EXPECT_TRUE(valid("iso7064-mod97-10", "79444"));  // ISO/IEC 7064: 794, check 44
}

TEST(Identifier, RefusesNumbersThatAreNeverIssued) {
  EXPECT_FALSE(valid("nino", "QQ123456C"));
  EXPECT_FALSE(valid("nino", "GB123456A"));
  EXPECT_FALSE(valid("nino", "AO123456A"));
  EXPECT_FALSE(valid("nino", "AB123456E"));
  EXPECT_FALSE(valid("ssn", "666-12-3456"));
  EXPECT_FALSE(valid("ein", "07-1234567"));
}

TEST(Identifier, NormalisesWhatPeopleWrite) {
  const auto normal = [](std::string_view format, std::string_view text) {
    return normal_identifier(*find_identifier_format(format), text);
  };
  EXPECT_EQ(normal("nino", "ab 12 34 56 c"), "AB123456C");
  EXPECT_EQ(normal("sort-code", "20-04-15"), "200415");
  EXPECT_EQ(normal("postcode", "sw1a1aa"), "SW1A 1AA");
}

}  // namespace
}  // namespace mailroom
