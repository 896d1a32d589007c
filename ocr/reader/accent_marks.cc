#include "ocr/reader/accent_marks.h"

#include <algorithm>

#include "base/letters.h"
#include "base/text.h"
#include "ocr/reader/line_picture.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kBody = 0.45;  // of a capital's height: what is lower is a mark or a point
constexpr double kFar = 0.45;   // from a letter to its mark
constexpr double kRise = 0.14;  // by which a mark that touches its letter makes it higher
constexpr double kMostOfDot = 0.2, kMostOfNarrow = 0.31, kLeastOfWide = 0.28;

// The ink of a letter, or of several that touch, and what stands free above it.
struct Body {
  Component ink;
  std::vector<Component> marks;
  bool hides_tops = false;  // it touches a tall letter: how high its own reaches is not seen
  bool is_marked() const { return !marks.empty(); }
};

std::vector<Body> bodies_of(const std::vector<Component>& pieces, double letter) {
  std::vector<Body> bodies;
  std::vector<Component> small;
  for (const Component& c : pieces) {
    if (c.height() >= kBody * letter)
      bodies.push_back({c, {}, false});
    else
      small.push_back(c);
  }
  for (const Component& mark : small) {
    Body* nearest = nullptr;
    double least = 1e9;
    for (Body& body : bodies) {
      const int gap = body.ink.y0 - mark.y1;
      if (gap < -2 || gap > kFar * letter) continue;
      const double away = std::abs(body.ink.cx() - mark.cx());
      if (away > body.ink.width() / 2.0 + 1 || away >= least) continue;
      nearest = &body, least = away;
    }
    if (nearest != nullptr) nearest->marks.push_back(mark);
  }
  std::sort(bodies.begin(), bodies.end(), [](const Body& a, const Body& b) { return a.ink.x0 < b.ink.x0; });
  return bodies;
}

// How wide what stands above a letter is: a dot and a stroke aslant are about as wide, all else is wider.
enum class Mark { none, dot, narrow, wide };

Mark mark_of(uint32_t c) {
  if (c == 'i' || c == 'j') return Mark::dot;
  if (letter_of(c).accent != Accent::above) return Mark::none;
  const std::string letter = to_lower_latin(to_utf8({c}));
  constexpr std::string_view kDots = "żėċġ", kNarrow = "áéíóúýàèìòùćńóśźŕĺ";
  const auto is_among = [&](std::string_view letters) {
    return letters.find(letter) != std::string_view::npos;
  };
  return is_among(kDots) ? Mark::dot : is_among(kNarrow) ? Mark::narrow : Mark::wide;
}

// Of marks that stand free; others show only that they are there.
bool is_as_wide_as(const std::vector<Component>& marks, Mark mark, double letter) {
  const Extent all = extent_of(marks);
  const double width = (all.x1 - all.x0) / letter, height = (all.y1 - all.y0) / letter;
  switch (mark) {
    case Mark::none:
      return false;
    case Mark::dot:
      return marks.size() == 1 && width <= kMostOfDot && height <= kMostOfDot;
    case Mark::narrow:
      return marks.size() == 1 && width <= kMostOfNarrow;
    case Mark::wide:
      return width >= kLeastOfWide;
  }
  return false;
}

// What the text says of one letter.
struct Expected {
  char base = 0;  // without its mark
  Mark mark = Mark::none;
  bool is_short = false;    // without a mark as high as an x
  bool is_capital = false;  // without a mark as high as a capital
  double width = 0;         // about, of a capital's height
};

// Blanks and points, which have no body of a letter.
bool is_low(uint32_t c) {
  return c < 0x80 && std::string_view(" .,-_'\"`:;~=*").find(static_cast<char>(c)) != std::string_view::npos;
}

std::vector<Expected> expected_of(std::string_view text) {
  constexpr std::string_view kShort = "aceimnorsuvwxzgpqyj";
  std::vector<Expected> letters;
  for (const uint32_t c : code_points(text)) {
    if (is_low(c)) continue;
    const Letter letter = letter_of(c);
    Expected e;
    e.base = letter.base;
    e.mark = mark_of(c);
    e.is_short = kShort.find(letter.base) != std::string_view::npos && letter.base != 0 &&
                 letter.accent != Accent::shape;
    e.is_capital = letter.base >= 'A' && letter.base <= 'Z';
    e.width = std::string_view("iIlj1").find(letter.base) != std::string_view::npos && letter.base != 0 ? 0.22
              : std::string_view("tfr").find(letter.base) != std::string_view::npos && letter.base != 0 ? 0.38
              : std::string_view("mwMW").find(letter.base) != std::string_view::npos && letter.base != 0
                  ? 0.95
              : e.is_capital ? 0.75
                             : 0.6;
    letters.push_back(e);
  }
  return letters;
}

