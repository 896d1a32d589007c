#include "ocr/reader/candidates.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "ocr/reader/skew.h"

namespace mailroom::ocr::reader {
namespace {

constexpr size_t kBySignature = 64, kByDensity = 12, kByLandmarks = 200, kSisters = 12;
constexpr int kSightedClearly = 40;      // landmarks that agree; of other forms hardly half as many do
constexpr double kLookAlike = 0.04;      // of likeness: all that are so near the best are looked at
constexpr int kReach = 9;                // quarter pixels around the guess
constexpr double kFaintLikeness = 0.15;  // less and there is nothing to register
constexpr double kFoundWell = 0.55, kLikenessMargin = 0.15, kSisterMargin = 0.25;
constexpr double kCoarseAgreement = 0.30;  // less is some other page
constexpr double kRivalMargin = 0.12;      // of agreement: what is further behind is no rival

// The page at the quarter scale as it would be after turning it, and made level.
struct View {
  int degrees = 0;
  Bits turned, level;
  Homography to_turned;  // from `level`
};

View view_of(const Bits& quarter, int degrees) {
  View view;
  view.degrees = degrees;
  view.turned = degrees == 0 ? quarter : Bits::from_pix(*turned(quarter.to_pix(), degrees));
  const double angle = skew(view.turned);
  const double x = view.turned.width() / 2.0, y = view.turned.height() / 2.0;
  view.to_turned = Homography::shift(x, y) * Homography::rotation(angle) * Homography::shift(-x, -y);
  view.level = angle == 0
                   ? view.turned
                   : sample(view.turned, view.to_turned, 0, 0, view.turned.width(), view.turned.height());
  return view;
}

// The same, upside down.
View flipped(const View& view) {
  View down;
  down.degrees = view.degrees + 180;
  down.turned = Bits::from_pix(*turned(view.turned.to_pix(), 180));
  down.to_turned = view.to_turned;
  return down;
}

struct Likely {
  const TemplatePage* page = nullptr;
  const View* view = nullptr;
  Likeness likeness;
};

// The templates most like the page, the likeliest first.
std::vector<Likely> most_alike(const std::vector<const TemplatePage*>& templates, const View& up,
                               const View& down) {
  const Signature s = signature(up.level);
  const SoughtSignature sought(s), sought_down(s.upside_down());
  std::vector<Likely> found;
  found.reserve(2 * templates.size());
  for (const TemplatePage* page : templates) {
    found.push_back({page, &up, sought.compare(page->signature())});
    found.push_back({page, &down, sought_down.compare(page->signature())});
  }
  const auto keep = [&](size_t most) {
    most = std::min(most, found.size());
    std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(most), found.end(),
                      [](const Likely& a, const Likely& b) { return a.likeness.score > b.likeness.score; });
    found.resize(most);
  };
  keep(kBySignature);
  const Density d = density(up.level), d_down = d.upside_down();
  for (Likely& c : found) c.likeness = compare(c.page->density(), c.view == &up ? d : d_down, c.likeness);
  keep(found.size());
  // A family of forms that differ by a printed code may be larger than any fixed number.
  const double near = found.empty() ? 0 : found.front().likeness.score - kLookAlike;
  while (found.size() > kByDensity && found.back().likeness.score < near) found.pop_back();
  return found;
}

// Leaves the best and its rivals.
void keep_rivals(std::vector<Candidate>& found) {
  double best = 0;
  for (const Candidate& c : found) best = std::max(best, c.coarse.agreement);
  std::erase_if(found, [&](const Candidate& c) {
    return c.coarse.agreement < std::max(kCoarseAgreement, best - kRivalMargin);
  });
  std::sort(found.begin(), found.end(),
            [](const Candidate& a, const Candidate& b) { return a.coarse.agreement > b.coarse.agreement; });
}

// Templates by what their landmarks have in common with these, the likeliest first.
std::vector<const TemplatePage*> most_in_common(const std::vector<Landmark>& seen,
                                                const std::vector<const TemplatePage*>& templates,
                                                size_t most) {
  std::vector<std::span<const Landmark>> of_templates;
  for (const TemplatePage* t : templates) of_templates.push_back(t->landmarks());
  const std::vector<double> likeness = likenesses(seen, of_templates);
  std::vector<size_t> order(templates.size());
  std::iota(order.begin(), order.end(), size_t{0});
  most = std::min(most, order.size());
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(most), order.end(),
                    [&](size_t a, size_t b) { return likeness[a] > likeness[b]; });
  std::vector<const TemplatePage*> likely;
  for (size_t i = 0; i < most; ++i) likely.push_back(templates[order[i]]);
  return likely;
}

