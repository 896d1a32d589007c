#include "ocr/reader/word_lines.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kCellGap = 1.1;  // of the letters' height: a wider gap ends a cell
// Of the letters' pitch: a typewriter's blank is as wide as a letter, and thin letters beside it leave more.
constexpr double kTypedBlank = 1.7;
constexpr size_t kMaxCellWords = 12;

constexpr double kRunWidth = 100;   // points: shorter runs of words do not tell how a line slopes
constexpr size_t kLeastRuns = 3;    // of such
constexpr double kMostSlope = 0.1;  // steeper ones are no lines
constexpr double kLevel = 0.002;    // such a slope moves a whole line by less than a point
constexpr double kWordGap = 1.5;    // heights: words of a run stand no further apart

double middle(const Word& word) {
  return (word.zone.y0 + word.zone.y1) / 2;
}

bool follows(const Word& before, const Word& word) {
  const double height = std::min(height_of(before), height_of(word));
  const double gap = word.zone.x0 - before.zone.x1;
  return gap > -height && gap < kWordGap * height && std::abs(middle(word) - middle(before)) < 0.6 * height;
}

// How a page's lines lie: at `x` a line stands `slope + twist * level` times x lower than at the left edge.
// Lines of a page that was photographed at an angle are not parallel.
struct Lie {
  double slope = 0, twist = 0;
  double level_of(const Word& word) const {
    return (middle(word) - slope * word.zone.x0) / (1 + twist * word.zone.x0);
  }
};

// How many words stand level with others.
double evenness(const std::vector<Word>& words, const Lie& lie) {
  constexpr double kBin = 2;  // points: a bin of heights, each overlapping the next by half
  constexpr size_t kBins = 2048;
  std::vector<int> levels(kBins + 1);
  for (const Word& word : words) {
    const auto level = static_cast<size_t>(std::abs(lie.level_of(word)) / (kBin / 2)) % kBins;
    ++levels[level], ++levels[level + 1];
  }
  double sum = 0;
  for (const int count : levels) sum += static_cast<double>(count) * count;
  return sum;
}

// The likeliest of slopes and twists about this one, which stays if none is clearly better.
Lie most_even(const std::vector<Word>& words, const Lie& otherwise, double steepest, double most_twist) {
  constexpr double kStep = 0.001, kTwistStep = 5e-6, kClearly = 1.05;
  Lie best = otherwise;
  double most = kClearly * evenness(words, otherwise);
  const int slopes = static_cast<int>(steepest / kStep), twists = static_cast<int>(most_twist / kTwistStep);
  for (int s = -slopes; s <= slopes; ++s)
    for (int t = -twists; t <= twists; ++t) {
      const Lie lie{otherwise.slope + s * kStep, t * kTwistStep};
      const double sum = evenness(words, lie);
      if (sum > most) best = lie, most = sum;
    }
  return best;
}

// How far down the lines go for each point to the right: the median over runs of neighbouring words, which
// come in reading order.
double slope_of(const std::vector<Word>& words) {
  std::vector<double> slopes;
  for (size_t begin = 0; begin < words.size();) {
    size_t end = begin + 1;
    while (end < words.size() && follows(words[end - 1], words[end])) ++end;
    const Word &first = words[begin], &last = words[end - 1];
    const double width = last.zone.x0 - first.zone.x0;
    if (width > kRunWidth) slopes.push_back((middle(last) - middle(first)) / width);
    begin = end;
  }
  // A page of columns has short runs far apart.
  constexpr double kSteepest = 0.04;
  if (slopes.size() < kLeastRuns) return most_even(words, {}, kSteepest, 0).slope;
  const auto half = slopes.begin() + static_cast<std::ptrdiff_t>(slopes.size() / 2);
  std::nth_element(slopes.begin(), half, slopes.end());
  return std::abs(*half) > kMostSlope || std::abs(*half) < kLevel ? 0 : *half;
}

Lie lie_of(const std::vector<Word>& words) {
  constexpr double kOtherSlope = 0.02, kMostTwist = 5e-5;  // of a page that is held by hand before a camera
  return most_even(words, {slope_of(words), 0}, kOtherSlope, kMostTwist);
}

}  // namespace

double height_of(const Word& word) {
  return std::max(4.0, word.zone.height());
}

bool is_gap(const Word& left, const Word& right) {
  const size_t letters = length_in_code_points(left.text) + length_in_code_points(right.text);
  const double pitch =
      (left.zone.width() + right.zone.width()) / static_cast<double>(std::max<size_t>(letters, 1));
  const double blank = std::max(kCellGap * std::min(height_of(left), height_of(right)), kTypedBlank * pitch);
  return right.zone.x0 - left.zone.x1 > blank;
}

size_t cell_end(const Line& line, size_t begin) {
  size_t end = begin + 1;
  while (end < line.size() && end - begin < kMaxCellWords && !is_gap(*line[end - 1], *line[end])) ++end;
  return end;
}

Zone zone_of(const Line& line, size_t begin, size_t end) {
  Zone all = line[begin]->zone;
  for (size_t i = begin; i < end; ++i) all = together(all, line[i]->zone);
  return all;
}

Zone together(const Zone& a, const Zone& b) {
  return {std::min(a.x0, b.x0), std::min(a.y0, b.y0), std::max(a.x1, b.x1), std::max(a.y1, b.y1)};
}

std::string text_of(const Line& line, size_t begin, size_t end) {
  std::string out;
  for (size_t i = begin; i < end; ++i) out += (i == begin ? "" : " ") + line[i]->text;
  return out;
}

std::vector<Line> lines_of(const std::vector<Word>& words) {
  const Lie lie = lie_of(words);
  const auto level = [&](const Word* w) { return lie.level_of(*w); };
  Line all;
  for (const Word& word : words) all.push_back(&word);
  std::stable_sort(all.begin(), all.end(), [&](const Word* a, const Word* b) { return level(a) < level(b); });
  std::vector<Line> lines;
  for (const Word* word : all) {
    const bool fits = !lines.empty() && std::abs(level(lines.back().back()) - level(word)) <
                                            0.5 * std::min(height_of(*word), height_of(*lines.back().back()));
    if (!fits) lines.emplace_back();
    lines.back().push_back(word);
  }
  for (Line& line : lines) {
    std::stable_sort(line.begin(), line.end(),
                     [](const Word* a, const Word* b) { return a->zone.x0 < b->zone.x0; });
  }
  return lines;
}

double slope_of_lines(const std::vector<Word>& words) {
  return lie_of(words).slope;
}

std::string text_of(const std::vector<Line>& lines) {
  std::string out;
  for (const Line& line : lines) {
    for (size_t i = 0; i < line.size(); ++i) {
      if (i > 0) out += is_gap(*line[i - 1], *line[i]) ? '\t' : ' ';
      out += line[i]->text;
    }
    out += '\n';
  }
  return out;
}

}  // namespace mailroom::ocr::reader