// How many letters each body has, by their widths; empty if there are fewer letters than bodies.
std::vector<size_t> letters_in(const std::vector<Body>& bodies, const std::vector<Expected>& letters,
                               double height) {
  constexpr size_t kMost = 4;  // that touch each other
  constexpr double kTouching = 0.1, kNever = 1e9;
  const size_t rows = bodies.size() + 1, columns = letters.size() + 1;
  std::vector<double> cost(rows * columns, kNever);
  std::vector<size_t> taken(rows * columns, 0);
  cost[0] = 0;
  for (size_t i = 1; i < rows; ++i)
    for (size_t j = 1; j < columns; ++j) {
      double width = 0;
      for (size_t k = 1; k <= std::min(kMost, j); ++k) {
        width += letters[j - k].width;
        const double way = cost[(i - 1) * columns + j - k] +
                           std::abs(bodies[i - 1].ink.width() / height - width) +
                           kTouching * static_cast<double>(k - 1);
        if (way < cost[i * columns + j]) cost[i * columns + j] = way, taken[i * columns + j] = k;
      }
    }
  std::vector<size_t> counts(bodies.size());
  size_t j = letters.size();
  for (size_t i = bodies.size(); i > 0; --i) {
    if (cost[i * columns + j] >= kNever) return {};
    counts[i - 1] = taken[i * columns + j];
    j -= counts[i - 1];
  }
  return counts;
}

// One body for each letter: what touches is parted where the letters' widths say. Empty if that cannot be.
std::vector<Body> parted(const std::vector<Body>& bodies, const std::vector<Expected>& letters,
                         double height) {
  const std::vector<size_t> counts = letters_in(bodies, letters, height);
  std::vector<Body> each;
  for (size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 1) {
      each.push_back(bodies[i]);
      continue;
    }
    const auto first = letters.begin() + static_cast<ptrdiff_t>(each.size()),
               last = first + static_cast<ptrdiff_t>(counts[i]);
    double all = 0, before = 0;
    for (auto letter = first; letter != last; ++letter) all += letter->width;
    const bool has_tall = std::any_of(first, last, [](const Expected& e) { return !e.is_short; });
    for (auto letter = first; letter != last; ++letter) {
      Body part{bodies[i].ink, {}, has_tall};
      part.ink.x0 = bodies[i].ink.x0 + static_cast<int>(bodies[i].ink.width() * before / all);
      before += letter->width;
      part.ink.x1 = bodies[i].ink.x0 + static_cast<int>(bodies[i].ink.width() * before / all);
      for (const Component& mark : bodies[i].marks)
        if (mark.cx() >= part.ink.x0 && (mark.cx() < part.ink.x1 || letter + 1 == last))
          part.marks.push_back(mark);
      each.push_back(std::move(part));
    }
  }
  return each;
}