// Degrees clockwise that bring what the map shows upright: a multiple of 90.
int upright_turn(const Homography& to_page, const CompiledPage& blank) {
  const Point middle{blank.quarter_width / 2.0, blank.quarter_height / 2.0};
  const Point here = to_page(middle), right = to_page({middle.x + 10, middle.y});
  const double clockwise = std::atan2(right.y - here.y, right.x - here.x) * 180 / M_PI;
  return static_cast<int>(std::lround(-clockwise / 90) * 90 + 360) % 360;
}

// An edition lies where its sister was found, wherever its own likeness led.
void add_sisters(const std::vector<const Likely*>& lost, double least_likeness, const Homography& sister,
                 Candidates& result) {
  const Homography guess = Homography::scale(0.25, 0.25) * sister * Homography::scale(4, 4);
  for (const Likely* likely : lost) {
    if (likely->likeness.score < least_likeness || likely->view->degrees != result.rotation) continue;
    const auto coarse = register_coarsely(*likely->page, likely->view->turned, guess, kReach);
    if (coarse && coarse->agreement >= kCoarseAgreement) result.found.push_back({likely->page, *coarse});
  }
}

}  // namespace

Candidates level_candidates(const std::vector<const TemplatePage*>& templates, const InkPage& page,
                            bool on_a_side) {
  const View up = view_of(page.quarter, on_a_side ? 90 : 0), down = flipped(up);
  Candidates result;
  double best = 0, best_likeness = 0;
  Homography best_map;
  const std::vector<Likely> likely_ones = most_alike(templates, up, down);
  std::vector<const Likely*> lost;
  for (const Likely& likely : likely_ones) {
    const double score = likely.likeness.score;
    if (score < kFaintLikeness) break;
    // One that is found well leaves no room for those that look less like the page.
    if (best > kFoundWell && score < best_likeness - kLikenessMargin) {
      lost.push_back(&likely);
      continue;
    }
    const Homography guess = likely.view->to_turned * Homography::shift(likely.likeness.dx * kSignatureCell,
                                                                        likely.likeness.dy * kSignatureCell);
    const auto coarse = register_coarsely(*likely.page, likely.view->turned, guess, kReach);
    if (!coarse || coarse->agreement < kCoarseAgreement) {
      lost.push_back(&likely);
      continue;
    }
    if (coarse->agreement > best) {
      best = coarse->agreement, best_likeness = score, best_map = coarse->blank_to_page;
      if (result.rotation != likely.view->degrees) result.found.clear();
      result.rotation = likely.view->degrees;
    }
    if (result.rotation == likely.view->degrees) result.found.push_back({likely.page, *coarse});
  }
  if (best > kFoundWell) add_sisters(lost, best_likeness - kSisterMargin, best_map, result);
  keep_rivals(result.found);
  if (!result.found.empty()) result.upright = turned(page, result.rotation);
  return result;
}

Candidates tilted_candidates(const std::vector<const TemplatePage*>& templates, const InkPage& page) {
  const std::vector<Landmark> seen = landmarks(page.full, kPageLandmarks);
  std::vector<std::pair<const TemplatePage*, Sighting>> sighted;
  // True if it is there without a doubt.
  const auto look_for = [&](const TemplatePage* t) {
    const bool known =
        std::any_of(sighted.begin(), sighted.end(), [&](const auto& s) { return s.first == t; });
    const Sighting s = known ? Sighting() : sight(t->landmarks(), seen);
    if (s.agreeing > 0) sighted.emplace_back(t, s);
    return s.agreeing >= kSightedClearly;
  };
  for (const TemplatePage* t : most_in_common(seen, templates, kByLandmarks)) {
    if (!look_for(t)) continue;
    const std::vector<Landmark> its(t->landmarks().begin(), t->landmarks().end());
    for (const TemplatePage* sister : most_in_common(its, templates, kSisters)) look_for(sister);
    break;
  }
  std::sort(sighted.begin(), sighted.end(),
            [](const auto& a, const auto& b) { return a.second.agreeing > b.second.agreeing; });
  Candidates result;
  if (sighted.empty()) return result;
  // The page is laid flat as the best sighting has it; where the others are follows from there.
  const auto& [first, sighting] = sighted.front();
  result.rotation = upright_turn(sighting.to_page, *first->page);
  const InkPage upright = turned(page, result.rotation);
  const Homography down = Homography::scale(0.25, 0.25), up = Homography::scale(4, 4);
  const Homography turn =
      turned_to_original(result.rotation, page.full.width(), page.full.height()).inverse();
  result.upright =
      flattened(upright, turn * up * sighting.to_page * down, first->page->width, first->page->height);
  const Homography to_flat = sighting.to_page.inverse();
  for (const auto& [t, s] : sighted)
    if (const auto coarse = register_coarsely(*t, result.upright.quarter, to_flat * s.to_page, kReach))
      result.found.push_back({t, *coarse});
  keep_rivals(result.found);
  return result;
}

}  // namespace mailroom::ocr::reader
