#include "ocr/reader/identify.h"

#include <algorithm>
#include <cmath>

#include "ocr/reader/candidates.h"
#include "ocr/reader/duel.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kBlankPage = 0.0005;  // share of dark pixels: specks
constexpr double kFineAgreement = 0.33;
constexpr long kTellingPixels = 16;  // two digits of a small year differ by that much
constexpr long kManyPixels = 120;    // with fewer, more of them must speak one way
constexpr double kClearBalance = 0.2, kClearWithFew = 0.45;

// The champion meets each rival that fits about as well. False if none of them is really there.
bool decide(Candidates candidates, Identification& result) {
  std::optional<Contender> champion;
  std::vector<std::pair<const TemplatePage*, double>> equals;
  double clear = 1;
  const Bits& page = candidates.upright.full;
  for (const Candidate& c : candidates.found) {
    Contender rival{c.page, c.page->full(), {}};
    auto fine = register_finely(*c.page, rival.blank, page, c.coarse);
    if (!fine || fine->agreement < kFineAgreement) continue;
    rival.registration = std::move(*fine);
    if (!champion) {
      champion = std::move(rival);
      continue;
    }
    const DuelResult d = duel(*champion, rival, page);
    const double needed = d.differing < kManyPixels ? kClearWithFew : kClearBalance;
    if (d.differing < kTellingPixels || std::abs(d.balance) < needed) {
      equals.emplace_back(rival.page, 0);
    } else if (d.balance < 0) {
      champion = std::move(rival);
      equals.clear();
      clear = -d.balance;
    } else {
      clear = std::min(clear, d.balance);
    }
  }
  if (!champion) return false;
  result.rotation = candidates.rotation;
  result.upright = std::move(candidates.upright);
  result.registration = std::move(champion->registration);
  result.print = std::move(champion->blank);
  if (equals.empty()) {
    result.page = champion->page;
    result.confidence = std::min(0.9999, 1 - std::exp(-12 * std::min(clear, result.registration.agreement)));
    return true;
  }
  const double share = 1.0 / static_cast<double>(equals.size() + 1);
  for (auto& [template_page, weight] : equals) weight = share;
  equals.emplace(equals.begin(), champion->page, share);
  result.candidates = std::move(equals);
  result.why = "the page fits several forms equally well";
  return true;
}

}  // namespace

Identification identify(const std::vector<const TemplatePage*>& templates, InkPage page) {
  Identification result;
  if (page.ink >= kBlankPage && (decide(level_candidates(templates, page, false), result) ||
                                 decide(level_candidates(templates, page, true), result) ||
                                 decide(tilted_candidates(templates, page), result)))
    return result;
  result.why = page.ink < kBlankPage ? "the page is blank" : "the page is like none of the forms known here";
  result.upright = std::move(page);
  return result;
}

}  // namespace mailroom::ocr::reader
