#include "ocr/reader/candidates.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "ocr/reader/skew.h"

namespace mailroom::ocr::reader {
namespace {

constexpr size_t kBySignature = 64, kByDensity = 12, kByLandmarks = 200, kSisters = 12;
constexpr int kSightedClearly = 40;      // landmarks that agree; of other forms hardly half as many do
constexpr int kLooks = 3;                // at a tilted page, each by a sister that fits better
constexpr double kLiesFlat = 0.85;       // agreement that another look would hardly better
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

// The templates most like the page, the likeliest first. `down` may be null.
std::vector<Likely> most_alike(const std::vector<const TemplatePage*>& templates, const View& up,
                               const View* down) {
  const Signature s = signature(up.level);
  const SoughtSignature sought(s), sought_down(s.upside_down());
  std::vector<Likely> found;
  found.reserve(2 * templates.size());
  for (const TemplatePage* page : templates) {
    found.push_back({page, &up, sought.compare(page->signature())});
    if (down != nullptr) found.push_back({page, down, sought_down.compare(page->signature())});
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
  const Homography guess = at_the_quarter(sister);
  for (const Likely* likely : lost) {
    if (likely->likeness.score < least_likeness || likely->view->degrees != result.rotation) continue;
    const auto coarse = register_coarsely(*likely->page, likely->view->turned, guess, kReach);
    if (coarse && coarse->agreement >= kCoarseAgreement) result.found.push_back({likely->page, *coarse});
  }
}

// What the page looks like in one of the views; `upright` is left empty. `down` may be null.
Candidates by_likeness(const std::vector<const TemplatePage*>& templates, const View& up, const View* down) {
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
  return result;
}

// A template found by its landmarks.
struct Found {
  const TemplatePage* page = nullptr;
  Sighting sighting;
  bool is_clear() const { return sighting.agreeing >= kSightedClearly; }
};

// The page set upright and laid flat as the sighting has it; no candidates yet.
Candidates laid_flat(const InkPage& page, const Found& as) {
  Candidates result;
  result.rotation = upright_turn(as.sighting.to_page, *as.page->page);
  const InkPage upright = turned(page, result.rotation);
  const Homography turn =
      turned_to_original(result.rotation, page.full.width(), page.full.height()).inverse();
  result.upright =
      flattened(upright, turn * Homography::scale(4, 4) * as.sighting.to_page * Homography::scale(0.25, 0.25),
                as.page->page->width, as.page->page->height);
  return result;
}

// Laid flat by one edition the page is like any of its sisters as a level page is.
Candidates among_sisters(const std::vector<const TemplatePage*>& templates, const InkPage& page,
                         const Found& by) {
  Candidates result = laid_flat(page, by);
  result.found = by_likeness(templates, view_of(result.upright.quarter, 0), nullptr).found;
  return result;
}

double agreement(const Candidates& candidates) {
  return candidates.found.empty() ? 0 : candidates.found.front().coarse.agreement;
}

// The page laid flat by the first one sighted clearly, or by a sister of which more is seen: one of those
// like the page so laid, or of the next `likely` ones.
Candidates laid_flat_by_the_best(const std::vector<const TemplatePage*>& templates, const InkPage& page,
                                 const std::vector<Landmark>& seen, std::vector<const TemplatePage*> likely,
                                 Found by) {
  likely.resize(std::min(likely.size(), kSisters));
  Candidates result = among_sisters(templates, page, by);
  for (int look = 1; look < kLooks && agreement(result) < kLiesFlat; ++look) {
    for (const Candidate& c : result.found) likely.push_back(c.page);
    const TemplatePage* before = by.page;
    for (const TemplatePage* sister : likely)
      if (const Sighting s = sight(sister->landmarks(), seen); s.agreeing > by.sighting.agreeing)
        by = {sister, s};
    if (by.page == before) break;
    Candidates again = among_sisters(templates, page, by);
    if (agreement(again) <= agreement(result)) break;
    result = std::move(again);
    likely.clear();
  }
  return result;
}

}  // namespace

Candidates level_candidates(const std::vector<const TemplatePage*>& templates, const InkPage& page,
                            bool on_a_side) {
  const View up = view_of(page.quarter, on_a_side ? 90 : 0), down = flipped(up);
  Candidates result = by_likeness(templates, up, &down);
  if (!result.found.empty()) result.upright = turned(page, result.rotation);
  return result;
}

Candidates tilted_candidates(const std::vector<const TemplatePage*>& templates, const InkPage& page) {
  const std::vector<Landmark> seen = landmarks(page.full, kPageLandmarks);
  std::vector<const TemplatePage*> likely = most_in_common(seen, templates, kByLandmarks);
  std::vector<Found> found;  // the last one clearly, if any
  size_t looked_at = 0;
  while (looked_at < likely.size() && (found.empty() || !found.back().is_clear())) {
    const TemplatePage* t = likely[looked_at++];
    if (const Sighting s = sight(t->landmarks(), seen); s.agreeing > 0) found.push_back({t, s});
  }
  if (found.empty()) return {};
  if (found.back().is_clear()) {
    likely.erase(likely.begin(), likely.begin() + static_cast<std::ptrdiff_t>(looked_at));
    Candidates result = laid_flat_by_the_best(templates, page, seen, likely, found.back());
    if (!result.found.empty()) return result;
  }
  // Where the others are follows from how the best one lies.
  const Found& best =
      *std::ranges::max_element(found, {}, [](const Found& f) { return f.sighting.agreeing; });
  Candidates result = laid_flat(page, best);
  const Homography to_flat = best.sighting.to_page.inverse();
  for (const auto& [t, s] : found)
    if (const auto coarse = register_coarsely(*t, result.upright.quarter, to_flat * s.to_page, kReach))
      result.found.push_back({t, *coarse});
  keep_rivals(result.found);
  return result;
}

}  // namespace mailroom::ocr::reader
