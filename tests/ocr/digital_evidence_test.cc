// Pages that no scanner touched, and pages that are picture and text at once: no value is lost, and none is
// believed against what the page shows.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ocr/reader/ink.h"
#include "ocr/reader/read_document.h"
#include "tests/ocr/council_form.h"

namespace mailroom::ocr::reader {
namespace {

class DigitalEvidence : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    forms_ = new std::vector<Form>(council_forms(*folder_));
    ink_ = new InkReader(*forms_);
    reader_ = new DocumentReader(*forms_, ink_);
  }
  static void TearDownTestSuite() {
    delete reader_;
    delete ink_;
    delete forms_;
    delete folder_;
  }
  static DocumentReading read(const std::string& bytes) { return reader_->read(bytes, "x"); }
  static DocumentReading read_first(const std::string& added, const std::string& fields = "",
                                    const std::string& objects = "", const std::string& resources = "",
                                    const std::string& form_keys = "") {
    return read(small_document({{first_page("2026") + added, fields, "", resources}}, objects, form_keys));
  }
  static const FieldReading& field(const DocumentReading& reading, const std::string& id) {
    for (const FieldReading& f : reading.fields) {
      if (f.id == id) return f;
    }
    static const FieldReading none;
    ADD_FAILURE() << "no field " << id << (reading.failure ? ": " + reading.failure->message : "");
    return none;
  }
  // Whatever stands there is either read or left to a person, never passed over.
  static void expect_not_lost(const DocumentReading& reading, const std::string& id) {
    const FieldReading& f = field(reading, id);
    EXPECT_FALSE(f.accepted && f.value.text_or("").empty()) << id;
  }
  static std::vector<std::string> others(const FieldReading& field) {
    std::vector<std::string> out;
    for (const Alternative& a : field.alternatives) out.emplace_back(a.value.text_or(""));
    return out;
  }

  static inline TemporaryFolder* folder_ = nullptr;
  static inline std::vector<Form>* forms_ = nullptr;
  static inline InkReader* ink_ = nullptr;
  static inline DocumentReader* reader_ = nullptr;
};

TEST_F(DigitalEvidence, TypedTextAndTheBlanksOwnLinesLeaveNoDoubt) {
  std::string comb;
  for (int i = 0; i < 9; ++i) comb += words_at(57 + i * 20, 596, std::string(1, "AB123456C"[i]));
  const auto r = read_first(words_at(54, 666, "Quill Marsh") + words_at(340, 666, "1,234.50") + comb);
  ASSERT_EQ(r.pages.at(0).form, "council-2026");
  EXPECT_EQ(field(r, "surname").value, Value("Quill Marsh"));
  EXPECT_EQ(field(r, "nino").value, Value("AB123456C"));
  EXPECT_EQ(field(r, "shared").value, Value(false));
  for (const FieldReading& f : r.fields) {
    EXPECT_TRUE(f.accepted) << f.id;
    EXPECT_THAT(f.source, testing::AnyOf(Source::text, Source::mark)) << f.id;
  }
}

TEST_F(DigitalEvidence, LettersDrawnAsLinesAreNotLost) {
  const auto r = read_first(drawn_letters(60, 664, 11) + words_at(340, 666, "10.00"));
  expect_not_lost(r, "surname");
  EXPECT_EQ(field(r, "surname").source, Source::ocr);
  EXPECT_EQ(field(r, "amount").value, Value("10.00"));
  EXPECT_TRUE(field(r, "amount").accepted);
}

TEST_F(DigitalEvidence, LettersDrawnAsAreasAreNotLost) {
  expect_not_lost(
      read_first("q 60 664 3 12 re 60 664 9 3 re f Q q 75 664 3 12 re f 90 664 3 12 re 90 664 9 3 re f Q\n"),
      "surname");
}

TEST_F(DigitalEvidence, LettersInsideANestedFormAreNotLost) {
  const std::string inner = drawn_letters(0, 0, 11);
  const std::string objects =
      stream_object(100, "/Type/XObject/Subtype/Form/BBox[0 0 200 200]", inner) +
      stream_object(101, "/Type/XObject/Subtype/Form/BBox[0 0 700 900]/Resources<</XObject<</X 100 0 R>>>>",
                    "q 1 0 0 1 60 664 cm /X Do Q");
  expect_not_lost(read_first("/Y Do\n", "", objects, "/XObject<</Y 101 0 R>>"), "surname");
}

TEST_F(DigitalEvidence, APictureOfHandwritingIsNotLost) {
  PagePicture hand{60, 16, std::string(60 * 16, '\xff')};
  for (int x = 4; x < 56; ++x) {
    for (int dy = 0; dy < 2; ++dy) hand.samples[static_cast<size_t>((2 + (x * 7) % 11 + dy) * 60 + x)] = 0;
  }
  const auto r =
      read_first("q 60 0 0 16 60 662 cm /H Do Q\n", "", picture_object(100, hand), "/XObject<</H 100 0 R>>");
  expect_not_lost(r, "surname");
}

