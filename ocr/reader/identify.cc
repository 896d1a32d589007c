#include "ocr/reader/identify.h"

#include <algorithm>
#include <cmath>

#include "ocr/reader/candidates.h"
#include "ocr/reader/contradiction.h"
#include "ocr/reader/duel.h"
#include "ocr/reader/first_sight.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kBlankPage = 0.0005;  // share of dark pixels: specks
constexpr double kFineAgreement = 0.33;
constexpr long kTellingPixels = 10;  // a 0 and a 5 of a small code differ by 15
constexpr long kSomePixels = 16;     // two digits of a small year differ by that much
constexpr long kManyPixels = 120;    // with fewer, more of them must speak one way
constexpr double kClearBalance = 0.2, kClearWithSome = 0.45, kClearWithFew = 0.75;
constexpr double kLiesBetter = 0.03;   // of agreement: a sister that far ahead shows where the page lies
constexpr double kLiesLevel = 0.88;    // agreement of a page that is not tilted
constexpr int kOtherEdition = 6;       // places printed otherwise: a few may be repairs, smears or notes
constexpr double kClearByPrint = 0.4;  // as a duel won by that balance
constexpr double kOwnEdition = 0.5;    // that it is the edition that it looks like after all

// Other typefaces of the same widths stand in the same places: the paper was printed in one of them.
void take_better_setting(Contender& contender, const Bits& page) {
  for (const CompiledPage* setting : contender.page->settings) {
    Contender other{contender.page, contender.page->full(*setting), contender.registration};
    if (duel(contender, other, page, {}).balance < 0) contender = std::move(other);
  }
}

// Editions lie where the one lies that was found best: a duel is about print, not about who lies better.
void lay_like_the_best(std::vector<Contender>& contenders, const Bits& page) {
  const auto best =
      std::ranges::max_element(contenders, {}, [](const Contender& c) { return c.registration.agreement; });
  if (best == contenders.end()) return;
  const Registration there = best->registration;
  for (Contender& c : contenders) {
    if (c.registration.agreement > there.agreement - kLiesBetter) continue;
    auto again = register_finely(*c.page, c.blank, page, there);
    if (again && again->agreement > c.registration.agreement) c.registration = std::move(*again);
  }
}

// Those whose print is on the page, at full resolution.
std::vector<Contender> contenders_of(const Candidates& candidates) {
  const Bits& page = candidates.upright.full;
  std::vector<Contender> contenders;
  for (const Candidate& c : candidates.found) {
    Contender contender{c.page, c.page->full(), {}};
    auto fine = register_finely(*c.page, contender.blank, page, c.coarse);
    if (!fine || fine->agreement < kFineAgreement) continue;
    contender.registration = std::move(*fine);
    contenders.push_back(std::move(contender));
  }
  lay_like_the_best(contenders, page);
  for (Contender& contender : contenders) take_better_setting(contender, page);
  return contenders;
}

struct Verdict {
  size_t champion;
  double clear;                    // how clearly it won
  std::vector<size_t> equals;      // that the duels could not tell from it
  bool other_edition = false;      // the page contradicts the champion, too
  bool equals_print_alike = true;  // the equals, but for a few pixels
  explicit Verdict(size_t first = 0, double clearly = 1) : champion(first), clear(clearly) {}
  bool is_clear() const { return equals.empty() && !other_edition; }
};

// How clearly the first of two won, below 0 if the second did; 0 if the page does not tell.
double clear_win(const DuelResult& d) {
  const double needed = d.differing < kSomePixels   ? kClearWithFew
                        : d.differing < kManyPixels ? kClearWithSome
                                                    : kClearBalance;
  return d.differing < kTellingPixels || std::abs(d.balance) < needed ? 0 : d.balance;
}

// The champion meets each rival that fits about as well, and then the page itself. What lies in `holes` says
// nothing.
Verdict tournament(const std::vector<Contender>& contenders, const Bits& page,
                   const std::vector<Hole>& holes) {
  Verdict verdict;
  const auto meet = [&](size_t rival) {
    return duel(contenders[verdict.champion], contenders[rival], page, holes);
  };
  const auto note = [&](size_t rival, const DuelResult& met) {
    if (const double win = clear_win(met); win > 0) {
      verdict.clear = std::min(verdict.clear, win);
    } else {
      verdict.equals.push_back(rival);
      verdict.equals_print_alike = verdict.equals_print_alike && met.differing < kManyPixels;
    }
  };
  for (size_t i = 1; i < contenders.size(); ++i) {
    const DuelResult met = meet(i);
    const double win = clear_win(met);
    if (win >= 0) {
      note(i, met);
      continue;
    }
    // Whom the old champion beat the new one beats as well; whom he did not it must meet.
    const std::vector<size_t> unbeaten = std::move(verdict.equals);
    verdict = Verdict(i, -win);
    for (const size_t rival : unbeaten) note(rival, meet(rival));
  }
  const Contender& champion = contenders[verdict.champion];
  verdict.other_edition = verdict.equals.empty() && contradicts(page, *champion.page, champion.blank,
                                                                champion.registration, holes, kOtherEdition);
  return verdict;
}

