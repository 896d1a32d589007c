#include "ocr/reader/text_identify.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace mailroom::ocr::reader {
namespace {

constexpr double kMinCover = 0.5;   // of a blank's words, weighted: less is no candidate
constexpr double kNearBest = 0.15;  // a candidate's cover below the best one's
constexpr size_t kMaxCandidates = 12;
constexpr double kMinFound = 0.85;   // of a blank's letters, in their places: less is another form
constexpr int kMissingCosts = 2;     // a letter that should be there weighs more than one that is
constexpr int kMinLead = 3;          // letters by which the best must lead another edition
constexpr double kNamesCover = 0.9;  // of a form page's field names
constexpr double kSure = 0.9999;

}  // namespace

struct TextIdentifier::Candidate {
  uint32_t page = 0;
  double cover = 0;        // by words
  double names_cover = 0;  // by field names
  Fit fit;
  TextPage::Match match;
  int score = 0;
};

double TextIdentifier::rarity(size_t pages_with_it) const {
  return std::log(1 + static_cast<double>(pages_.size()) / static_cast<double>(pages_with_it));
}

TextIdentifier::TextIdentifier(const std::vector<Form>& forms) {
  const auto post = [](Postings& postings, std::string_view key, uint32_t page) {
    auto& list = postings[key];
    if (list.empty() || list.back() != page) list.push_back(page);
  };
  for (const Form& form : forms) {
    if (form.layout != Form::Layout::fixed) continue;
    for (size_t p = 0; p < form.pages.size(); ++p) {
      const auto index = static_cast<uint32_t>(pages_.size());
      pages_.push_back({&form, static_cast<int>(p) + 1});
      for (const BlankWord& word : form.pages[p].words) post(words_, word.text, index);
      for (const Field& field : form.fields) {
        if (field.page != static_cast<int>(p) + 1 || field.acroform.empty()) continue;
        post(field_names_, field.acroform, index);
      }
    }
  }
  for (const auto& [word, pages] : words_) {
    for (const uint32_t page : pages) pages_[page].weight += rarity(pages.size());
  }
  for (const auto& [name, pages] : field_names_) {
    for (const uint32_t page : pages) ++pages_[page].field_names;
  }
}

std::vector<TextIdentifier::Candidate> TextIdentifier::candidates(
    const OpenedPage& page, const std::vector<const Form*>& among) const {
  std::vector<double> weight(pages_.size(), 0);
  std::vector<int> names(pages_.size(), 0);
  std::set<std::string_view> seen;
  for (const Word& word : page.words) {
    if (!seen.insert(word.text).second) continue;
    const auto at = words_.find(word.text);
    if (at == words_.end()) continue;
    const double gain = rarity(at->second.size());
    for (const uint32_t p : at->second) weight[p] += gain;
  }
  seen.clear();
  for (const Widget& widget : page.widgets) {
    if (!seen.insert(widget.name).second) continue;
    const auto at = field_names_.find(widget.name);
    if (at == field_names_.end()) continue;
    for (const uint32_t p : at->second) ++names[p];
  }
  std::vector<Candidate> found;
  double best = 0;
  for (uint32_t p = 0; p < pages_.size(); ++p) {
    if (!among.empty() && std::find(among.begin(), among.end(), pages_[p].form) == among.end()) continue;
    Candidate c;
    c.page = p;
    c.cover = pages_[p].weight > 0 ? weight[p] / pages_[p].weight : 0;
    c.names_cover = pages_[p].field_names > 0 ? static_cast<double>(names[p]) / pages_[p].field_names : 0;
    // A page that has hardly any words of its own is known by its field names.
    if (c.cover < kMinCover && c.names_cover < kNamesCover) continue;
    best = std::max(best, c.cover);
    found.push_back(std::move(c));
  }
  found.erase(std::remove_if(found.begin(), found.end(),
                             [&](const Candidate& c) { return c.cover < best - kNearBest; }),
              found.end());
  std::sort(found.begin(), found.end(),
            [](const Candidate& a, const Candidate& b) { return a.cover > b.cover; });
  if (found.size() > kMaxCandidates) found.erase(found.begin() + kMaxCandidates, found.end());
  return found;
}

TextPlacement TextIdentifier::identify(const OpenedPage& page, const TextPage& text,
                                       const std::vector<const Form*>& among) const {
  TextPlacement placement;
  std::vector<Candidate> found = candidates(page, among);
  for (Candidate& c : found) {
    const PageOfForm& known = pages_[c.page];
    const FormPage& blank = known.form->pages[static_cast<size_t>(known.page) - 1];
    c.fit = text.fit(page.words, blank);
    c.match = text.match(blank, c.fit);
    c.score = c.match.found - kMissingCosts * c.match.missing;
  }
  const auto is_good = [](const Candidate& c) {
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
