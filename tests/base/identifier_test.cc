#include "base/identifier.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

#include "base/identifiers/shape.h"
#include "identifier_examples.h"

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

// Some check digits let a few through: those that fold a remainder of 10 or 11 into another digit, those with
// two series of numbers, and parts of a number that are not checked (a branch, a name, letters around it).
TEST(Identifier, ACheckDigitFindsNearlyEverySingleWrongDigit) {
  const std::map<std::string_view, int> kPercentMissed = {
      {"utr", 10},    {"vrn", 2},          {"xi-vat", 2},
      {"de-rvnr", 2}, {"ee-isikukood", 2}, {"lt-asmens-kodas", 9},
      {"bg-vat", 2},  {"cz-vat", 9},       {"ro-vat", 10},
      {"nl-vat", 19}, {"ca-bn", 31}};
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
    const auto known = kPercentMissed.find(format.name);
    EXPECT_LE(missed * 100, known == kPercentMissed.end() ? 0 : tried * known->second)
        << format.name << ": " << missed << " of " << tried;
  }
}

TEST(Identifier, EveryFormatKnowsPublishedExamplesAndCounterExamples) {
  for (const IdentifierFormat& format : identifier_formats()) {
    const auto& all = identifier_examples();
    const auto examples =
        std::find_if(all.begin(), all.end(), [&](const auto& e) { return e.format == format.name; });
    ASSERT_NE(examples, all.end()) << format.name << " has no examples";
    EXPECT_GE(examples->valid.size(), 1u) << format.name;
    EXPECT_GE(examples->invalid.size(), 2u) << format.name;
    for (const std::string_view text : examples->valid)
      EXPECT_TRUE(is_identifier(format, text)) << format.name << ": " << text;
    for (const std::string_view text : examples->invalid)
      EXPECT_FALSE(is_identifier(format, text)) << format.name << ": " << text;
  }
}

