#include "ocr/reader/identify.h"

#include <algorithm>
#include <cmath>

#include "ocr/reader/duel.h"

namespace mailroom::ocr::reader {
namespace {

constexpr size_t kBySignature = 32, kByDensity = 12;
constexpr double kCoarseAgreement = 0.30;  // less is some other page
constexpr double kFineAgreement = 0.33;
constexpr double kRivalMargin = 0.12;  // agreement within which two templates must fight it out
constexpr long kTellingPixels = 16;    // two digits of a small year differ by that much
constexpr long kManyPixels = 120;      // with fewer, more of them must speak one way
constexpr double kClearBalance = 0.2, kClearWithFew = 0.45;

// A level view of the page at the quarter scale, and the way back to the page.
struct View {
  Bits quarter;
  Homography to_page;
};

View level_view(const Bits& quarter, int degrees) {
  const Homography turn = turned_to_original(degrees, quarter.width(), quarter.height());
  const bool sideways = degrees % 180 != 0;
  const int width = sideways ? quarter.height() : quarter.width(),
            height = sideways ? quarter.width() : quarter.height();
  Bits view = degrees == 0 ? quarter : sample(quarter, turn, 0, 0, width, height);
  const double angle = skew(view);
  const Homography level = Homography::shift(width / 2.0, height / 2.0) * Homography::rotation(angle) *
                           Homography::shift(-width / 2.0, -height / 2.0);
  if (angle != 0) view = sample(view, level, 0, 0, width, height);
  return {std::move(view), turn * level};
}

struct Candidate {
  const TemplatePage* page = nullptr;
  int rotation = 0;
  Likeness likeness;
  const View* view = nullptr;
  bool flipped = false;  // against the view
  std::optional<Registration> coarse;
};

std::vector<Candidate> most_alike(const std::vector<const TemplatePage*>& templates, const View& view,
                                  int degrees) {
  const Signature s = signature(view.quarter), s_down = s.upside_down();
  std::vector<Candidate> found;
  for (const TemplatePage* page : templates) {
    found.push_back({page, degrees, compare(page->signature, s), &view, false, {}});
    found.push_back({page, degrees + 180, compare(page->signature, s_down), &view, true, {}});
  }
  const auto better = [](const Candidate& a, const Candidate& b) {
    return a.likeness.score > b.likeness.score;
  };
  const auto keep = [&](size_t most) {
    most = std::min(most, found.size());
    std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(most), found.end(), better);
    found.resize(most);
  };
  keep(kBySignature);
  const Density d(view.quarter), d_down = d.upside_down();
  for (Candidate& c : found)
    c.likeness = Density(c.page->quarter).compare(c.flipped ? d_down : d, c.likeness);
  keep(kByDensity);
  return found;
}

// The best candidates, registered coarsely; none if nothing on the page is like a template.
std::vector<Candidate> registered(std::vector<Candidate> candidates, const InkPage& page) {
  double best = 0;
  for (Candidate& c : candidates) {
    const Bits& v = c.view->quarter;
    Homography guess = c.view->to_page;
    if (c.flipped) guess = guess * turned_to_original(180, v.width(), v.height());
    guess = guess * Homography::shift(c.likeness.dx * kSignatureCell, c.likeness.dy * kSignatureCell);
    if (c.likeness.score < 0.15) continue;
    c.coarse = register_coarsely(*c.page, page, guess, 9);
    if (c.coarse) best = std::max(best, c.coarse->agreement);
  }
  std::erase_if(candidates, [&](const Candidate& c) {
    return !c.coarse || c.coarse->agreement < std::max(kCoarseAgreement, best - kRivalMargin);
  });
  std::sort(candidates.begin(), candidates.end(),
            [](const Candidate& a, const Candidate& b) { return a.coarse->agreement > b.coarse->agreement; });
  return candidates;
}

}  // namespace

Identification identify(const std::vector<const TemplatePage*>& templates, const InkPage& page) {
  Identification result;
  if (page.ink < 0.0005) {
    result.why = "the page is blank";
    return result;
  }
  const View upright = level_view(page.quarter, 0);
  std::vector<Candidate> candidates = registered(most_alike(templates, upright, 0), page);
  View sideways;
  if (candidates.empty()) {
    sideways = level_view(page.quarter, 90);
    candidates = registered(most_alike(templates, sideways, 90), page);
  }
  // The champion meets each rival that fits about as well.
  std::optional<Contender> champion;
  int rotation = 0;
  std::vector<std::pair<const TemplatePage*, double>> equals;
  double clear = 1;
  for (const Candidate& c : candidates) {
    Contender rival{c.page, c.page->full(), {}};
    auto fine = register_finely(rival.blank, page, *c.coarse);
    if (!fine || fine->agreement < kFineAgreement) continue;
    rival.registration = std::move(*fine);
    if (!champion) {
      champion = std::move(rival), rotation = c.rotation;
      continue;
    }
    const DuelResult d = duel(*champion, rival, page);
    const double needed = d.differing < kManyPixels ? kClearWithFew : kClearBalance;
    if (d.differing < kTellingPixels || std::abs(d.balance) < needed) {
      equals.emplace_back(rival.page, 0);
    } else if (d.balance < 0) {
      champion = std::move(rival), rotation = c.rotation;
      equals.clear();
      clear = -d.balance;
    } else {
      clear = std::min(clear, d.balance);
    }
  }
  if (!champion) {
    result.why = "the page is like none of the forms known here";
    return result;
  }
  result.rotation = rotation % 360;
  result.registration = std::move(champion->registration);
  if (!equals.empty()) {
    const double share = 1.0 / static_cast<double>(equals.size() + 1);
    for (auto& [template_page, weight] : equals) weight = share;
    equals.emplace(equals.begin(), champion->page, share);
    result.candidates = std::move(equals);
    result.why = "the page fits several forms equally well";
    return result;
  }
  result.page = champion->page;
  result.confidence = std::min(0.9999, 1 - std::exp(-12 * std::min(clear, result.registration.agreement)));
  return result;
}

}  // namespace mailroom::ocr::reader
