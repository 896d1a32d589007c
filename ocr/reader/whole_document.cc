#include "ocr/reader/whole_document.h"

#include <algorithm>
#include <map>
#include <set>

namespace mailroom::ocr::reader {
namespace {

// Two copies of a form's page of which a machine is sure that they say different things.
bool says_otherwise(const DocumentReading& reading, int page, int other) {
  std::map<std::string_view, const Value*> accepted;
  for (const FieldReading& field : reading.fields) {
    if (field.page == other && field.accepted) accepted[field.id] = &field.value;
  }
  return std::any_of(reading.fields.begin(), reading.fields.end(), [&](const FieldReading& field) {
    if (field.page != page || !field.accepted) return false;
    const auto at = accepted.find(field.id);
    return at != accepted.end() && *at->second != field.value;
  });
}

}  // namespace

const Form* form_by_neighbours(const PageReading& page, const DocumentReading& reading,
                               const std::vector<Form>& forms) {
  if (!page.form.empty() || page.candidates.empty()) return nullptr;
  std::set<std::string_view> sure;
  for (const PageReading& other : reading.pages) {
    if (other.confidence >= kSureOfForm && !other.form.empty()) sure.insert(other.form);
  }
  const Form* found = nullptr;
  for (const Alternative& candidate : page.candidates) {
    const auto form = std::find_if(forms.begin(), forms.end(),
                                   [&](const Form& f) { return f.id == candidate.value.text_or(""); });
    if (form == forms.end() || !sure.contains(form->id) || found == &*form) continue;
    if (found != nullptr) return nullptr;
    found = &*form;
  }
  return found;
}

void note_duplicates(DocumentReading& reading) {
  std::map<std::pair<std::string, int>, std::vector<int>> copies;
  for (PageReading& page : reading.pages) {
    if (page.form.empty()) continue;
    std::vector<int>& before = copies[{page.form, page.form_page}];
    if (!before.empty()) {
      const auto same = std::find_if(before.begin(), before.end(),
                                     [&](int other) { return !says_otherwise(reading, page.page, other); });
      page.differs = same == before.end();
      page.duplicate_of = page.differs ? before.front() : *same;
    }
    before.push_back(page.page);
  }
}

void note_missing(DocumentReading& reading, const std::vector<Form>& forms) {
  std::set<std::string_view> known;
  for (const PageReading& page : reading.pages) known.insert(page.form);
  for (const Form& form : forms) {
    if (form.layout != Form::Layout::fixed || !known.contains(form.id)) continue;
    std::set<int> wanted;  // pages on which something can be written
    for (const Field& field : form.fields) wanted.insert(field.page);
    std::map<int, int> copies;
    int sets = 0;
    for (const PageReading& page : reading.pages) {
      if (page.form != form.id) continue;
      const bool is_another = page.duplicate_of == 0 || page.differs;
      sets = std::max(sets, copies[page.form_page] += is_another ? 1 : 0);
    }
    for (const int page : wanted) {
      if (copies[page] < sets) reading.missing.push_back({form.id, page});
    }
  }
}

}  // namespace mailroom::ocr::reader
