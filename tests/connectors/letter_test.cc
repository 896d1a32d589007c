// Letters: their light markup, as text, and real PDFs read back with pdftotext.
#include "connectors/letter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>

#include "base/file.h"
#include "tests/connectors/made.h"
#include "tests/connectors/pdf_text.h"

namespace mailroom::connectors {
namespace {

using testing::HasSubstr;

Letter award() {
  return {{"Ashby Council", "Market Place 1"},
          {"Jane Doe", "1 High Street", "Ashby AS1 2QQ"},
          "23 November 2026",
          "26-48817-9",
          "Your claim for Council Tax Reduction",
          "Dear Jane Doe,\n\nwe have decided your claim. You get\nthe full reduction.\n\n"
          "Each week\t£31.40\nFrom\t1 December 2026\n\n# Your rights\n\n- You can appeal.\n- You can ask "
          "us\n  why.\n"};
}

TEST(Letter, AsTextReadsLikeALetter) {
  EXPECT_EQ(set_as_text(award()),
            "Ashby Council\nMarket Place 1\n\n"
            "Jane Doe\n1 High Street\nAshby AS1 2QQ\n\n"
            "23 November 2026\nOur reference: 26-48817-9\n\n"
            "Your claim for Council Tax Reduction\n\n"
            "Dear Jane Doe,\n\n"
            "we have decided your claim. You get the full reduction.\n\n"
            "  Each week                               £31.40\n"
            "  From                                    1 December 2026\n\n"
            "Your rights\n-----------\n\n"
            "- You can appeal.\n- You can ask us why.\n");
}

TEST(Letter, LinesEndingInTwoBlanksKeepTheirBreak) {
  EXPECT_EQ(blocks_of("Yours,  \nAnn Lee\nOfficer").at(0).text, "Yours,\nAnn Lee Officer");
}

TEST(Letter, APdfHoldsItsTextInReadingOrder) {
  const TemporaryFolder folder;
  write_file(folder.path() / "a.pdf", set_as_pdf(award()));
  const std::string text = text_of(folder.path() / "a.pdf");
  for (const char* part : {"Ashby AS1 2QQ", "26-48817-9", "23 November 2026", "£31.40", "Your rights"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
  EXPECT_LT(text.find("Ashby AS1 2QQ"), text.find("Your claim for"));
  EXPECT_LT(text.find("Your claim for"), text.find("You can appeal"));
}

TEST(Letter, ALongBodyGoesOnOnTheNextPageWithItsNumber) {
  Letter letter = award();
  for (int i = 0; i < 60; ++i) letter.body += "\nParagraph number " + std::to_string(i) + ".\n";
  const TemporaryFolder folder;
  write_file(folder.path() / "a.pdf", set_as_pdf(letter));
  const std::string text = text_of(folder.path() / "a.pdf");
  EXPECT_EQ(std::count(text.begin(), text.end(), '\f'), 3);
  EXPECT_THAT(text, HasSubstr("Paragraph number 59."));
}

TEST(Letter, InvalidTextDoesNotStopIt) {
  Letter letter = award();
  letter.body =
      "a\xff"
      "b";
  EXPECT_EQ(set_as_pdf(letter).substr(0, 5), "%PDF-");
}

TEST(LetterConnector, DatesTheLetterWithTheDayOfDeliveryAndLeavesOutEmptyAddressLines) {
  const TemporaryFolder site;
  const FakeClock clock(parse_rfc3339("2026-11-23T08:31:00Z").value());
  const auto connector = made("letter", {{"as", "both"}, {"sender", "Ashby Council"}}, site.path(), &clock);
  const Delivery delivery{"k", "26-48817-9", "award letter/x",
                          Context{{"letter", "Dear you."}, {"to", "Jane Doe\n\nAshby"}}};
  EXPECT_EQ(connector->deliver(delivery).receipt,
            "26-48817-9-award_letter_x.pdf, 26-48817-9-award_letter_x.txt in outbox");
  EXPECT_EQ(read_file(site.path() / "outbox/26-48817-9-award_letter_x.txt"),
            "Ashby Council\n\nJane Doe\nAshby\n\n23 November 2026\nOur reference: 26-48817-9\n\nDear you.\n");
}

TEST(LetterConnector, AnEmptyLetterIsRefused) {
  const TemporaryFolder site;
  const auto connector = made("letter", {}, site.path());
  EXPECT_EQ(connector->deliver({"k", "26-48817-9", "letter", Context{{"letter", " \n"}}}).why,
            "the letter would be empty: its template gave no text");
}

TEST(FileConnector, WritesTheContentWithItsKeyAndExactNumbers) {
  const TemporaryFolder site;
  const auto connector = made("file", {{"file", "out"}}, site.path());
  connector->deliver({"k", "26-48817-9", "export",
                      Context{{"content", Context{{"amount", Decimal::parse("15.70").value()}}}}});
  EXPECT_EQ(read_file(site.path() / "out/26-48817-9-export.json"),
            "{\n  \"idempotency_key\": \"k\",\n  \"case\": \"26-48817-9\",\n  \"delivery\": \"export\",\n"
            "  \"content\": {\n    \"amount\": 15.70\n  }\n}\n");
}

TEST(FileConnector, AFileThatWasTakenAwayIsNotWrittenAgain) {
  const TemporaryFolder site;
  const auto connector = made("file", {{"file", "out"}}, site.path());
  const Delivery delivery{"k", "26-48817-9", "export", {}};
  connector->deliver(delivery);
  std::filesystem::remove(site.path() / "out/26-48817-9-export.json");
  EXPECT_EQ(connector->deliver(delivery).kind, DeliveryOutcome::Kind::delivered);
  EXPECT_FALSE(std::filesystem::exists(site.path() / "out/26-48817-9-export.json"));
}

}  // namespace
}  // namespace mailroom::connectors
