#include "ocr/reader/read_document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iostream>

#include "base/file.h"
#include "ocr/form_file.h"
#include "ocr/reader/new_form.h"
#include "tests/ocr/small_pdf.h"

namespace mailroom::ocr::reader {
namespace {

Form template_of(const std::string& id, const std::string& pdf) {
  const FormFiles files = new_form(pdf, id, id, {});
  std::vector<Diagnostic> problems;
  auto form = parse_form(files.yaml, files.words, id + ".form.yaml", problems);
  return form.value_or(Form());
}

class ReadDocument : public testing::Test {
 protected:
  ReadDocument()
      : forms_{template_of("claim-2025", small_pdf(claim_words("2025"), claim_fields())),
               template_of("claim-2026", small_pdf(claim_words("2026"), claim_fields()))},
        reader_(forms_, nullptr) {}

  DocumentReading read(const std::string& bytes) const { return reader_.read(bytes, "x"); }
  static const FieldReading& field(const DocumentReading& reading, const std::string& id) {
    for (const FieldReading& f : reading.fields) {
      if (f.id == id) return f;
    }
    static const FieldReading none;
    ADD_FAILURE() << "no field " << id;
    return none;
  }

  std::vector<Form> forms_;
  DocumentReader reader_;
};

TEST_F(ReadDocument, TypedValuesAreExactAndThePrintedYearDecidesTheEdition) {
  const auto r = read(small_pdf(claim_words("2025"), claim_fields("Quill", "AB123456C", "1234.5", "Yes")));
  ASSERT_FALSE(r.failure);
  EXPECT_EQ(r.pages.at(0).form, "claim-2025");
  EXPECT_EQ(field(r, "surname").value, Value("Quill"));
  EXPECT_EQ(field(r, "amount").value, Value("1234.5"));
  EXPECT_EQ(field(r, "shared").value, Value(true));
  EXPECT_EQ(field(r, "nino").source, Source::acroform);
  for (const FieldReading& f : r.fields) EXPECT_TRUE(f.accepted) << f.id;
}

TEST_F(ReadDocument, TakesPrintedValuesButNotTheFormsOwnWords) {
  std::string comb;
  for (int i = 0; i < 9; ++i) comb += words_at(57 + i * 20, 615, std::string(1, "AB123456C"[i]));
  const auto r = read(small_pdf(claim_words("2026") + words_at(52, 675, "Quill Marsh") + comb +
                                words_at(100, 555, "1,234.50") + words_at(302, 520, "4", "Z")));
  EXPECT_EQ(r.pages.at(0).form, "claim-2026");
  EXPECT_EQ(field(r, "surname").value, Value("Quill Marsh"));
  EXPECT_EQ(field(r, "nino").value, Value("AB123456C"));
  EXPECT_EQ(field(r, "amount").value, Value("1,234.50"));
  EXPECT_EQ(field(r, "shared").value, Value(true));
  EXPECT_EQ(field(r, "shared").source, Source::mark);
  EXPECT_EQ(field(r, "surname").source, Source::text);
  for (const FieldReading& f : r.fields) EXPECT_TRUE(f.accepted) << f.id;
}

TEST_F(ReadDocument, SeesMarksThatAreDrawn) {
  const auto r = read(small_pdf(claim_words("2026") + "2 w 302 520 m 310 528 l 302 528 m 310 520 l S\n"));
  EXPECT_EQ(field(r, "shared").value, Value(true));
  const auto empty = read(small_pdf(claim_words("2026") + "0.5 w 300 518 12 12 re S\n"));
  EXPECT_EQ(field(empty, "shared").value, Value(false));
  EXPECT_EQ(field(empty, "surname").value, Value(""));
}

TEST_F(ReadDocument, FindsItsWayOnAPagePrintedToFit) {
  const auto r = read(
      small_pdf("q 0.94 0 0 0.94 18 24 cm\n" + claim_words("2026") + words_at(52, 675, "Quill") + "Q\n"));
  EXPECT_EQ(r.pages.at(0).form, "claim-2026");
  EXPECT_EQ(field(r, "surname").value, Value("Quill"));
}

TEST_F(ReadDocument, DoesNotTrustTextThatNobodySees) {
  const auto r = read(small_pdf(claim_words("2026") + "BT /F 10 Tf 3 Tr 52 675 Td (Mallory) Tj ET\n"));
  EXPECT_EQ(field(r, "surname").value, Value(""));
}

TEST_F(ReadDocument, AValueThatShowsSomethingElseIsAConflict) {
  const auto r =
      read(small_pdf(claim_words("2026") + words_at(52, 555, "9,999.00") + words_at(52, 675, "Quill"),
                     claim_fields("Quill", "", "10.00")));
  EXPECT_TRUE(field(r, "amount").conflict);
  EXPECT_FALSE(field(r, "amount").accepted);
  EXPECT_EQ(field(r, "amount").alternatives.at(0).value, Value("9,999.00"));
  EXPECT_FALSE(field(r, "surname").conflict);
  const auto formatted =
      read(small_pdf(claim_words("2026") + words_at(52, 555, "1,234.50"), claim_fields("", "", "1234.5")));
  EXPECT_FALSE(field(formatted, "amount").conflict);
}

TEST_F(ReadDocument, NeverForcesAFormOnAPage) {
  const auto other = read(small_pdf(words_at(50, 750, "Dear council, I cannot pay my rent this month") +
                                    words_at(50, 700, "because my employer closed the workshop")));
  ASSERT_FALSE(other.failure);
  EXPECT_EQ(other.pages.at(0).form, "");
  EXPECT_THAT(other.pages[0].text, testing::HasSubstr("cannot pay my rent"));
  EXPECT_FALSE(other.pages[0].why.empty());
  EXPECT_TRUE(other.fields.empty());
}

TEST_F(ReadDocument, LeavesEditionsThatPrintTheSameToAPerson) {
  const std::vector<Form> twins = {template_of("a", small_pdf(claim_words("2026"), claim_fields())),
                                   template_of("b", small_pdf(claim_words("2026"), claim_fields()))};
  const DocumentReader reader(twins, nullptr);
  const auto r = reader.read(small_pdf(claim_words("2026")), "x");
  EXPECT_EQ(r.pages.at(0).form, "");
  EXPECT_EQ(r.pages[0].candidates.size(), 2u);
}

TEST_F(ReadDocument, SaysWhatIsWrongWithAFileThatCannotBeRead) {
  const auto code = [&](const std::string& bytes) {
    const auto r = read(bytes);
    EXPECT_TRUE(r.pages.empty());
    return r.failure ? r.failure->code : "read";
  };
  EXPECT_EQ(code(""), "empty");
  EXPECT_EQ(code(std::string("PK\x03\x04zip", 7)), "unsupported");
  EXPECT_EQ(code(std::string("\0\1\2\3", 4)), "unsupported");
  EXPECT_EQ(code(std::string("II*\0 no tiff", 12)), "damaged");
  EXPECT_EQ(code("\xff\xd8\xff\xe0 no jpeg"), "damaged");
  const std::string pdf = small_pdf(claim_words("2026"));
  EXPECT_EQ(code(pdf.substr(0, pdf.size() / 2)), "truncated");
  EXPECT_EQ(read("Dear council").pages.at(0).text, "Dear council");
}

TEST_F(ReadDocument, SaysWhichLimitADocumentBurstsAndByWhatFigure) {
  const auto refusal = [&](const std::string& bytes, const ReaderLimits& limits) {
    const auto r = reader_.read(bytes, "x", {}, limits);
    return r.failure.value_or(ReadFailure{"read", ""});
  };
  ReaderLimits limits;
  limits.pages = 1;
  EXPECT_EQ(refusal(small_document({{"", ""}, {"", ""}}), limits),
            (ReadFailure{"too_many_pages", "the file has 2 pages, more than the limit of 1"}));
  limits = {};
  limits.bytes = 10;
  EXPECT_EQ(refusal("Dear council", limits),
            (ReadFailure{"too_large",
                         "the file has 12 bytes, more than the limit of 10 bytes; ask for it in parts"}));
  limits = {};
  limits.pixels = 1'000'000;
  // An empty page is looked at as a picture.
  EXPECT_EQ(refusal(small_pdf(""), limits),
            (ReadFailure{"too_large", "a page has 1,666 × 2,222 pixels, more than the limit of 1,000,000"}));
  EXPECT_EQ(refusal(small_pdf("", "", "/UserUnit 100"), {}).code, "damaged") << "no sheet is that large";
}

TEST_F(ReadDocument, ReadsPayslipsByTheirLabels) {
  Form payslip;
  payslip.id = "payslip";
  payslip.layout = Form::Layout::free;
  payslip.phrases = {"gross pay", "net pay"};
  const auto add = [&](const std::string& id, FieldType type, std::vector<std::string> near) {
    Field f;
    f.id = id;
    f.type = type;
    f.near = std::move(near);
    payslip.fields.push_back(f);
  };
  add("name", FieldType::name, {"Employee name", "Employee"});
  add("gross", FieldType::amount, {"Gross pay"});
  add("net", FieldType::amount, {"Net pay"});
  add("paid", FieldType::date, {"Pay date"});
  const std::vector<Form> forms = {payslip};
  const DocumentReader reader(forms, nullptr);
  const auto r = reader.read(
      small_pdf(words_at(50, 700, "Employee:") + words_at(150, 700, "Ada Marsh") +
                words_at(300, 700, "Tax code 1150L") + words_at(50, 650, "Gross pay") +
                words_at(250, 650, "912.40") + words_at(350, 650, "Income tax") +
                words_at(450, 650, "41.20") + words_at(50, 600, "Pay date") + words_at(300, 600, "NET PAY") +
                words_at(50, 585, "30/09/2026") + words_at(300, 585, "\\243852.30")),
      "x");
  EXPECT_EQ(r.pages.at(0).form, "payslip");
  EXPECT_EQ(field(r, "name").value, Value("Ada Marsh"));
  EXPECT_EQ(field(r, "gross").value, Value("912.40"));
  EXPECT_EQ(field(r, "net").value, Value("£852.30"));
  EXPECT_EQ(field(r, "paid").value, Value("30/09/2026"));
  for (const FieldReading& f : r.fields) EXPECT_TRUE(f.accepted) << f.id;
  const auto twice =
      reader.read(small_pdf(words_at(50, 700, "Gross pay 912.40") + words_at(50, 650, "Net pay 852.30") +
                            words_at(50, 600, "Net pay 1.00")),
                  "x");
  EXPECT_FALSE(field(twice, "net").accepted);
  EXPECT_FALSE(field(twice, "name").accepted);
}

TEST(Corpus, EveryBlankGivesATemplateAndReadsAsItself) {
  const std::filesystem::path folder =
      std::filesystem::path(MAILROOM_SOURCE) / "../shared/corpus/forms/Y2022";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "left out: no corpus beside the project";
  std::vector<Form> forms;
  std::map<std::string, std::string> blanks;
  for (const char* name : {"f1040", "f1040sa", "f1040sb", "f8889"}) {
    for (const char* year : {"Y2021", "Y2022"}) {
      const std::string id = std::string(year) + "-" + name;
      blanks[id] = read_file(folder.parent_path() / year / (std::string(name) + ".pdf"));
      forms.push_back(template_of(id, blanks[id]));
    }
  }
  const DocumentReader reader(forms, nullptr);
  for (const auto& [id, bytes] : blanks) {
    const auto r = reader.read(bytes, id);
    ASSERT_FALSE(r.failure) << id;
    for (const PageReading& page : r.pages)
      EXPECT_EQ(page.form, id) << "page " << page.page << ": " << page.why;
  }
}

}  // namespace
}  // namespace mailroom::ocr::reader
