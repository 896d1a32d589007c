#include "ocr/reader/word_lines.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace mailroom::ocr::reader {
namespace {

constexpr double kCellGap = 1.1;  // of the letters' height: a wider gap ends a cell
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

// The slope at which most words stand level with others: of a page of columns, whose lines are short runs far
// apart. 0 if no other is clearly better.
double slope_of_columns(const std::vector<Word>& words) {
  constexpr double kSteepest = 0.04, kStep = 0.001, kBin = 2;  // points: a bin of heights
  constexpr double kClearly = 1.15;
  const auto evenness = [&](double slope) {
    std::map<int, int> levels;
    for (const Word& word : words)
      ++levels[static_cast<int>(std::floor((middle(word) - slope * word.zone.x0) / kBin))];
    double sum = 0;
    for (const auto& [level, count] : levels) sum += static_cast<double>(count) * count;
    return sum;
  };
  const double as_it_is = evenness(0);
  double best = 0, most = kClearly * as_it_is;
  for (double slope = -kSteepest; slope <= kSteepest; slope += kStep) {
    const double sum = evenness(slope);
    if (sum > most) best = slope, most = sum;
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
  if (slopes.size() < kLeastRuns) return slope_of_columns(words);
  const auto half = slopes.begin() + static_cast<std::ptrdiff_t>(slopes.size() / 2);
  std::nth_element(slopes.begin(), half, slopes.end());
  return std::abs(*half) > kMostSlope || std::abs(*half) < kLevel ? 0 : *half;
}

}  // namespace

double height_of(const Word& word) {
  return std::max(4.0, word.zone.height());
}

bool is_gap(const Word& left, const Word& right) {
  return right.zone.x0 - left.zone.x1 > kCellGap * std::min(height_of(left), height_of(right));
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
  const double slope = slope_of(words);
  const auto level = [&](const Word* w) { return middle(*w) - slope * w->zone.x0; };
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
