// What the terminal shows: widths, masks, dates, and what is never let through.
#include "cli/terminal.h"

#include <gtest/gtest.h>

namespace mailroom::cli {
namespace {

Instant at(const char* time) {
  return parse_rfc3339(time).value();
}

class TerminalTest : public testing::Test {
 protected:
  TerminalTest() { setenv("TZ", "UTC", 1); }
};

TEST(Clean, LetsNoDocumentDriveTheTerminal) {
  EXPECT_EQ(clean("a\x1b[31mb\nc\xE2\x80\xAE"
                  "d"),
            "a[31mb cd");
}

TEST_F(TerminalTest, TimesAreAsShortAsTheyAreClear) {
  const Instant now = at("2026-11-23T08:31:00Z");
  EXPECT_EQ(full_time(now), "Mon 23 Nov 2026 08:31");
  EXPECT_EQ(near_time(at("2026-11-23T07:02:00Z"), now), "07:02");
  EXPECT_EQ(near_time(at("2026-11-20T17:00:00Z"), now), "Fri 17:00");
  EXPECT_EQ(near_time(at("2026-11-03T17:00:00Z"), now), "3 Nov 17:00");
  EXPECT_EQ(near_time(at("2025-11-03T17:00:00Z"), now), "3 Nov 2025 17:00");
  EXPECT_EQ(near_date({2026, 11, 27}, {2026, 11, 23}), "Fri 27 Nov");
}

TEST(Table, AlignsNumbersRightAndWrapsTheLastColumn) {
  Table table({Table::Align::left, Table::Align::right, Table::Align::left}, 2);
  table.row({"closed", "913", ""});
  table.row({"unreadable", "84", "57 from scanner 2, the rest from the portal"});
  Terminal narrow;
  narrow.width = 44;
  EXPECT_EQ(table.to_text(narrow),
            "  closed      913\n"
            "  unreadable   84  57 from scanner 2, the\n"
            "                   rest from the portal\n");
}

TEST(Shortened, CutsAtColumnsNotBytes) {
  EXPECT_EQ(shortened("Grüße aus Köln", 8), "Grüße a…");
}

TEST(ProgressBar, FillsTheShareThatIsDone) {
  EXPECT_EQ(progress_bar("reading", 1, 2, 25), "reading  ████░░░░  1 of 2");
}

}  // namespace
}  // namespace mailroom::cli
