#include "ocr/reader/first_sight.h"

#include "ocr/reader/contradiction.h"

namespace mailroom::ocr::reader {
namespace {

constexpr long kTelling = 400;  // quarter pixels in which two differ: a line or two of print
constexpr double kClear = 0.5;  // of a balance from -1 to 1

// One candidate, with the page as it would lie under that one's blank.
struct Sight {
  const Candidate* candidate = nullptr;
  Homography to_page;
  Bits print, seen, zones;

  Sight(const Candidate& c, const Bits& page)
      : candidate(&c), to_page(at_the_quarter(c.coarse.blank_to_page)), print(c.page->quarter()) {
    seen = sample(page, to_page, 0, 0, print.width(), print.height()).dilated(1);
    zones = quarter_writing_zones(*c.page);
  }
};

// 1: the page shows what this one has and the other has not, and nothing of what only the other has; -1: the
// other way about; 0: there is too little to tell.
double balance(const Sight& one, const Candidate& other) {
  const Bits print =
      sample(other.page->quarter(), at_the_quarter(other.coarse.blank_to_page).inverse() * one.to_page, 0, 0,
             one.print.width(), one.print.height());
  const Bits own = Bits(one.print).remove(print.dilated(1)).remove(one.zones),
             others = Bits(print).remove(one.print.dilated(1)).remove(one.zones);
  const long in_own = own.count(), in_others = others.count();
  if (in_own + in_others < kTelling) return 0;
  const long own_seen = (Bits(own) &= one.seen).count(), others_seen = (Bits(others) &= one.seen).count();
  return static_cast<double>((2 * own_seen - in_own) - (2 * others_seen - in_others)) /
         static_cast<double>(in_own + in_others);
}

}  // namespace

void rule_out_at_first_sight(Candidates& candidates) {
  if (candidates.found.size() < 2) return;
  const Bits& page = candidates.upright.quarter;
  std::vector<Candidate> left{candidates.found.front()};
  Sight champion(candidates.found.front(), page);
  for (size_t i = 1; i < candidates.found.size(); ++i) {
    const Candidate& rival = candidates.found[i];
    const double won = balance(champion, rival);
    if (won >= kClear) continue;
    if (won <= -kClear) {
      std::erase_if(left, [&](const Candidate& c) { return c.page == champion.candidate->page; });
      champion = Sight(rival, page);
    }
    left.push_back(rival);
  }
  candidates.found = std::move(left);
}

}  // namespace mailroom::ocr::reader
