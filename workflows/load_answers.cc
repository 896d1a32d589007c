// `answer:` of deliveries: the names under which those that come after them see what the receiver said.
#include <algorithm>

#include "base/text.h"
#include "workflows/answers.h"
#include "workflows/loader.h"

namespace mailroom::workflows {

void Loader::load_answers(const yaml::Node& deliveries) {
  for (const yaml::Entry& entry : deliveries.entries) {
    if (!entry.value.is_mapping()) continue;
    const yaml::Entry* answer = entry.value.find_entry("answer");
    if (!answer || !answer->value.is_mapping()) continue;
    for (const yaml::Entry& one : answer->value.entries) answers_[entry.key].push_back(one.key);
    if (const auto taken = taken_.find(kAnswers); taken != taken_.end()) {
      error(answer->place, "name_taken",
            "the name '" + std::string(kAnswers) + "' is taken by " + taken->second +
                ", an answer has no name then",
            "choose another there");
    }
  }
}

// The answers of all deliveries that this one comes after.
feel::TypeRef Loader::answers_before(const yaml::Node& deliveries, const std::string& delivery) {
  answers_in_scope_.clear();
  // Of a context without members nothing is known: this one has none that anybody could write.
  feel::Type::Members known = {{"", feel::any()}};
  const yaml::Node* step = deliveries.find(delivery);
  for (size_t i = 0; step && i < deliveries.entries.size(); ++i) {  // a circle is reported elsewhere
    const std::string before = step->is_mapping() ? text_at(*step, "after") : "";
    step = before.empty() ? nullptr : deliveries.find(before);
    const auto found = answers_.find(before);
    if (!step || found == answers_.end() || !answers_in_scope_.insert(before).second) continue;
    feel::Type::Members values;
    for (const std::string& name : found->second) values.emplace_back(name, feel::any());
    known.emplace_back(before, feel::context_of(std::move(values)));
  }
  return feel::context_of(std::move(known));
}

bool Loader::report_unknown_answer(const Place& place, std::string_view before, const std::string& typed) {
  const std::string path = replace_all(std::string(trim(before)), " ", "");
  const auto of = [&](const std::string& owner) { return path.ends_with(owner + "."); };
  for (const std::string& delivery : answers_in_scope_) {
    if (!of(std::string(kAnswers) + "." + delivery)) continue;
    const auto& names = answers_[delivery];
    const auto near = nearest_name(typed, names);
    error(place, "unknown_answer",
          "'" + typed + "' is not among what is kept of the answer of '" + delivery + "'",
          near ? "write '" + *near + "'" : "known: " + quoted_list(names, "and"));
    return true;
  }
  if (!of(kAnswers) || taken_.count(kAnswers)) return false;
  const std::vector<std::string> known(answers_in_scope_.begin(), answers_in_scope_.end());
  std::vector<std::string> declared(declared_deliveries_.begin(), declared_deliveries_.end());
  const auto near = nearest_name(typed, known.empty() ? declared : known);
  const std::string named = declared_deliveries_.count(typed) ? typed : near.value_or("");
  error(place, "unknown_answer", "no answer of '" + typed + "' is known here",
        named.empty()                    ? "answers are known of deliveries that this one comes after"
        : !answers_.count(named)         ? "give '" + named + "' an 'answer' that says what is kept of it"
        : answers_in_scope_.count(named) ? "write '" + named + "'"
                                         : "write 'after: " + named + "' for this delivery");
  return true;
}

}  // namespace mailroom::workflows
