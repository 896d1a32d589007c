#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>

#include "base/local_time.h"
#include "base/text.h"

namespace mailroom::cli {

namespace {

constexpr const char* kWeekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

bool between(uint32_t point, uint32_t first, uint32_t last) {
  return point >= first && point <= last;
}

// Moves the text around it or hides: never printed (Unicode "Trojan Source" marks, zero-width characters).
bool is_treacherous(uint32_t point) {
  return point < 0x20 || between(point, 0x7F, 0x9F) || between(point, 0x200B, 0x200F) ||
         between(point, 0x2028, 0x202E) || between(point, 0x2060, 0x206F) || point == 0xFEFF;
}

int width_of(uint32_t point) {
  if (between(point, 0x0300, 0x036F)) return 0;  // combining marks
  const bool wide = between(point, 0x1100, 0x115F) || between(point, 0x2E80, 0xA4CF) ||
                    between(point, 0xAC00, 0xD7A3) || between(point, 0xF900, 0xFAFF) ||
                    between(point, 0xFE30, 0xFE6F) || between(point, 0xFF00, 0xFF60) ||
                    between(point, 0x1F300, 0x1FAFF);
  return wide ? 2 : 1;
}

std::string clock_text(const std::tm& parts) {
  char text[16];
  std::snprintf(text, sizeof text, "%02d:%02d", parts.tm_hour, parts.tm_min);
  return text;
}

std::string day_and_month(const Date& date) {
  return std::to_string(date.day) + " " + kMonths[date.month - 1];
}

}  // namespace

Terminal terminal_of(int fd) {
  Terminal terminal;
  terminal.is_terminal = isatty(fd) == 1;
  if (!terminal.is_terminal) return terminal;
  const char* no_colour = std::getenv("NO_COLOR");
  const char* kind = std::getenv("TERM");
  terminal.colour =
      (no_colour == nullptr || *no_colour == '\0') && kind != nullptr && std::string_view(kind) != "dumb";
  winsize size{};
  if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    terminal.width = std::clamp<int>(size.ws_col, 40, 120);  // longer lines are hard to read
  }
  return terminal;
}

std::string paint(const Terminal& terminal, Tone tone, std::string_view text) {
  constexpr const char* kCodes[] = {"", "1", "2", "32", "33", "31"};
  if (!terminal.colour || tone == Tone::plain || text.empty()) return std::string(text);
  return std::string("\x1b[") + kCodes[static_cast<int>(tone)] + "m" + std::string(text) + "\x1b[0m";
}

std::string clean(std::string_view text) {
  std::string out;
  for (const uint32_t point : code_points(text)) {
    if (point == '\n' || point == '\t' || point == '\r') {
      out += ' ';
    } else if (!is_treacherous(point)) {
      append_utf8(out, point);
    }
  }
  return out;
}

int display_width(std::string_view text) {
  int width = 0;
  bool in_code = false;
  for (const uint32_t point : code_points(text)) {
    if (point == 0x1B) {
      in_code = true;
    } else if (in_code) {
      in_code = point != 'm';
    } else {
      width += width_of(point);
    }
  }
  return width;
}

std::string shortened(std::string_view text, int columns) {
  if (display_width(text) <= columns) return std::string(text);
  std::string out;
  int used = 0;
  for (const uint32_t point : code_points(text)) {
    used += width_of(point);
    if (used > columns - 1) break;
    append_utf8(out, point);
  }
  return out + "…";
}

std::string wrapped(std::string_view text, int width, int indent) {
  std::string out;
  int used = 0;
  for (const std::string_view word : split(text, ' ')) {
    const int needed = display_width(word);
    if (used > 0 && used + 1 + needed > width) {
      out += "\n" + std::string(static_cast<size_t>(indent), ' ');
      used = 0;
    } else if (!out.empty()) {
      out += ' ';
      ++used;
    }
    out += word;
    used += needed;
  }
  return out;
}

Table::Table(std::vector<Align> columns, int indent, int gap)
    : columns_(std::move(columns)), indent_(indent), gap_(gap) {}

void Table::header(std::vector<std::string> names) {
  std::vector<Cell> cells;
  for (auto& name : names) cells.emplace_back(std::move(name), Tone::quiet);
  rows_.insert(rows_.begin(), std::move(cells));
}

void Table::row(std::vector<Cell> cells) {
  cells.resize(columns_.size());
  rows_.push_back(std::move(cells));
}

std::string Table::to_text(const Terminal& terminal) const {
  std::vector<int> widths(columns_.size(), 0);
  for (const auto& row : rows_) {
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i].text));
  }
  std::string out;
  for (const auto& row : rows_) {
    size_t last = row.size();
    while (last > 0 && row[last - 1].text.empty()) --last;
    out += std::string(static_cast<size_t>(indent_), ' ');
    int at = indent_;
    for (size_t i = 0; i < last; ++i) {
      const Cell& cell = row[i];
      const bool ends = i + 1 == last;
      const std::string space(static_cast<size_t>(widths[i] - display_width(cell.text)), ' ');
      if (columns_[i] == Align::right) {
        out += space + paint(terminal, cell.tone, cell.text);
      } else if (i + 1 == columns_.size()) {
        out += paint(terminal, cell.tone, wrapped(cell.text, std::max(20, terminal.width - at), at));
      } else {
        out += paint(terminal, cell.tone, cell.text) + (ends ? "" : space);
      }
      if (!ends) out += std::string(static_cast<size_t>(gap_), ' ');
      at += widths[i] + gap_;
    }
    out += "\n";
  }
  return out;
}

std::string full_time(Instant time) {
  const Date date = local_date(time);
  return std::string(kWeekdays[weekday(date) - 1]) + " " + day_and_month(date) + " " +
         std::to_string(date.year) + " " + clock_text(local_time(time));
}

std::string near_time(Instant time, Instant now) {
  const Date date = local_date(time);
  const Date today = local_date(now);
  const int64_t days = days_since_epoch(today) - days_since_epoch(date);
  const std::string clock = clock_text(local_time(time));
  if (days == 0) return clock;
  if (days > -7 && days < 7) return std::string(kWeekdays[weekday(date) - 1]) + " " + clock;
  const std::string year = date.year == today.year ? "" : " " + std::to_string(date.year);
  return day_and_month(date) + year + " " + clock;
}

std::string near_date(const Date& date, const Date& today) {
  return std::string(kWeekdays[weekday(date) - 1]) + " " + day_and_month(date) +
         (date.year == today.year ? "" : " " + std::to_string(date.year));
}

std::string how_long(std::chrono::microseconds duration) {
  const int64_t seconds = std::abs(duration.count()) / 1'000'000;
  if (seconds < 60) return count_of(seconds, "second");
  if (seconds < 3600) return count_of(seconds / 60, "minute");
  if (seconds < 2 * 86'400) return count_of(seconds / 3600, "hour");
  return count_of(seconds / 86'400, "day");
}

std::string progress_bar(std::string_view what, long long done, long long total, int width) {
  const std::string count = with_thousands(done) + " of " + with_thousands(total);
  const int room = width - display_width(what) - display_width(count) - 4;
  const int cells = std::clamp(room, 0, 40);
  const int full = total > 0 ? static_cast<int>(cells * std::min(done, total) / total) : cells;
  std::string bar;
  for (int i = 0; i < cells; ++i) bar += i < full ? "█" : "░";
  return std::string(what) + "  " + bar + (cells > 0 ? "  " : "") + count;
}

}  // namespace mailroom::cli
