#include "ocr/reader/free_layout.h"

#include <algorithm>

#include "base/text.h"

namespace mailroom::ocr::reader {
namespace {

constexpr size_t kMostAlternatives = 8;

// Letters of the phrase's wordings that are on the page; 0 if none is.
size_t letters_found(const std::string& phrase, const PageWordings& page) {
  size_t letters = 0;
  for (const std::string_view wording : split(phrase, '|')) {
    if (!page.find(wording).empty()) letters += folded_letters(wording).size();
  }
  return letters;
}

// The first is the value, unless another says something else. False if there is none.
bool take_values(const std::vector<LabelledValue>& values, FieldReading& reading) {
  if (values.empty()) return false;
  const LabelledValue& best = values.front();
  reading.text = best.text;
  reading.value = best.value;
  reading.zone = best.zone;
  reading.confidence = std::min(kExact, best.confidence);
  for (const LabelledValue& other : values) {
    if (other.value == best.value) continue;
    reading.confidence = std::min(reading.confidence, kTwoValues);
    const bool is_new = std::ranges::none_of(
        reading.alternatives, [&](const Alternative& a) { return a.value == Value(other.value); });
    if (is_new && reading.alternatives.size() < kMostAlternatives)
      reading.alternatives.push_back({Value(other.value), (1 - kTwoValues) * other.confidence});
  }
  return true;
}

}  // namespace

const Form* identify_free_layout(const std::vector<Form>& forms, const std::vector<Line>& lines,
                                 bool recognised, std::vector<Alternative>& candidates) {
  const PageWordings page(lines, recognised);
  const Form* best = nullptr;
  size_t best_letters = 0;
  bool is_tie = false;
  for (const Form& form : forms) {
    if (form.layout != Form::Layout::free || form.phrases.empty()) continue;
    size_t letters = 0;
    const bool fits = std::all_of(form.phrases.begin(), form.phrases.end(), [&](const std::string& phrase) {
      const size_t found = letters_found(phrase, page);
      letters += found;
      return found > 0;
    });
    if (!fits) continue;
    candidates.push_back({Value(form.id), 0.5});
    if (letters > best_letters) {
      best = &form;
      best_letters = letters;
      is_tie = false;
    } else {
      is_tie = is_tie || letters == best_letters;
    }
  }
  if (is_tie) return nullptr;
  candidates.clear();
  return best;
}

FieldReading read_by_label(const Field& field, const LabelSearch& search) {
  FieldReading reading;
  reading.id = field.id;
  reading.acroform = field.acroform;
  reading.type = field.type;
  reading.value = field.type == FieldType::checkbox ? Value(false) : Value("");
  reading.confidence = kNotFound;
  const ValuePattern pattern(field, search.locale());
  if (field.near.empty()) {
    take_values(search.values_anywhere(pattern), reading);
    return reading;
  }
  for (const LabelPlaces& places : search.places(field))
    if (take_values(search.values(field, places, pattern), reading)) break;
  return reading;
}

}  // namespace mailroom::ocr::reader
