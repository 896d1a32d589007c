#include "ocr/batch.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "base/text.h"

namespace mailroom::ocr {
namespace {

constexpr double kBlankInk = 0.002;  // share of dark pixels: dust and a fold's shadow stay below

bool is_blank(const PageReading& page) {
  return page.form.empty() && page.codes.empty() && page.ink < kBlankInk && trim(page.text).empty();
}

}  // namespace

std::vector<int> parts_of_batch(const std::vector<PageReading>& pages) {
  const bool is_batch = std::any_of(pages.begin(), pages.end(),
                                    [](const PageReading& page) { return !page.separator.empty(); });
  std::vector<int> parts(pages.size(), is_batch ? 1 : 0);
  if (!is_batch) return parts;
  int part = 1;
  bool says_something = false;  // the document that is being gathered
  bool is_after_separator = false;
  for (size_t i = 0; i < pages.size(); ++i) {
    if (!pages[i].separator.empty()) {
      part += says_something ? 1 : 0;
      says_something = false;
      is_after_separator = true;
    } else if (!is_after_separator || !is_blank(pages[i])) {
      says_something = true;
      is_after_separator = false;
    } else {
      is_after_separator = false;  // its back; a second blank sheet is somebody's
    }
    parts[i] = part;
  }
  if (!says_something && part > 1) std::replace(parts.begin(), parts.end(), part, part - 1);
  return parts;
}

std::vector<DocumentReading> split_batch(DocumentReading reading) {
  const std::vector<int> parts = parts_of_batch(reading.pages);
  const int count = parts.empty() ? 0 : parts.back();
  std::vector<DocumentReading> documents;
  if (count <= 1) {
    for (MissingPage& page : reading.missing) page.part = 0;
    documents.push_back(std::move(reading));
    return documents;
  }
  documents.resize(static_cast<size_t>(count));
  std::map<int, size_t> document_of;  // by page
  for (DocumentReading& document : documents) document.file = reading.file;
  for (size_t i = 0; i < parts.size(); ++i) {
    const auto part = static_cast<size_t>(parts[i]) - 1;
    document_of[reading.pages[i].page] = part;
    documents[part].pages.push_back(std::move(reading.pages[i]));
  }
  for (FieldReading& field : reading.fields) {
    const auto at = document_of.find(field.page);
    if (at != document_of.end()) documents[at->second].fields.push_back(std::move(field));
  }
  for (const MissingPage& page : reading.missing) {
    if (page.part < 1 || page.part > count) continue;
    documents[static_cast<size_t>(page.part) - 1].missing.push_back({page.form, page.form_page, 0});
  }
  return documents;
}

DocumentReading join_batch(std::vector<DocumentReading> parts) {
  if (parts.empty()) return {};
  if (parts.size() == 1) return std::move(parts.front());
  DocumentReading whole;
  whole.file = parts.front().file;
  for (size_t i = 0; i < parts.size(); ++i) {
    std::move(parts[i].pages.begin(), parts[i].pages.end(), std::back_inserter(whole.pages));
    std::move(parts[i].fields.begin(), parts[i].fields.end(), std::back_inserter(whole.fields));
    for (const MissingPage& page : parts[i].missing)
      whole.missing.push_back({page.form, page.form_page, static_cast<int>(i) + 1});
  }
  return whole;
}

DocumentReading only_pages(DocumentReading reading, int first, int last) {
  if (reading.failure) return reading;
  DocumentReading kept;
  kept.file = reading.file;
  const auto is_kept = [&](int page) { return page >= first && page <= last; };
  for (DocumentReading& part : split_batch(std::move(reading))) {
    const bool is_its = std::any_of(part.pages.begin(), part.pages.end(),
                                    [&](const PageReading& page) { return is_kept(page.page); });
    if (is_its) std::move(part.missing.begin(), part.missing.end(), std::back_inserter(kept.missing));
    for (PageReading& page : part.pages)
      if (is_kept(page.page)) kept.pages.push_back(std::move(page));
    for (FieldReading& field : part.fields)
      if (is_kept(field.page)) kept.fields.push_back(std::move(field));
  }
  return kept;
}

DocumentReading numbered_from(DocumentReading reading, int first) {
  if (reading.pages.empty()) return reading;
  const int shift = first - reading.pages.front().page;
  for (PageReading& page : reading.pages) {
    page.page += shift;
    if (page.duplicate_of != 0) page.duplicate_of += shift;
  }
  for (FieldReading& field : reading.fields) field.page += shift;
  for (MissingPage& page : reading.missing) page.part = 0;
  return reading;
}

}  // namespace mailroom::ocr