// ISO 13616, IBAN registry: each country's own example.
TEST(Identifier, KnowsTheIbanOfEveryCountry) {
  for (const char* iban : {"AD1200012030200359100100",
                           "AE070331234567890123456",
                           "AL47212110090000000235698741",
                           "AT611904300234573201",
                           "AZ21NABZ00000000137010001944",
                           "BA391290079401028494",
                           "BE68539007547034",
                           "BG80BNBG96611020345678",
                           "BH67BMAG00001299123456",
                           "BI4210000100010000332045181",
                           "BR1800360305000010009795493C1",
                           "BY13NBRB3600900000002Z00AB00",
                           "CH9300762011623852957",
                           "CR05015202001026284066",
                           "CY17002001280000001200527600",
                           "CZ6508000000192000145399",
                           "DE89370400440532013000",
                           "DJ2100010000000154000100186",
                           "DK5000400440116243",
                           "DO28BAGR00000001212453611324",
                           "EE382200221020145685",
                           "EG380019000500000000263180002",
                           "ES9121000418450200051332",
                           "FI2112345600000785",
                           "FK88SC123456789012",
                           "FO6264600001631634",
                           "FR1420041010050500013M02606",
                           "GB29NWBK60161331926819",
                           "GE29NB0000000101904917",
                           "GI75NWBK000000007099453",
                           "GL8964710001000206",
                           "GR1601101250000000012300695",
                           "GT82TRAJ01020000001210029690",
                           "HN88CABF00000000000250005469",
                           "HR1210010051863000160",
                           "HU42117730161111101800000000",
                           "IE29AIBK93115212345678",
                           "IL620108000000099999999",
                           "IQ98NBIQ850123456789012",
                           "IS140159260076545510730339",
                           "IT60X0542811101000000123456",
                           "JO94CBJO0010000000000131000302",
                           "KW81CBKU0000000000001234560101",
                           "KZ86125KZT5004100100",
                           "LB62099900000001001901229114",
                           "LC55HEMM000100010012001200023015",
                           "LI21088100002324013AA",
                           "LT121000011101001000",
                           "LU280019400644750000",
                           "LV80BANK0000435195001",
                           "LY83002048000020100120361",
                           "MC5811222000010123456789030",
                           "MD24AG000225100013104168",
                           "ME25505000012345678951",
                           "MK07250120000058984",
                           "MN121234123456789123",
                           "MR1300020001010000123456753",
                           "MT84MALT011000012345MTLCAST001S",
                           "MU17BOMM0101101030300200000MUR",
                           "NI45BAPR00000013000003558124",
                           "NL91ABNA0417164300",
                           "NO9386011117947",
                           "OM810180000001299123456",
                           "PK36SCBL0000001123456702",
                           "PL61109010140000071219812874",
                           "PS92PALS000000000400123456702",
                           "PT50000201231234567890154",
                           "QA58DOHB00001234567890ABCDEFG",
                           "RO49AAAA1B31007593840000",
                           "RS35260005601001611379",
                           "RU0304452522540817810538091310419",
                           "SA0380000000608010167519",
                           "SC18SSCB11010000000000001497USD",
                           "SD2129010501234001",
                           "SE4550000000058398257466",
                           "SI56263300012039086",
                           "SK3112000000198742637541",
                           "SM86U0322509800000000270100",
                           "SO211000001001000100141",
                           "SV62CENR00000000000000700025",
                           "TL380080012345678910157",
                           "TN5910006035183598478831",
                           "TR330006100519786457841326",
                           "UA213223130000026007233566001",
                           "VA59001123000012345678",
                           "VG96VPVG0000012345678901",
                           "XK051212012345678906",
                           "YE15CBYE0001018861234567891234"}) {
    EXPECT_TRUE(valid("iban", iban)) << iban;
    std::string wrong = iban;
    wrong.back() = wrong.back() == '0' ? '1' : '0';
    EXPECT_FALSE(valid("iban", wrong)) << wrong;
    EXPECT_FALSE(valid("iban", std::string(iban) + "0")) << iban;
  }
}

TEST(Identifier, RowsAreWhole) {
  std::set<std::string_view> names;
  for (const IdentifierFormat& format : identifier_formats()) {
    EXPECT_TRUE(names.insert(format.name).second) << format.name << " is there twice";
    EXPECT_FALSE(format.title.empty() || format.source.empty() || format.pattern.empty()) << format.name;
    EXPECT_TRUE(!format.has_check_digit || format.check) << format.name;
    const std::string normal = normal_identifier(format, format.example);
    EXPECT_EQ(normal, format.example) << "an example is written in its normal form";
    EXPECT_EQ(normal.find_first_not_of(format.alphabet), std::string::npos) << format.name;
    EXPECT_TRUE(format.shortest <= format.longest && static_cast<size_t>(format.longest) <= kLongestShape)
        << format.name;
  }
}

TEST(Identifier, NormalisesWhatPeopleWrite) {
  const auto normal = [](std::string_view format, std::string_view text) {
    return normal_identifier(*find_identifier_format(format), text);
  };
  EXPECT_EQ(normal("nino", "ab 12 34 56 c"), "AB123456C");
  EXPECT_EQ(normal("sort-code", "20-04-15"), "200415");
  EXPECT_EQ(normal("postcode", "sw1a1aa"), "SW1A 1AA");
  EXPECT_EQ(normal("ca-postal-code", "k1a-0b1"), "K1A 0B1");
  EXPECT_EQ(normal("zip-code", "205000003"), "20500-0003");
  EXPECT_EQ(normal("fi-hetu", "131052-308t"), "131052-308T");
  EXPECT_EQ(normal("paye-reference", "123 / ab456"), "123/AB456");
  EXPECT_EQ(normal("de-steuernummer", "93815/08152"), "9381508152");
}

}  // namespace
}  // namespace mailroom
