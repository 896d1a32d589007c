// How things look on a terminal: colour, tables, masks, dates, progress. Pure functions of what they are
// given, but for terminal_of(). Colour never says anything that the text does not say too. Texts that came
// from outside go through clean() first: a document must not drive somebody's terminal.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/clock.h"

namespace mailroom::cli {

struct Terminal {
  bool is_terminal = false;
  bool colour = false;
  int width = 80;
};

// What is known of a descriptor; colour only on a terminal that has it, and never with NO_COLOR
// (no-color.org).
Terminal terminal_of(int fd);

enum class Tone { plain, strong, quiet, good, warning, bad };
std::string paint(const Terminal& terminal, Tone tone, std::string_view text);

// Without control characters and direction overrides; line breaks and tabs become blanks.
std::string clean(std::string_view text);
// Columns a terminal uses for it; colour codes count nothing.
int display_width(std::string_view text);
// Cut to so many columns, with an ellipsis if something went.
std::string shortened(std::string_view text, int columns);
// Broken at blanks; every line but the first starts with `indent` blanks. Without a final line break.
std::string wrapped(std::string_view text, int width, int indent);

// Rows of cells in columns; columns are as wide as needed, the last one is wrapped to the terminal's width.
// No lines, no header unless given one.
class Table {
 public:
  enum class Align { left, right };
  struct Cell {
    std::string text;  // clean
    Tone tone = Tone::plain;
    Cell() = default;
    Cell(std::string t, Tone how = Tone::plain)  // NOLINT(google-explicit-constructor)
        : text(std::move(t)), tone(how) {}
    Cell(const char* t) : text(t) {}  // NOLINT(google-explicit-constructor)
  };

  explicit Table(std::vector<Align> columns, int indent = 0, int gap = 2);
  void header(std::vector<std::string> names);
  void row(std::vector<Cell> cells);
  bool empty() const { return rows_.empty(); }
  std::string to_text(const Terminal& terminal) const;

 private:
  std::vector<Align> columns_;
  int indent_, gap_;
  std::vector<std::vector<Cell>> rows_;
};

// The machine's time zone (TZ). "Mon 23 Nov 2026 08:31".
std::string full_time(Instant time);
// As short as it is clear from `now`: "08:31", "Fri 17:00" (within six days), "3 Nov 08:31", "3 Nov 2025
// 08:31".
std::string near_time(Instant time, Instant now);
// "Fri 27 Nov", with the year if it is another one than `today`'s.
std::string near_date(const Date& date, const Date& today);
// "2 minutes", "3 days": the largest unit that fits, rounded down.
std::string how_long(std::chrono::microseconds duration);

// "reading  ████████░░░░░░░░  12 of 30"; for a line that is written again and again on a terminal.
std::string progress_bar(std::string_view what, long long done, long long total, int width);

}  // namespace mailroom::cli
