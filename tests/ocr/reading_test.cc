#include "ocr/reading.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "base/json.h"

namespace mailroom::ocr {
namespace {

DocumentReading sample() {
  DocumentReading reading;
  reading.file = "scan-017.tif";
  PageReading known;
  known.form = "ctr1-2026";
  known.form_page = 2;
  known.confidence = 0.999;
  known.rotation = 180;
  known.ink = 0.031;
  PageReading unknown;
  unknown.page = 2;
  unknown.why = "no form fits";
  reading.pages = {known, unknown};
  FieldReading pay;
  pay.id = "net_pay";
  pay.acroform = "Claim.net_pay";
  pay.type = FieldType::amount;
  pay.value = "742.50";
  pay.text = "742.50 ";
  pay.confidence = 0.97;
  pay.altered = true;
  pay.alternatives = {{Value("472.50"), 0.02}};
  pay.source = Source::ocr;
  pay.zone = {10.5, 20, 110.25, 40};
  FieldReading tick;
  tick.id = "partner";
  tick.type = FieldType::checkbox;
  tick.value = true;
  tick.confidence = 1;
  tick.accepted = true;
  tick.source = Source::mark;
  reading.fields = {pay, tick};
  return reading;
}

TEST(Reading, WritesTheContractsJson) {
  EXPECT_EQ(
      to_json(to_value(sample())),
      R"({"file": "scan-017.tif", "error": null, "pages": [)"
      R"({"page": 1, "form": "ctr1-2026", "form_page": 2, "confidence": 0.999, "rotation": 180, "ink": 0.031}, )"
      R"({"page": 2, "form": null, "form_page": null, "confidence": 0, "why": "no form fits", "ink": 0}], "fields": [)"
      R"({"id": "net_pay", "acroform": "Claim.net_pay", "type": "amount", "page": 1, "value": "742.50", "text": "742.50 ", )"
      R"("confidence": 0.97, "accepted": false, "altered": true, "alternatives": [{"value": "472.50", "confidence": 0.02}], )"
      R"("source": "ocr", "zone": [10.5, 20, 110.25, 40]}, )"
      R"({"id": "partner", "acroform": "", "type": "checkbox", "page": 1, "value": true, "text": "", "confidence": 1, )"
      R"("accepted": true, "altered": false, "alternatives": [], "source": "mark", "zone": [0, 0, 0, 0]}]})");
}

TEST(Reading, SaysWhereInATableACellStands) {
  DocumentReading reading = sample();
  EXPECT_EQ(to_json(to_value(reading)).find("\"row\""), std::string::npos);
  reading.fields[0].id = "deductions[2].amount";
  EXPECT_NE(to_json(to_value(reading)).find(R"("table": "deductions", "row": 2, "column": "amount")"),
            std::string::npos);
  EXPECT_EQ(reading_from_value(to_value(reading)).fields[0].id, "deductions[2].amount");
}

TEST(Reading, SaysWhatACheckDigitPutRight) {
  DocumentReading reading = sample();
  EXPECT_EQ(to_json(to_value(reading)).find("repaired"), std::string::npos);
  reading.fields[0].repaired = true;
  EXPECT_NE(to_json(to_value(reading)).find(R"("repaired": true)"), std::string::npos);
  const DocumentReading back = reading_from_value(to_value(reading));
  EXPECT_TRUE(back.fields[0].repaired);
  EXPECT_FALSE(back.fields[1].repaired);
}

TEST(Reading, SurvivesTheWayOutAndBack) {
  const Value value = to_value(sample());
  EXPECT_EQ(to_json(to_value(reading_from_value(parse_json(to_json(value))))), to_json(value));
  DocumentReading failed;
  failed.file = "x.pdf";
  failed.failure = ReadFailure{"truncated", "the file ends in the middle"};
  EXPECT_EQ(reading_from_value(to_value(failed)).failure, failed.failure);
}

TEST(Reading, TellsPagesThatAreThereTwiceOrMissing) {
  DocumentReading reading = sample();
  EXPECT_EQ(to_json(to_value(reading)).find("missing"), std::string::npos)
      << "only where there is something to tell";
  reading.pages[1].form = "ctr1-2026";
  reading.pages[1].form_page = 2;
  reading.pages[1].duplicate_of = 1;
  reading.pages[1].differs = true;
  reading.missing = {{"ctr1-2026", 1}};
  const std::string json = to_json(to_value(reading));
  EXPECT_THAT(json, testing::HasSubstr(R"("duplicate_of": 1, "differs": true)"));
  EXPECT_THAT(json, testing::HasSubstr(R"("missing": [{"form": "ctr1-2026", "form_page": 1}])"));
  const DocumentReading back = reading_from_value(parse_json(json, "test"));
  EXPECT_EQ(back.pages[1].duplicate_of, 1);
  EXPECT_TRUE(back.pages[1].differs);
  EXPECT_EQ(back.missing, reading.missing);
}

TEST(Reading, TellsWhatIsWrittenBesideTheFields) {
  DocumentReading reading = sample();
  EXPECT_EQ(to_json(to_value(reading)).find("notes"), std::string::npos);
  reading.pages[0].notes = {{NoteKind::note, {300, 20.5, 420, 40}, {}},
                            {NoteKind::signature, {1, 2, 3, 4}, {}}};
  const std::string json = to_json(to_value(reading));
  EXPECT_THAT(json, testing::HasSubstr(R"("notes": [{"kind": "note", "zone": [300, 20.5, 420, 40]}, )"
                                       R"({"kind": "signature", "zone": [1, 2, 3, 4]}])"));
  const DocumentReading back = reading_from_value(parse_json(json, "test"));
  ASSERT_EQ(back.pages[0].notes.size(), 2U);
  EXPECT_EQ(back.pages[0].notes[1].kind, NoteKind::signature);
  EXPECT_EQ(back.pages[0].notes[0].zone, (Zone{300, 20.5, 420, 40}));
}

TEST(Reading, TellsBarcodesAndSeparatorSheets) {
  DocumentReading reading = sample();
  reading.pages[0].codes = {{CodeKind::data_matrix, "CTR1/2026/2", {10, 20, 30.5, 40}}};
  reading.pages[1].separator = "separator";
  reading.missing = {{"ctr1-2026", 1, 2}};
  const std::string json = to_json(to_value(reading));
  EXPECT_THAT(json,
              testing::HasSubstr(
                  R"("codes": [{"kind": "datamatrix", "text": "CTR1/2026/2", "zone": [10, 20, 30.5, 40]}])"));
  EXPECT_THAT(json, testing::HasSubstr(R"("separator": "separator")"));
  EXPECT_THAT(json, testing::HasSubstr(R"("form_page": 1, "part": 2})"));
  const DocumentReading back = reading_from_value(parse_json(json, "test"));
  EXPECT_EQ(back.pages[0].codes, reading.pages[0].codes);
  EXPECT_EQ(back.pages[1].separator, "separator");
  EXPECT_EQ(back.missing, reading.missing);
}

TEST(Reading, TellsLettersAndWhatTheySay) {
  DocumentReading reading = sample();
  reading.pages[0].letter.emplace();
  reading.pages[1].letter = {{"hardship", "no food", {10, 20, 30.5, 40}}};
  const std::string json = to_json(to_value(reading));
  EXPECT_THAT(json, testing::HasSubstr(R"("letter": [])"));
  EXPECT_THAT(json,
              testing::HasSubstr(
                  R"("letter": [{"kind": "hardship", "phrase": "no food", "zone": [10, 20, 30.5, 40]}])"));
  const DocumentReading back = reading_from_value(parse_json(json, "test"));
  EXPECT_EQ(back.pages[0].letter, reading.pages[0].letter);
  EXPECT_EQ(back.pages[1].letter, reading.pages[1].letter);
}

TEST(Reading, ConfidenceIsNeverRoundedUpToCertainty) {
  DocumentReading reading = sample();
  reading.fields[0].confidence = 0.99999999;
  EXPECT_THAT(to_json(to_value(reading)), testing::HasSubstr("\"confidence\": 0.99999,"));
}

TEST(Reading, RefusesAnswersThatAReaderWouldNotGive) {
  const std::string good = to_json(to_value(sample()));
  const auto refused = [&](const std::string& from, const std::string& to) {
    std::string bad = good;
    const size_t at = bad.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    bad.replace(at, from.size(), to);
    try {
      reading_from_value(parse_json(bad));
      return false;
    } catch (const Error& e) {
      return e.code() == "reading_invalid" && e.fault() == Fault::document;
    }
  };
  EXPECT_TRUE(refused("\"confidence\": 0.97", "\"confidence\": 1.5"));
  EXPECT_TRUE(refused("\"value\": \"742.50\"", "\"value\": true"));
  EXPECT_TRUE(refused("\"value\": true", "\"value\": [1]"));
  EXPECT_TRUE(refused("\"type\": \"amount\"", "\"type\": \"money\""));
  EXPECT_TRUE(refused("\"zone\": [10.5,", "\"zone\": ["));
  EXPECT_TRUE(refused("\"rotation\": 180", "\"rotation\": 17"));
  EXPECT_TRUE(refused("\"page\": 1", "\"page\": 0"));
  EXPECT_TRUE(refused("\"pages\": [", "\"pages\": 7,\"x\": ["));
}

}  // namespace
}  // namespace mailroom::ocr