TEST_F(DigitalEvidence, AnInlinePictureIsNotLost) {
  expect_not_lost(read_first("q 60 0 0 14 60 663 cm BI /W 8 /H 2 /BPC 1 /CS /G ID \x55\xaa EI Q\n"),
                  "surname");
}

TEST_F(DigitalEvidence, GlyphsThatNameNoCharactersAreNotLost) {
  // A Type 3 font whose glyphs are bars.
  const std::string objects =
      "100 0 obj <</Type/Font/Subtype/Type3/FontBBox[0 0 10 10]/FontMatrix[0.1 0 0 0.1 0 0]/CharProcs<</a "
      "101 0 R>>"
      "/Encoding<</Differences[1/a]>>/FirstChar 1/LastChar 1/Widths[8]/Resources<<>>>> endobj\n" +
      stream_object(101, "", "8 0 d0 0 0 2 8 re 0 0 6 2 re f") +
      stream_object(102, "/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</Font<</G 100 0 R>>>>",
                    "BT /G 11 Tf 60 665 Td <01010101> Tj ET");
  expect_not_lost(read_first("/Y Do\n", "", objects, "/XObject<</Y 102 0 R>>"), "surname");
}

TEST_F(DigitalEvidence, ADrawnAnnotationIsNotLost) {
  const std::string ink = "<</Type/Annot/Subtype/Ink/Rect[50 655 310 685]/AP<</N 100 0 R>>>>";
  const auto r = read_first(
      "", ink,
      stream_object(100, "/Type/XObject/Subtype/Form/BBox[50 655 310 685]", drawn_letters(60, 664, 11)));
  expect_not_lost(r, "surname");
}

TEST_F(DigitalEvidence, MarksMayBeDrawnBesideMarksThatAreTyped) {
  const auto r = read_first("2 w 333 597 m 341 605 l 333 605 m 341 597 l S\n" + words_at(54, 666, "Quill"));
  EXPECT_EQ(field(r, "shared").value, Value(true));
}

TEST_F(DigitalEvidence, WhiteTextIsNotBelieved) {
  const auto r = read_first("1 g " + words_at(54, 666, "Mallory") + "0 g\n");
  EXPECT_FALSE(field(r, "surname").accepted);
  EXPECT_THAT(others(field(r, "surname")), testing::Contains(""));
}

TEST_F(DigitalEvidence, APatchOverTextIsNoticed) {
  const auto r =
      read_first(words_at(54, 666, "Mallory") + "1 g 52 662 200 16 re f 0 g\n" + drawn_letters(60, 664, 11));
  EXPECT_FALSE(field(r, "surname").accepted);
}

TEST_F(DigitalEvidence, TextOfAnInvisibleModeIsShownToAPerson) {
  const auto r = read_first("BT /F 10 Tf 3 Tr 54 666 Td (Mallory) Tj 0 Tr ET\n");
  EXPECT_EQ(field(r, "surname").value, Value(""));
  EXPECT_TRUE(field(r, "surname").conflict);
  EXPECT_THAT(others(field(r, "surname")), testing::Contains("Mallory"));
}

TEST_F(DigitalEvidence, AValueThatThePageDoesNotShowIsAConflict) {
  const auto hidden = read_first("", first_fields("Mallory", "", "/F 2"));
  EXPECT_TRUE(field(hidden, "surname").conflict);
  EXPECT_EQ(field(hidden, "surname").value, Value("Mallory"));
  EXPECT_THAT(others(field(hidden, "surname")), testing::Contains(""));
  const auto no_view = read_first("", first_fields("Mallory", "", "/F 32"));
  EXPECT_TRUE(field(no_view, "surname").conflict);
}

TEST_F(DigitalEvidence, AnAppearanceThatSaysSomethingElseIsAConflict) {
  const auto appearance = [](const std::string& text) {
    return stream_object(100, "/Type/XObject/Subtype/Form/BBox[0 0 250 20]/Resources<</Font<</F 5 0 R>>>>",
                         "/Tx BMC BT /F 10 Tf 0 g 4 6 Td (" + text + ") Tj ET EMC");
  };
  const auto other = read_first("", first_fields("Marsh", "", "/AP<</N 100 0 R>>"), appearance("Quill"));
  EXPECT_TRUE(field(other, "surname").conflict);
  EXPECT_EQ(field(other, "surname").value, Value("Marsh"));
  EXPECT_THAT(others(field(other, "surname")), testing::Contains("Quill"));
  const auto same = read_first("", first_fields("Marsh", "", "/AP<</N 100 0 R>>"), appearance("Marsh"));
  EXPECT_TRUE(field(same, "surname").accepted);
  const auto empty =
      read_first("", first_fields("Marsh", "", "/AP<</N 100 0 R>>"),
                 stream_object(100, "/Type/XObject/Subtype/Form/BBox[0 0 250 20]", "/Tx BMC EMC"));
  EXPECT_FALSE(field(empty, "surname").accepted);
}

