// What `file` writes, format by format.
#include <gtest/gtest.h>

#include "base/error.h"
#include "base/file.h"
#include "connectors/charset.h"
#include "connectors/record_format.h"

namespace mailroom::connectors {
namespace {

Value number(const char* text) {
  return *Decimal::parse(text);
}

Delivery delivery(Context content) {
  return {"0192/export", "26-48817-9", "export", {{"content", std::move(content)}}};
}

std::string file(const Context& settings, const Delivery& one) {
  const Record made = record_format(settings)->alone(one);
  return made.trouble.empty() ? made.text : "trouble: " + made.trouble;
}

std::string refusal(const Context& settings) {
  try {
    record_format(settings);
  } catch (const Error& error) {
    return error.message();
  }
  return "";
}

TEST(CsvFormat, QuotesAsRfc4180Says) {
  const Context content{{"name", "Ada \"Countess\" Lovelace"},
                        {"address", "1 High Street\nNorthmere"},
                        {"town", "a,b"},
                        {"amount", number("15.70")},
                        {"from", Date{2026, 11, 5}},
                        {"none", {}}};
  EXPECT_EQ(file({{"as", "csv"}}, delivery(content)),
            "name,address,town,amount,from,none\r\n"
            "\"Ada \"\"Countess\"\" Lovelace\",\"1 High Street\nNorthmere\",\"a,b\",15.70,2026-11-05,\r\n");
}

TEST(CsvFormat, WritesAsTheOfficeNextDoorReads) {
  const Context csv{{"delimiter", "semicolon"}, {"decimal", "comma"}, {"header", false}};
  EXPECT_EQ(file({{"as", "csv"}, {"csv", csv}, {"charset", "windows-1252"}, {"line_end", "lf"}},
                 delivery({{"name", "Müller"}, {"amount", number("-1570.05")}})),
            "M\xFCller;-1570,05\n");
}

// OWASP, "CSV Injection".
TEST(CsvFormat, MakesNoFormulasOfTexts) {
  const Context content{{"a", "=1+1"}, {"b", "@x"},  {"c", "-2"}, {"d", number("-2")},
                        {"e", "+44"},  {"f", "\tx"}, {"g", "a=b"}};
  EXPECT_EQ(file({{"as", "csv"}, {"csv", Context{{"header", false}}}}, delivery(content)),
            "'=1+1,'@x,'-2,-2,'+44,'\tx,a=b\r\n");
  EXPECT_EQ(file({{"as", "csv"}, {"csv", Context{{"header", false}, {"formulas", "keep"}}}},
                 delivery({{"e", "+44"}})),
            "+44\r\n");
}

TEST(CsvFormat, TellsWhatItCannotSay) {
  EXPECT_EQ(file({{"as", "csv"}}, delivery({{"people", List{1, 2}}})),
            "trouble: column 'people' is not one value: give each part a column of its own");
  EXPECT_EQ(file({{"as", "csv"}, {"charset", "iso-8859-1"}}, delivery({{"name", "Łódź"}})),
            "trouble: the character U+0141 is not in iso-8859-1");
  EXPECT_EQ(file({{"as", "csv"}}, delivery({})), "trouble: it has no columns: give the delivery 'content'");
}

TEST(NdjsonFormat, IsOneLine) {
  EXPECT_EQ(file({{"as", "ndjson"}}, delivery({{"name", "a\nb"}, {"amount", number("15.70")}})),
            "{\"idempotency_key\": \"0192/export\", \"case\": \"26-48817-9\", \"delivery\": \"export\", "
            "\"content\": "
            "{\"name\": \"a\\nb\", \"amount\": 15.70}}\n");
}

Delivery with_values(List values) {
  Delivery one = delivery({});
  one.content = Context{{"xml", std::move(values)}};
  return one;
}

TEST(XmlFormat, EscapesByPlace) {
  EXPECT_EQ(file({{"as", "xml"},
                  {"xml", "<award name=\"{{}}\" town='{{}}'><!-- of --><sum>{{}}</sum>{{}}</award>"}},
                 with_values({"a\"b<c>\n&", "d'e", number("15.70"), "1 < 2 & 3 > 2 \"x\""})),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<award name=\"a&quot;b&lt;c&gt;&#10;&amp;\" town='d&apos;e'><!-- of --><sum>15.70</sum>"
            "1 &lt; 2 &amp; 3 &gt; 2 \"x\"</award>");
}

TEST(XmlFormat, ValuesStandWhereTheyCanBeEscaped) {
  for (const char* text :
       {"<a><{{}}/></a>", "<a b={{}}/>", "<a><!-- {{}} --></a>", "<a><![CDATA[{{}}]]></a>", "<?x {{}}?><a/>"})
    EXPECT_NE(refusal({{"as", "xml"}, {"xml", text}}), "") << text;
}

TEST(XmlFormat, TemplatesAreOneDocument) {
  for (const char* text : {"<a>", "<a/><b/>", "text", "<a/>text", "<!DOCTYPE a SYSTEM \"x\"><a/>",
                           "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a/>"})
    EXPECT_NE(refusal({{"as", "xml"}, {"xml", text}}).find("'xml' is not usable"), std::string::npos) << text;
  EXPECT_EQ(file({{"as", "xml"}, {"xml", "<a>{{}}</a>"}}, with_values({"x\x01y"})),
            "trouble: a value has a control character, which XML does not have");
}

Context fixed(const char* charset = "us-ascii") {
  return {{"as", "fixed"},
          {"charset", charset},
          {"columns", Context{{"nino", "X(9)"}, {"name", "X(8)"}, {"amount", "S9(5)V99"}}}};
}

TEST(FixedFormat, WritesColumns) {
  EXPECT_EQ(file(fixed(), delivery({{"nino", "QQ123456C"}, {"name", "Ada"}, {"amount", number("15.70")}})),
            "QQ123456CAda     000157{\n");
}

// IBM, "EBCDIC code pages": 1047 has A at C1, 0 at F0; a positive zoned digit 0 is C0, a negative one D0.
TEST(FixedFormat, IsEbcdicWhereMainframesRead) {
  Context settings = fixed("IBM-1047");
  settings.put("line_end", "none");
  const Delivery one = delivery({{"nino", "QQ123456C"}, {"name", "Ada"}, {"amount", number("-15.70")}});
  EXPECT_EQ(file(settings, one),
            "\xD8\xD8\xF1\xF2\xF3\xF4\xF5\xF6\xC3"
            "\xC1\x84\x81\x40\x40\x40\x40\x40"
            "\xF0\xF0\xF0\xF1\xF5\xF7\xD0");
  settings.put("charset", "IBM-1141");  // Germany: C0 is ä, D0 is ü there, and the sign is the byte
  EXPECT_EQ(file(settings, one).substr(17), "\xF0\xF0\xF0\xF1\xF5\xF7\xD0");
}

TEST(FixedFormat, TellsWhatDoesNotFit) {
  EXPECT_EQ(file(fixed(), delivery({{"nino", "QQ123456C"}, {"name", "Ada Lovelace"}, {"amount", 1}})),
            "trouble: column 'name': it has 12 characters and the column 8");
  EXPECT_EQ(file(fixed(), delivery({{"nino", "Ü"}, {"amount", 1}})),
            "trouble: column 'nino': the character U+00DC is not in us-ascii");
  EXPECT_EQ(file(fixed(), delivery({{"nini", "QQ123456C"}, {"amount", 1}})),
            "trouble: 'nini' of the content is no column");
  EXPECT_NE(refusal(fixed("utf-8")).find("one byte each"), std::string::npos);
  EXPECT_NE(refusal(fixed("no-such-charset")).find("that ICU knows"), std::string::npos);
  EXPECT_NE(refusal({{"as", "fixed"}, {"columns", Context{{"a", "X(3"}}}}).find("'columns.a'"),
            std::string::npos);
}

}  // namespace
}  // namespace mailroom::connectors
