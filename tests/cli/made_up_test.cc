// Made-up values take the place of personal ones: of the same shape, and nobody's.
#include "cli/made_up.h"

#include <gtest/gtest.h>

#include "base/identifier.h"
#include "base/text.h"

namespace mailroom::cli {
namespace {

ocr::Field field(const std::string& id, ocr::FieldType type = ocr::FieldType::text,
                 const std::string& format = {}) {
  ocr::Field made;
  made.id = id;
  made.type = type;
  made.format = format;
  return made;
}

class MadeUpValues : public testing::Test {
 protected:
  std::string of(const std::string& text, const ocr::Field& what, bool is_read = false) {
    return made_.in_place_of(text, form_, what, is_read);
  }
  MadeUp made_;
  ocr::Form form_;
};

TEST_F(MadeUpValues, AreValidIdentifiersForValidOnesGroupedAlike) {
  const ocr::Field utr = field("utr", ocr::FieldType::text, "utr"),
                   nino = field("nino", ocr::FieldType::text, "nino");
  for (int i = 0; i < 20; ++i) {
    MadeUp made;
    const std::string number = made.in_place_of("11234 56789", form_, utr, true);
    EXPECT_TRUE(is_identifier(*find_identifier_format("utr"), number)) << number;
    EXPECT_EQ(number.size(), 11u);
    EXPECT_EQ(number[5], ' ');
  }
  EXPECT_TRUE(is_identifier(*find_identifier_format("nino"), of("AB 12 34 56 C", nino)));
  EXPECT_NE(normal_identifier(*find_identifier_format("nino"), of("AB 12 34 56 C", nino)), "AB123456C");
  EXPECT_FALSE(is_identifier(*find_identifier_format("utr"), of("1234567890", utr)));
}

TEST_F(MadeUpValues, AreTheSameForTheSameValueHoweverItIsWritten) {
  const ocr::Field nino = field("nino", ocr::FieldType::text, "nino");
  const std::string made = of("AB123456C", nino);
  EXPECT_EQ(of("AB123456C", field("other", ocr::FieldType::text, "nino")), made);
  EXPECT_EQ(replace_all(of("AB 12 34 56 C", nino), " ", ""), made);
  EXPECT_NE(of("AB123457C", nino), made);
}

TEST_F(MadeUpValues, KeepWhatRulesReadButNeverWhoItIs) {
  EXPECT_EQ(of("1,234.50", field("income", ocr::FieldType::amount), true), "1,234.50");
  EXPECT_EQ(of("01/05/2026", field("start_date", ocr::FieldType::date), true), "01/05/2026");
  EXPECT_EQ(of("C", field("band"), true), "C");
  EXPECT_NE(of("Joan Osei", field("surname", ocr::FieldType::name), true), "Joan Osei");
  EXPECT_NE(of("4 Quay Street", field("address_line"), true), "4 Quay Street");
}

TEST_F(MadeUpValues, HaveTheShapeOfWhatTheyReplace) {
  const std::string amount = of("1,234.50", field("rent", ocr::FieldType::amount));
  EXPECT_EQ(amount.size(), 8u);
  EXPECT_EQ(amount[1], ',');
  EXPECT_NE(amount, "1,234.50");
  const std::string born = of("07/11/1961", field("date_of_birth", ocr::FieldType::date));
  EXPECT_EQ(born.size(), 10u);
  EXPECT_EQ(born[2], '/');
  EXPECT_NE(born, "07/11/1961");
  const std::string name = of("J. OSEI", field("full_name", ocr::FieldType::name));
  EXPECT_EQ(name[1], '.');
  EXPECT_EQ(name.substr(3), [&] {
    std::string upper = name.substr(3);
    for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return upper;
  }());
  EXPECT_TRUE(of("j.osei@mail.example", field("email")).ends_with("@example.org"));
  EXPECT_EQ(of("", field("surname", ocr::FieldType::name)), "");
}

}  // namespace
}  // namespace mailroom::cli
