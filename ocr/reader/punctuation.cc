#include "ocr/reader/punctuation.h"

#include <algorithm>
#include <cctype>

namespace mailroom::ocr::reader {
namespace {

constexpr double kWordGap = 0.4;     // of a capital's height: what is narrower is no blank between words
constexpr double kFigureGap = 0.55;  // figures stand wider
constexpr double kTall = 0.62;       // of a capital's height: what is lower is no figure

int middle(std::vector<int> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// The line's capitals: their height and where they stand.
struct Measure {
  double capital = 0, base = 0;
};

Measure measure(const std::vector<Component>& letters) {
  int tallest = 0;
  for (const Component& c : letters) tallest = std::max(tallest, c.height());
  std::vector<int> heights, bottoms;
  for (const Component& c : letters)
    if (c.height() >= 0.7 * tallest) heights.push_back(c.height()), bottoms.push_back(c.y1);
  return {static_cast<double>(middle(heights)), static_cast<double>(middle(bottoms))};
}

struct Mark {
  char sign = 0;      // 0: no mark at all but a speck or a letter
  bool sure = false;  // drawn clearly
};

Mark mark_drawn(const Component& c, const Measure& m) {
  const double above = (m.base - c.cy()) / m.capital;  // of the mark's middle
  if (c.width() > 1.3 * c.height() && c.width() >= 0.18 * m.capital && above > 0.2 && above < 0.7)
    return {'-', true};
  if (c.y0 < m.base - 0.45 * m.capital || c.width() > 0.5 * m.capital) return {};
  const double below = (c.y1 - m.base) / m.capital, slimness = static_cast<double>(c.height()) / c.width();
  const bool comma = below > 0.09 || c.height() > 0.34 * m.capital;
  return {comma ? ',' : '.', comma ? below > 0.12 && slimness > 1.25 : below <= 0.05 && slimness < 1.35};
}

bool is_mark(char c) {
  return c == '.' || c == ',' || c == '-';
}

// What stands between two figures: as drawn if that is clear, otherwise as read.
struct Between {
  std::string text;
  bool agrees = true;
};

Between between(std::string_view read, const std::vector<Component>& drawn, const Measure& m) {
  const size_t at = read.find_first_of(".,-");
  const char sign = at == std::string_view::npos ? '\0' : read[at];
  const std::string as_read = sign == 0 ? std::string() : std::string(1, sign);
  std::vector<Mark> marks;
  for (const Component& c : drawn) {
    const Mark mark = mark_drawn(c, m);
    // A speck counts as a point only where the recogniser saw something as well.
    if (mark.sign != 0 && (c.ink >= 6 || !read.empty())) marks.push_back(mark);
  }
  if (marks.empty()) return {as_read, sign == 0};
  if (marks.size() > 1) return {as_read, false};
  if (marks[0].sign == sign) return {as_read, true};
  if (marks[0].sure) return {std::string(1, marks[0].sign), true};
  return {sign != 0 ? as_read : std::string(1, marks[0].sign), false};
}

Drawn figures_as_drawn(std::string_view text, const std::vector<Component>& letters, const Measure& m,
                       bool spaced) {
  // Both as figures with what stands before each and after the last.
  std::vector<std::string> read(1);
  std::string figures;
  for (const char c : text) {
    if (c == ' ' || is_mark(c))
      read.back() += c;
    else
      figures += c, read.emplace_back();
  }
  std::vector<std::vector<Component>> drawn(1);
  std::vector<Component> tall;
  for (const Component& c : letters) {
    if (c.height() >= kTall * m.capital)
      tall.push_back(c), drawn.emplace_back();
    else if (c.ink >= 4)
      drawn.back().push_back(c);
  }
  if (tall.size() != figures.size()) return {std::string(text), false, {}};
  Drawn result;
  for (size_t i = 0; i <= figures.size(); ++i) {
    // Before the first figure only a minus means anything, after the last nothing drawn alone does.
    Between b = between(read[i], drawn[i], m);
    if ((i == 0 && b.text != "-") || (i == figures.size() && read[i].empty())) b.text.clear();
    result.text += b.text;
    result.agrees = result.agrees && b.agrees;
    if (i == figures.size()) break;
    if (!spaced && i > 0 && b.text.empty() && tall[i].x0 - tall[i - 1].x1 >= kFigureGap * m.capital)
      result.text += ' ';
    result.text += figures[i];
  }
  result.figures = std::move(tall);
  return result;
}

}  // namespace

std::vector<Component> letters_of(const std::vector<Component>& line) {
  std::vector<Component> letters;
  std::vector<Component> sorted = line;
  std::sort(sorted.begin(), sorted.end(), [](const Component& a, const Component& b) { return a.x0 < b.x0; });
  for (const Component& c : sorted) {
    if (!letters.empty()) {
      Component& last = letters.back();
      const int shared = std::min(last.x1, c.x1) - std::max(last.x0, c.x0);
      if (shared * 2 >= std::min(last.width(), c.width())) {
        last.x0 = std::min(last.x0, c.x0), last.x1 = std::max(last.x1, c.x1);
        last.y0 = std::min(last.y0, c.y0), last.y1 = std::max(last.y1, c.y1);
        last.ink += c.ink;
        continue;
      }
    }
    letters.push_back(c);
  }
  return letters;
}

Drawn as_drawn(std::string_view text, const std::vector<Component>& line, bool spaced) {
  const std::vector<Component> letters = letters_of(line);
  const Measure m = measure(letters);
  if (m.capital < 8 || text.empty()) return {std::string(text), true, {}};
  const bool figures = std::all_of(text.begin(), text.end(), [](char c) {
    return std::isdigit(static_cast<unsigned char>(c)) != 0 ||
           std::string_view(" .,-/()").find(c) != std::string_view::npos;
  });
  if (figures) return figures_as_drawn(text, letters, m, spaced);
  long gaps = 0;
  for (size_t i = 1; i < letters.size(); ++i)
    gaps += letters[i].x0 - letters[i - 1].x1 >= kWordGap * m.capital;
  const long blanks = std::count(text.begin(), text.end(), ' ');
  if (spaced || blanks <= gaps) return {std::string(text), true, {}};
  // Blanks beside a mark are the ones a recogniser makes up.
  std::string kept;
  long removed = 0;
  const auto beside = [&](size_t i) {
    return std::string_view(".@,-_").find(text[i]) != std::string_view::npos;
  };
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ' ' && i > 0 && i + 1 < text.size() && (beside(i - 1) || beside(i + 1))) {
      ++removed;
      continue;
    }
    kept += text[i];
  }
  return removed == blanks - gaps ? Drawn{kept, true, {}} : Drawn{std::string(text), false, {}};
}

}  // namespace mailroom::ocr::reader
