#include "ocr/reader/altered.h"

#include <algorithm>
#include <cmath>

namespace mailroom::ocr::reader {
namespace {

// Logarithms of odds, set on specimens (docs/accuracy.md): of a thousand plain entries five are above the
// upper bound and some twenty more above the lower one.
constexpr double kFound = -1.0, kPerhaps = -2.0;
constexpr double kUsual = -8;     // what most entries of most pages are below
constexpr double kExcused = 0.8;  // of what a page's entries are above that
constexpr double kMost = 0.6;     // of a page's entries say what is usual on it
constexpr size_t kEnough = 4;     // entries that say anything of the page

double usual_on_page(std::vector<double> odds) {
  std::erase_if(odds, [](double entry) { return !std::isfinite(entry); });  // nothing is written there
  if (odds.size() < kEnough) return kUsual;
  const auto at = odds.begin() + static_cast<ptrdiff_t>(kMost * static_cast<double>(odds.size() - 1));
  std::nth_element(odds.begin(), at, odds.end());
  return std::max(kUsual, *at);
}

}  // namespace

AlteredLine altered_in(const LineSteps& steps, const LinePicture& picture,
                       const std::vector<Component>& line) {
  AlteredLine found;
  if (steps.altered.empty()) return found;
  found.odds = *std::ranges::max_element(steps.altered);
  for (const Component& c : line) {
    const auto shows_at = [&](double column) {
      return static_cast<int>(std::floor((column - picture.left) * picture.scale / kStepColumns));
    };
    // Cells of a comb are struck out together.
    const int first = picture.scale > 0 ? std::max(0, shows_at(c.x0)) : 0,
              last = picture.scale > 0 ? std::min(steps.steps - 1, shows_at(c.x1 - 1)) : steps.steps - 1;
    for (int step = first; step <= last; ++step) {
      if (steps.altered[static_cast<size_t>(step)] <= 0) continue;
      found.pieces.push_back(c.label);
      break;
    }
  }
  return found;
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