// The one that the page does not contradict while it contradicts all others.
std::optional<size_t> only_one_uncontradicted(const std::vector<Contender>& contenders, const Bits& page,
                                              const std::vector<Hole>& holes) {
  std::optional<size_t> found;
  for (size_t i = 0; i < contenders.size(); ++i) {
    const Contender& c = contenders[i];
    if (contradicts(page, *c.page, c.blank, c.registration, holes, 1)) continue;
    if (found) return std::nullopt;
    found = i;
  }
  return found;
}

std::vector<Hole> holes_through(const Contender& c, const Bits& page) {
  return punched(c.blank, as_the_blank_lies(page, c.registration, c.blank.width(), c.blank.height()),
                 c.registration.blank_to_page);
}

enum class Look {
  nothing,  // none of the candidates is really there
  unsure,   // another look may tell more
  settled   // which one it is, or that none can tell
};

Look decide(Candidates candidates, Identification& result) {
  rule_out_at_first_sight(candidates);
  std::vector<Contender> contenders = contenders_of(candidates);
  if (contenders.empty()) return Look::nothing;
  const Bits& page = candidates.upright.full;
  Verdict verdict = tournament(contenders, page, {});
  if (!verdict.is_clear()) {
    // A file's holes are sought only where they may be what speaks against it.
    const std::vector<Hole> holes = holes_through(contenders[verdict.champion], page);
    if (!holes.empty()) verdict = tournament(contenders, page, holes);
    if (!verdict.is_clear() && contenders.size() > 1)
      if (const auto only = only_one_uncontradicted(contenders, page, holes))
        verdict = Verdict(*only, kClearByPrint);
  }
  Contender& champion = contenders[verdict.champion];
  result.rotation = candidates.rotation;
  if (verdict.other_edition) {
    result.candidates = {{champion.page, kOwnEdition}};
    result.why = "the page is printed otherwise than form '" + champion.page->form->id +
                 "', which it looks like: it may be another edition";
  } else if (!verdict.equals.empty()) {
    const double share = 1.0 / static_cast<double>(verdict.equals.size() + 1);
    result.candidates.emplace_back(champion.page, share);
    for (const size_t i : verdict.equals) result.candidates.emplace_back(contenders[i].page, share);
    result.why = "the page fits several forms equally well";
  } else {
    const double clear = std::min(verdict.clear, champion.registration.agreement);
    result.page = champion.page;
    result.confidence = std::min(0.9999, 1 - std::exp(-12 * clear));
  }
  result.upright = std::move(candidates.upright);
  result.registration = std::move(champion.registration);
  result.print = std::move(champion.blank);
  const bool all_alike = !verdict.equals.empty() && verdict.equals_print_alike;
  return result.page != nullptr || all_alike ? Look::settled : Look::unsure;
}

}  // namespace

Identification identify(const std::vector<const TemplatePage*>& templates, InkPage page) {
  Identification result;
  if (page.ink < kBlankPage) {
    result.why = "the page is blank";
    result.upright = std::move(page);
    return result;
  }
  Look look = decide(level_candidates(templates, page, false), result);
  if (look == Look::nothing) look = decide(level_candidates(templates, page, true), result);
  if (look == Look::settled || (look == Look::unsure && result.registration.agreement > kLiesLevel))
    return result;
  // What lies tilted may look like another edition, or like none, where it is taken to lie level.
  Identification tilted;
  const Look again = decide(tilted_candidates(templates, page), tilted);
  if (look == Look::unsure)
    return again == Look::settled && tilted.page != nullptr ? std::move(tilted) : std::move(result);
  if (again != Look::nothing) return tilted;
  result.why = "the page is like none of the forms known here";
  result.upright = std::move(page);
  return result;
}

}  // namespace mailroom::ocr::reader
