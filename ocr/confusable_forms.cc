#include "ocr/confusable_forms.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "ocr/form_likeness.h"

namespace mailroom::ocr {

namespace {

using Phrases = std::set<std::string>;

Phrases folded(const std::vector<std::string>& phrases) {
  Phrases all;
  for (const std::string& phrase : phrases) all.insert(to_lower_ascii(fold_space(phrase)));
  return all;
}

Diagnostic confusable(const Form& first, const Form& second, const std::string& why,
                      const std::string& hint) {
  return {Severity::warning,
          {second.file.string(), 0, 0, 0},
          "forms_alike",
          "form '" + second.id + "' cannot be told from '" + first.id + "': " + why,
          hint};
}

}  // namespace

std::vector<Diagnostic> confusable_forms(const std::vector<Form>& forms) {
  std::vector<Diagnostic> found;
  std::set<const Form*> said;  // once a form: of a thousand that are alike there are half a million pairs
  for (const Likeness& pair : alike_pages(forms)) {
    if (pair.only_on_a + pair.only_on_b > 0 || !said.insert(pair.b.form).second) continue;
    found.push_back(
        confusable(*pair.a.form, *pair.b.form,
                   "page " + std::to_string(pair.b.page) + " has the same words at the same places",
                   "mailroom form check shows what their pictures differ in; give one a code, or drop it"));
  }
  // Of free layouts the one with more letters in its phrases wins: the same phrases are a tie on every page.
  std::map<Phrases, const Form*> by_phrases;
  for (const Form& form : forms) {
    if (form.layout != Form::Layout::free || form.phrases.empty()) continue;
    const auto [known, is_new] = by_phrases.emplace(folded(form.phrases), &form);
    if (!is_new)
      found.push_back(
          confusable(*known->second, form, "both have the same phrases", "give one a phrase of its own"));
  }
  return found;
}

}  // namespace mailroom::ocr