TEST_F(DigitalEvidence, AppearancesToBeMadeAnewAreNotBelieved) {
  const auto r = read_first("", first_fields("Marsh", "", "/DA(/F 10 Tf 0 g)/AP<</N 100 0 R>>"),
                            stream_object(100, "/Type/XObject/Subtype/Form/BBox[0 0 250 20]", "/Tx BMC EMC"),
                            "", "/NeedAppearances true/DR<</Font<</F 5 0 R>>>>");
  EXPECT_EQ(field(r, "surname").value, Value("Marsh"));
  EXPECT_TRUE(field(r, "surname").accepted);
}

TEST_F(DigitalEvidence, AnEmptyFieldWithSomethingDrawnInItIsNotLost) {
  expect_not_lost(read_first(drawn_letters(60, 664, 11), first_fields()), "surname");
}

TEST_F(DigitalEvidence, TheLastOfSeveralRevisionsCounts) {
  const std::string first = small_document({{first_page("2026"), first_fields("Quill")}});
  const std::string update =
      "10 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 11 0 R/Resources<</Font<</F 5 "
      "0 R/Z 6 0 R>>>>/Annots[" +
      first_fields("Marsh") + "]>> endobj\ntrailer <</Root 1 0 R>>\nstartxref\n0\n%%EOF\n";
  EXPECT_EQ(field(read(first + update), "surname").value, Value("Marsh"));
}

TEST_F(DigitalEvidence, AFormThatAlsoCarriesXfaIsReadByItsFields) {
  const auto r =
      read_first("", first_fields("Marsh"), stream_object(100, "", "<xdp:xdp/>"), "", "/XFA 100 0 R");
  EXPECT_EQ(field(r, "surname").value, Value("Marsh"));
  EXPECT_TRUE(field(r, "surname").accepted);
}

TEST_F(DigitalEvidence, CroppedTurnedAndEnlargedPagesAreReadAsTheyAreSeen) {
  const std::string text = words_at(54, 666, "Quill");
  const auto cropped = read(small_document({{"q 1 0 0 1 20 30 cm\n" + first_page("2026") + text + "Q\n", "",
                                             "/MediaBox[0 0 700 900]/CropBox[20 30 620 830]"}}));
  EXPECT_EQ(field(cropped, "surname").value, Value("Quill"));
  const auto turned = read(small_document({{"q 0 1 -1 0 800 0 cm\n" + first_page("2026") + text + "Q\n", "",
                                            "/MediaBox[0 0 800 600]/Rotate 90"}}));
  EXPECT_EQ(field(turned, "surname").value, Value("Quill"));
  const auto enlarged = read(small_document({{"q 0.5 0 0 0.5 0 0 cm\n" + first_page("2026") + text + "Q\n",
                                              "", "/MediaBox[0 0 300 400]/UserUnit 2"}}));
  EXPECT_EQ(field(enlarged, "surname").value, Value("Quill"));
  for (const auto* r : {&cropped, &turned, &enlarged}) EXPECT_TRUE(field(*r, "surname").accepted);
}

class ScannedPdf : public DigitalEvidence {
 protected:
  // What was on the paper, and the page of a PDF that shows it.
  static std::string scan(const std::string& written) {
    return picture_object(100, picture_of_page(small_document({{first_page("2026") + written}}), 0, 200));
  }
};

TEST_F(ScannedPdf, TheInkDecidesOverTextUnderThePicture) {
  const std::string paper = scan(words_at(54, 666, "Quill Marsh") + words_at(340, 666, "12.00"));
  const std::string lying = "BT /F 10 Tf 3 Tr 54 666 Td (Mallory) Tj 286 0 Td (12.00) Tj ET\n";
  for (const SmallPage& page : {scan_page(100, "", lying), scan_page(100, words_at(54, 666, "Mallory"))}) {
    const auto r = read(small_document({page}, paper));
    ASSERT_EQ(r.pages.at(0).form, "council-2026") << r.pages.at(0).why;
    EXPECT_EQ(field(r, "surname").value, Value("Quill Marsh"));
    EXPECT_TRUE(field(r, "surname").conflict);
    EXPECT_THAT(others(field(r, "surname")), testing::Contains("Mallory"));
    EXPECT_FALSE(field(r, "amount").conflict);
  }
}