int middle(std::vector<int> values) {
  if (values.empty()) return 0;
  std::nth_element(values.begin(), values.begin() + static_cast<ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

// How high above its like a letter reaches, in pixels; like ones are the short or the capital letters without
// marks.
int rise(const std::vector<Body>& bodies, const std::vector<Expected>& letters, size_t at) {
  std::vector<int> tops;
  for (size_t i = 0; i < bodies.size(); ++i)
    if (letters[i].mark == Mark::none && !bodies[i].hides_tops &&
        letters[i].is_short == letters[at].is_short && letters[i].is_capital == letters[at].is_capital)
      tops.push_back(bodies[i].ink.y0);
  return tops.empty() ? 0 : middle(tops) - bodies[at].ink.y0;
}

bool is_one_of(char base, std::string_view letters) {
  return base != 0 && letters.find(base) != std::string_view::npos;
}

// Whether a letter that is the same, small and capital, but for its size has the size of what it was read as:
// an x's height or more, and for a p whether it hangs below the line.
bool has_its_size(const std::vector<Body>& bodies, const std::vector<Expected>& letters, size_t at,
                  double height) {
  constexpr double kCapital = 1.2;  // of an x's height
  constexpr double kHangs = 0.1;    // of a capital's height
  const bool hangs = is_one_of(letters[at].base, "pP");
  if (bodies[at].hides_tops || (!hangs && !is_one_of(letters[at].base, "cosuvwxzCOSUVWXZ"))) return true;
  if (letters[at].mark != Mark::none && !bodies[at].is_marked()) return true;  // its mark touches it
  std::vector<int> heights, feet;
  for (size_t i = 0; i < bodies.size(); ++i) {
    if (i == at || bodies[i].hides_tops || is_one_of(letters[i].base, "gpqyjQJ")) continue;
    feet.push_back(bodies[i].ink.y1);
    if (letters[i].is_short && letters[i].mark == Mark::none) heights.push_back(bodies[i].ink.height());
  }
  if (hangs && !feet.empty())
    return (bodies[at].ink.y1 - middle(feet) >= kHangs * height) == (letters[at].base == 'p');
  if (hangs || heights.empty()) return true;
  return (bodies[at].ink.height() >= kCapital * middle(heights)) == letters[at].is_capital;
}

// The letter of `letters` that is `base` with such marks above; 0 if there is none, or more than one.
uint32_t marked_letter(uint32_t plain, const std::vector<Component>& marks, double letter,
                       std::string_view letters) {
  const bool is_capital = plain >= 'A' && plain <= 'Z';
  const uint32_t small = is_capital ? plain + 0x20 : plain;
  uint32_t found = 0;
  for (const uint32_t c : code_points(letters)) {
    const Mark mark = mark_of(c);
    if (static_cast<uint32_t>(letter_of(c).base) != small || mark == Mark::none) continue;
    if (!is_as_wide_as(marks, mark, letter) ||
        (mark == Mark::narrow && is_as_wide_as(marks, Mark::dot, letter)))
      continue;
    const bool has_two = std::string_view("äëïöüÿ").find(to_utf8({c})) != std::string_view::npos;
    if (mark == Mark::wide && has_two != (marks.size() == 2)) continue;
    if (found != 0) return 0;
    found = c;
  }
  if (found == 0 || !is_capital) return found;
  return code_points(to_upper_latin(to_utf8({found}))).front();
}

}  // namespace

std::string with_marks_of_ink(const std::vector<Component>& pieces, const std::string& text,
                              std::string_view letters) {
  const double height = letter_height(pieces);
  const std::vector<Expected> expected = expected_of(text);
  const std::vector<Body> bodies = parted(bodies_of(pieces, height), expected, height);
  if (bodies.size() != expected.size()) return text;
  std::vector<uint32_t> meant = code_points(text);
  size_t body = 0;
  for (uint32_t& c : meant) {
    if (is_low(c)) continue;
    const size_t at = body++;
    const Letter letter = letter_of(c);
    if (letter.base == 0 || letter.accent == Accent::below || letter.accent == Accent::shape) continue;
    if (!bodies[at].is_marked() || is_as_wide_as(bodies[at].marks, expected[at].mark, height)) continue;
    if (const uint32_t marked =
            marked_letter(static_cast<uint32_t>(letter.base), bodies[at].marks, height, letters))
      c = marked;
  }
  return to_utf8(meant);
}

bool marks_fit(const std::vector<Component>& pieces, std::string_view text) {
  const double letter = letter_height(pieces);
  const std::vector<Expected> letters = expected_of(text);
  const std::vector<Body> bodies = parted(bodies_of(pieces, letter), letters, letter);
  if (bodies.size() != letters.size()) return false;  // some are broken: which mark is whose?
  for (size_t i = 0; i < bodies.size(); ++i) {
    const bool may_touch = (letters[i].is_short || letters[i].is_capital) && !bodies[i].hides_tops;
    const bool touches = may_touch && rise(bodies, letters, i) >= kRise * letter;
    if (!has_its_size(bodies, letters, i, letter)) return false;
    const Mark mark = letters[i].mark;
    if (bodies[i].is_marked() ? !is_as_wide_as(bodies[i].marks, mark, letter)
                              : touches != (mark != Mark::none))
      return false;
  }
  return true;
}

}  // namespace mailroom::ocr::reader
