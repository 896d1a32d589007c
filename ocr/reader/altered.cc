#include "ocr/reader/altered.h"

#include <algorithm>
#include <cmath>

#include "ocr/reader/scribbled.h"

namespace mailroom::ocr::reader {
namespace {

// Logarithms of odds, set on specimens (docs/accuracy.md): of a thousand plain entries four or five are above
// the upper bound and some twenty more above the lower one.
constexpr double kFound = -1.0, kPerhaps = -2.0;
constexpr double kUsual = -8;     // what most entries of most pages are below
constexpr double kExcused = 0.3;  // of what a page's entries are above that
constexpr double kMost = 0.4;     // of a page's entries say what is usual on it
constexpr size_t kEnough = 4;     // entries that say anything of the page

double usual_on_page(std::vector<double> odds) {
  std::erase_if(odds, [](double entry) { return !std::isfinite(entry); });  // nothing is written there
  if (odds.size() < kEnough) return kUsual;
  const auto at = odds.begin() + static_cast<ptrdiff_t>(kMost * static_cast<double>(odds.size() - 1));
  std::nth_element(odds.begin(), at, odds.end());
  return std::max(kUsual, *at);
}

// The means over all steps of the page's lines.
std::vector<float> usual_strokes(const std::vector<std::span<const LineStrokes>>& page) {
  std::vector<float> sums(kStrokeTraits);
  size_t numbers = 0;
  for (const auto& entry : page)
    for (const LineStrokes& line : entry) {
      for (size_t i = 0; i < line.traits.size(); ++i) sums[i % kStrokeTraits] += line.traits[i];
      numbers += line.traits.size();
    }
  const float steps = static_cast<float>(std::max<size_t>(numbers, kStrokeTraits)) / kStrokeTraits;
  for (float& sum : sums) sum /= steps;
  return sums;
}

// Labels of the line's pieces where a step by itself makes an entry altered.
void add_altered_pieces(const LineStrokes& line, const std::vector<float>& odds, std::vector<int>& pieces) {
  const int steps = static_cast<int>(odds.size());
  const auto step_at = [&](double column) {
    return static_cast<int>(std::floor((column - line.left) * line.scale / kStepColumns));
  };
  for (const Component& c : line.line) {
    // Cells of a comb are struck out together.
    const int first = line.scale > 0 ? std::max(0, step_at(c.x0)) : 0,
              last = line.scale > 0 ? std::min(steps - 1, step_at(c.x1 - 1)) : steps - 1;
    for (int step = first; step <= last; ++step) {
      if (odds[static_cast<size_t>(step)] <= kFound) continue;
      pieces.push_back(c.label);
      break;
    }
  }
}

// A dense scribble over small bold type leaves no strokes for the net to know. Its pieces tell: with the
// net's doubt, or so dark that no letters are.
void add_scribbled(const std::vector<std::span<const LineStrokes>>& page, std::vector<JudgedEntry>& judged) {
  std::vector<std::vector<Component>> pieces(page.size());
  for (size_t i = 0; i < page.size(); ++i)
    for (const LineStrokes& line : page[i])
      pieces[i].insert(pieces[i].end(), line.line.begin(), line.line.end());
  const std::vector<ScribbledEntry> told = scribbled(pieces);
  for (size_t i = 0; i < page.size(); ++i) {
    const double needed = judged[i].alteration == Alteration::perhaps ? kDarkerThanLetters : kDarkerThanAny;
    if (judged[i].alteration == Alteration::found || told[i].darkness <= needed) continue;
    judged[i].alteration = Alteration::found;
    judged[i].pieces.insert(judged[i].pieces.end(), told[i].pieces.begin(), told[i].pieces.end());
  }
}

}  // namespace

std::vector<JudgedEntry> judge_alterations(const LineNet& net,
                                           const std::vector<std::span<const LineStrokes>>& page) {
  const std::vector<float> usual = usual_strokes(page);
  std::vector<JudgedEntry> judged(page.size());
  std::vector<double> odds;
  for (size_t i = 0; i < page.size(); ++i) {
    for (const LineStrokes& line : page[i]) {
      const std::vector<float> steps = net.altered(line.traits, usual);
      if (steps.empty()) continue;
      judged[i].odds = std::max<double>(judged[i].odds, *std::ranges::max_element(steps));
      add_altered_pieces(line, steps, judged[i].pieces);
    }
    odds.push_back(judged[i].odds);
  }
  const std::vector<Alteration> weighed = alterations(odds);
  for (size_t i = 0; i < page.size(); ++i) judged[i].alteration = weighed[i];
  add_scribbled(page, judged);
  return judged;
}

std::vector<Alteration> alterations(const std::vector<double>& odds) {
  const double excused = kExcused * (usual_on_page(odds) - kUsual);
  std::vector<Alteration> all;
  for (const double entry : odds)
    all.push_back(entry - excused > kFound ? Alteration::found
                  : entry > kPerhaps       ? Alteration::perhaps
                                           : Alteration::none);
  return all;
}

}  // namespace mailroom::ocr::reader
