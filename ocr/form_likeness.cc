#include "ocr/form_likeness.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <span>

namespace mailroom::ocr {

namespace {

// Two printings of one master are this exact, in points; a place within it is the same place.
constexpr double kSamePlace = 1.5;
constexpr size_t kFewestWords = 8;
// Beyond so many different words the pages are different pages, not editions of one.
constexpr size_t kMostDifferentWords = 12;
constexpr double kPointsPerInch = 72;

struct Print {
  PageOfForm page;
  std::vector<BlankWord> words;  // outside of fields, sorted by text
};

bool is_in_a_field(const Zone& zone, const PageOfForm& page) {
  const double x = (zone.x0 + zone.x1) / 2, y = (zone.y0 + zone.y1) / 2;
  return std::ranges::any_of(page.form->fields, [&](const Field& field) {
    return field.page == page.page && x >= field.zone.x0 && x <= field.zone.x1 && y >= field.zone.y0 &&
           y <= field.zone.y1;
  });
}

std::vector<Print> prints_of(const std::vector<Form>& forms) {
  std::vector<Print> prints;
  for (const Form& form : forms) {
    for (size_t i = 0; i < form.pages.size(); ++i) {
      Print print{{&form, static_cast<int>(i) + 1}, {}};
      for (const BlankWord& word : form.pages[i].words.list()) {
        if (!is_in_a_field(word.zone, print.page)) print.words.push_back(word);
      }
      std::ranges::sort(print.words, {}, &BlankWord::text);
      if (print.words.size() >= kFewestWords) prints.push_back(std::move(print));
    }
  }
  return prints;
}

bool is_same_place(const Zone& a, const Zone& b) {
  return std::abs(a.x0 - b.x0) <= kSamePlace && std::abs(a.y0 - b.y0) <= kSamePlace;
}

void note(const BlankWord& word, size_t& count, std::vector<BlankWord>& list) {
  if (++count <= kMostDifferences) list.push_back(word);
}

// Words of one text on both pages: each is paired with one at its place.
void compare_run(std::span<const BlankWord> a, std::span<const BlankWord> b, Likeness& likeness) {
  std::vector<bool> taken(b.size(), false);
  for (const BlankWord& word : a) {
    size_t i = 0;
    while (i < b.size() && (taken[i] || !is_same_place(word.zone, b[i].zone))) ++i;
    if (i == b.size()) {
      note(word, likeness.only_on_a, likeness.on_a);
    } else {
      taken[i] = true;
      ++likeness.shared;
    }
  }
  for (size_t i = 0; i < b.size(); ++i) {
    if (!taken[i]) note(b[i], likeness.only_on_b, likeness.on_b);
  }
}

std::span<const BlankWord> run_at(const std::vector<BlankWord>& words, size_t from) {
  size_t end = from;
  while (end < words.size() && words[end].text == words[from].text) ++end;
  return std::span(words).subspan(from, end - from);
}

// None if they differ in too much; given up as soon as that is clear.
std::optional<Likeness> compare(const Print& a, const Print& b) {
  Likeness likeness{a.page, b.page, 0, 0, 0, {}, {}};
  for (size_t i = 0, j = 0; i < a.words.size() || j < b.words.size();) {
    if (likeness.only_on_a + likeness.only_on_b > kMostDifferentWords) return std::nullopt;
    const bool only_a = j == b.words.size() || (i < a.words.size() && a.words[i].text < b.words[j].text);
    const bool only_b = !only_a && (i == a.words.size() || b.words[j].text < a.words[i].text);
    const auto of_a = only_b ? std::span<const BlankWord>() : run_at(a.words, i);
    const auto of_b = only_a ? std::span<const BlankWord>() : run_at(b.words, j);
    compare_run(of_a, of_b, likeness);
    i += of_a.size();
    j += of_b.size();
  }
  const size_t different = likeness.only_on_a + likeness.only_on_b;
  // As many differences as things in common are no likeness, however few they are.
  if (different > kMostDifferentWords || different >= likeness.shared) return std::nullopt;
  return likeness;
}

// --- pictures ---

// What is clearly there on one and not even faintly on the other: a thin rule is grey once it is reduced.
constexpr uint8_t kClear = 144, kFaint = 192;

bool has_ink_near(const Picture& picture, int x, int y, int reach) {
  for (int j = std::max(0, y - reach); j <= std::min(picture.height - 1, y + reach); ++j) {
    for (int i = std::max(0, x - reach); i <= std::min(picture.width - 1, x + reach); ++i) {
      if (*picture.at(i, j) < kFaint) return true;
    }
  }
  return false;
}

// Ink of `a` that `b` has not: its places in points.
void add_missing(const Picture& a, const Picture& b, double dpi, const std::vector<Zone>& ignored,
                 std::vector<Zone>& out) {
  const double point = kPointsPerInch / dpi;
  const int reach = static_cast<int>(std::ceil(kSamePlace / 2 / point));
  for (int y = 0; y < a.height; ++y) {
    for (int x = 0; x < a.width; ++x) {
      if (*a.at(x, y) >= kClear || has_ink_near(b, x, y, reach)) continue;
      const Zone dot{x * point, y * point, (x + 1) * point, (y + 1) * point};
      const bool is_ignored = std::ranges::any_of(ignored, [&](const Zone& zone) {
        return dot.x1 >= zone.x0 && dot.x0 <= zone.x1 && dot.y1 >= zone.y0 && dot.y0 <= zone.y1;
      });
      if (!is_ignored) out.push_back(dot);
    }
  }
}

// Dots within a letter's distance are one difference.
std::vector<Zone> gathered(const std::vector<Zone>& dots) {
  constexpr double kGap = 6;
  std::vector<Zone> boxes;
  for (const Zone& dot : dots) {
    Zone box = dot;
    for (size_t i = 0; i < boxes.size();) {
      const Zone& other = boxes[i];
      const bool is_near = box.x0 - kGap <= other.x1 && other.x0 - kGap <= box.x1 &&
                           box.y0 - kGap <= other.y1 && other.y0 - kGap <= box.y1;
      if (!is_near) {
        ++i;
        continue;
      }
      box = {std::min(box.x0, other.x0), std::min(box.y0, other.y0), std::max(box.x1, other.x1),
             std::max(box.y1, other.y1)};
      boxes.erase(boxes.begin() + static_cast<std::ptrdiff_t>(i));
      i = 0;
    }
    boxes.push_back(box);
  }
  return boxes;
}

std::vector<Zone> zones_of(const PageOfForm& a, const PageOfForm& b) {
  constexpr double kFrame = 3;  // a box's own rule belongs to it
  std::vector<Zone> zones;
  for (const PageOfForm* page : {&a, &b}) {
    for (const Field& field : page->form->fields) {
      const Zone& z = field.zone;
      if (field.page == page->page) {
        zones.push_back({z.x0 - kFrame, z.y0 - kFrame, z.x1 + kFrame, z.y1 + kFrame});
      }
    }
  }
  return zones;
}

}  // namespace

std::vector<Likeness> alike_pages(const std::vector<Form>& forms) {
  const std::vector<Print> prints = prints_of(forms);
  std::vector<Likeness> found;
  for (size_t j = 0; j < prints.size(); ++j) {
    for (size_t i = 0; i < j; ++i) {
      if (prints[i].page.form == prints[j].page.form) continue;
      if (auto likeness = compare(prints[i], prints[j])) found.push_back(std::move(*likeness));
    }
  }
  return found;
}

std::vector<Zone> picture_differences(const Picture& a, const Picture& b, double dpi,
                                      const PageOfForm& page_a, const PageOfForm& page_b) {
  const std::vector<Zone> ignored = zones_of(page_a, page_b);
  std::vector<Zone> dots;
  add_missing(a, b, dpi, ignored, dots);
  add_missing(b, a, dpi, ignored, dots);
  std::vector<Zone> boxes = gathered(dots);
  std::ranges::sort(boxes, std::greater(), [](const Zone& z) { return z.width() * z.height(); });
  return boxes;
}

}  // namespace mailroom::ocr