TEST_F(ScannedPdf, TextTypedOverThePictureOutranksItsInk) {
  const std::string paper = scan("");
  const auto r = read(small_document({scan_page(100, "", words_at(54, 666, "Quill Marsh"))}, paper));
  ASSERT_EQ(r.pages.at(0).form, "council-2026") << r.pages.at(0).why;
  EXPECT_EQ(field(r, "surname").value, Value("Quill Marsh"));
  EXPECT_EQ(field(r, "surname").source, Source::text);
  EXPECT_TRUE(field(r, "surname").accepted);
}

TEST_F(ScannedPdf, FieldsOverAPictureAreRead) {
  SmallPage page = scan_page(100);
  page.fields = first_fields("Quill", "", "/DA(/F 10 Tf 0 g)");
  const auto r = read(small_document({page}, scan(""), "/NeedAppearances true/DR<</Font<</F 5 0 R>>>>"));
  EXPECT_EQ(field(r, "surname").value, Value("Quill"));
  EXPECT_EQ(field(r, "surname").source, Source::acroform);
}

TEST_F(ScannedPdf, OnePageMayBeScannedAndTheNextTyped) {
  const auto r = read(small_document({scan_page(100), {second_page() + words_at(54, 276, "A Quill")}},
                                     scan(words_at(54, 666, "Quill Marsh"))));
  EXPECT_EQ(field(r, "surname").source, Source::ocr);
  EXPECT_EQ(field(r, "signed_by").source, Source::text);
  EXPECT_TRUE(r.missing.empty());
}

using WholeDocument = DigitalEvidence;

TEST_F(WholeDocument, APageThatFitsTwoEditionsFollowsItsNeighbour) {
  const SmallPage first{first_page("2026") + words_at(54, 666, "Quill")}, second{second_page()};
  const auto together = read(small_document({second, first}));
  EXPECT_EQ(together.pages.at(0).form, "council-2026");
  EXPECT_EQ(together.pages.at(0).form_page, 2);
  EXPECT_EQ(together.fields.front().id, "signed_by");
  EXPECT_TRUE(together.missing.empty());
  const auto alone = read(small_document({second}));
  EXPECT_EQ(alone.pages.at(0).form, "");
  const SmallPage other{first_page("2025")};
  EXPECT_EQ(read(small_document({first, other, second})).pages.at(2).form, "") << "two editions are there";
}

TEST_F(WholeDocument, TellsWhatIsThereTwiceAndWhatIsMissing) {
  const SmallPage first{first_page("2026") + words_at(54, 666, "Quill")}, second{second_page()};
  const auto twice = read(small_document({first, second, first}));
  EXPECT_EQ(twice.pages.at(2).duplicate_of, 1);
  EXPECT_FALSE(twice.pages.at(2).differs);
  EXPECT_TRUE(twice.missing.empty());
  const SmallPage another{first_page("2026") + words_at(54, 666, "Marsh")};
  const auto two_claims = read(small_document({first, second, another}));
  EXPECT_TRUE(two_claims.pages.at(2).differs);
  EXPECT_THAT(two_claims.missing, testing::ElementsAre(MissingPage{"council-2026", 2}));
  EXPECT_THAT(read(small_document({first})).missing, testing::ElementsAre(MissingPage{"council-2026", 2}));
}

TEST_F(WholeDocument, ScannedPagesLieInAnyOrderAndUpsideDown) {
  const std::string pdf =
      small_document({{first_page("2025") + words_at(54, 666, "Quill")}, {second_page()}});
  const auto r = read(small_document({scan_page(100), scan_page(101)},
                                     picture_object(100, picture_of_page(pdf, 1, 200, true)) +
                                         picture_object(101, picture_of_page(pdf, 0, 200))));
  EXPECT_EQ(r.pages.at(0).form, "council-2025") << r.pages.at(0).why;
  EXPECT_EQ(r.pages.at(0).form_page, 2);
  EXPECT_EQ(r.pages.at(0).rotation, 180);
  EXPECT_EQ(r.pages.at(1).form_page, 1);
  EXPECT_TRUE(r.missing.empty());
}

TEST_F(WholeDocument, AScannedPageOfTwoEditionsThatNoNeighbourTellsIsReadForItsWords) {
  const std::string pdf = small_document({{second_page()}, {words_at(54, 700, "Dear Sir or Madam")}});
  const auto r = read(small_document(
      {scan_page(100), scan_page(101)},
      picture_object(100, picture_of_page(pdf, 0, 200)) + picture_object(101, picture_of_page(pdf, 1, 200))));
  EXPECT_EQ(r.pages.at(0).form, "");
  EXPECT_EQ(r.pages.at(0).candidates.size(), 2U) << r.pages.at(0).why;
  EXPECT_NE(r.pages.at(0).text, "");
}

}  // namespace
}  // namespace mailroom::ocr::reader
