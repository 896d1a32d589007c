#include "ocr/reader/text_identify.h"

#include <algorithm>
#include <cassert>
#include <set>

namespace mailroom::ocr::reader {
namespace {

constexpr double kMinCover = 0.5;      // of a blank's words, weighted: less is no candidate
constexpr double kNearBest = 0.15;     // a candidate's cover below the best one's
constexpr size_t kMaxCandidates = 12;  // and those that tie with the last
constexpr double kSameCover = 1e-9;    // sums of the same words in another order
constexpr double kMinFound = 0.85;     // of a blank's letters, in their places: less is another form
constexpr int kMissingCosts = 2;       // a letter that should be there weighs more than one that is
constexpr int kMinLead = 3;            // letters by which the best must lead another edition
constexpr double kNamesCover = 0.9;    // of a form page's field names
constexpr double kSure = 0.9999;

}  // namespace

struct TextIdentifier::Candidate {
  uint32_t page = 0;
  double cover = 0;        // by words
  double names_cover = 0;  // by field names
  Fit fit;
  TextPage::Match match;
  int score = 0;
  bool is_looked_at = false;  // the close look was possible
};

TextIdentifier::TextIdentifier(const std::vector<Form>& forms, std::shared_ptr<const PrintIndex> index)
    : index_(std::move(index)) {
  for (const Form& form : forms) {
    if (form.layout != Form::Layout::fixed) continue;
    for (size_t p = 0; p < form.pages.size(); ++p) pages_.push_back({&form, static_cast<int>(p) + 1});
  }
  assert(index_->page_count() == pages_.size());
}

std::vector<TextIdentifier::Candidate> TextIdentifier::candidates(
    const OpenedPage& page, const std::vector<const Form*>& among) const {
  std::vector<double> weight(pages_.size(), 0);
  std::vector<int> names(pages_.size(), 0);
  std::set<std::string_view> seen;
  for (const Word& word : page.words) {
    if (!seen.insert(word.text).second) continue;
    const auto pages = index_->pages_with_word(word.text);
    if (pages.empty()) continue;
    const double gain = index_->rarity(pages.size());
    for (const uint32_t p : pages) weight[p] += gain;
  }
  seen.clear();
  for (const Widget& widget : page.widgets) {
    if (!seen.insert(widget.name).second) continue;
    for (const uint32_t p : index_->pages_with_field(widget.name)) ++names[p];
  }
  std::vector<Candidate> found;
  double best = 0;
  for (uint32_t p = 0; p < pages_.size(); ++p) {
    if (!among.empty() && std::find(among.begin(), among.end(), pages_[p].form) == among.end()) continue;
    Candidate c;
    c.page = p;
    c.cover = index_->weight(p) > 0 ? weight[p] / index_->weight(p) : 0;
    c.names_cover = index_->field_names(p) > 0 ? static_cast<double>(names[p]) / index_->field_names(p) : 0;
    // A page that has hardly any words of its own is known by its field names.
    if (c.cover < kMinCover && c.names_cover < kNamesCover) continue;
    best = std::max(best, c.cover);
    found.push_back(std::move(c));
  }
  found.erase(std::remove_if(found.begin(), found.end(),
                             [&](const Candidate& c) { return c.cover < best - kNearBest; }),
              found.end());
  std::stable_sort(found.begin(), found.end(),
                   [](const Candidate& a, const Candidate& b) { return a.cover > b.cover; });
  // Editions with the same words in other places tie: which of them it is, only the close look can tell.
  size_t kept = std::min(found.size(), kMaxCandidates);
  while (kept > 0 && kept < found.size() && found[kept].cover > found[kept - 1].cover - kSameCover) ++kept;
  found.erase(found.begin() + static_cast<ptrdiff_t>(kept), found.end());
  return found;
}

TextPlacement TextIdentifier::identify(const OpenedPage& page, const TextPage& text,
                                       const std::vector<const Form*>& among) const {
  TextPlacement placement;
  std::vector<Candidate> found = candidates(page, among);
  for (Candidate& c : found) {
    const PageOfForm& known = pages_[c.page];
    const PrintedWords& words = known.form->pages[static_cast<size_t>(known.page) - 1].words;
    const std::vector<BlankWord> print = words.list();
    if (print.empty() && !words.packed().empty()) continue;  // damaged
    c.fit = text.fit(print);
    c.match = text.match(print, c.fit);
    c.score = c.match.found - kMissingCosts * c.match.missing;
    c.is_looked_at = true;
  }
  const auto is_good = [](const Candidate& c) {
    if (!c.is_looked_at) return false;
    const int letters = c.match.found + c.match.missing;
    // A blank without words is known by its names alone.
    return letters == 0 ? c.names_cover >= kNamesCover : c.match.found >= kMinFound * letters;
  };
  found.erase(std::remove_if(found.begin(), found.end(), [&](const Candidate& c) { return !is_good(c); }),
              found.end());
  if (found.empty()) {
    placement.why = "its printed words are those of no known form";
    return placement;
  }
  std::sort(found.begin(), found.end(),
            [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
  Candidate* best = &found[0];
  // Editions that print the same are told apart by their field names, if by anything.
  if (found.size() > 1 && best->score - found[1].score < kMinLead) {
    const auto equal_end = std::find_if(
        found.begin(), found.end(), [&](const Candidate& c) { return best->score - c.score >= kMinLead; });
    std::vector<Candidate*> named;
    for (auto it = found.begin(); it != equal_end; ++it) {
      if (it->names_cover >= kNamesCover) named.push_back(&*it);
    }
    if (named.size() != 1) {
      placement.why = "two forms fit it equally";
      for (auto it = found.begin(); it != equal_end; ++it) {
        placement.candidates.push_back(
            {Value(pages_[it->page].form->id), 1.0 / static_cast<double>(equal_end - found.begin())});
      }
      return placement;
    }
    best = named[0];
  }
  const PageOfForm& known = pages_[best->page];
  placement.form = known.form;
  placement.form_page = known.page;
  const int letters = best->match.found + best->match.missing;
  placement.confidence = letters == 0 ? best->names_cover : kSure * best->match.found / letters;
  // What is missing here and there is print that values ran into; what counts is the lead over all others.
  placement.confidence = std::min(kSure, placement.confidence + (1 - placement.confidence) * 0.99);
  placement.fit = best->fit;
  placement.match = std::move(best->match);
  return placement;
}

}  // namespace mailroom::ocr::reader
