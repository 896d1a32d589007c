#include "workflows/arrival.h"

#include <algorithm>

namespace mailroom::workflows {

const std::vector<ArrivalFact>& arrival_facts() {
  static const std::vector<ArrivalFact> kFacts = {
      {"inbox", "the inbox's name"},
      {"sender", "a mail's address of origin, in small letters", true},
      {"subject", "a mail's subject", true},
      {"mailbox", "the mailbox that a mail was taken from"},
      {"folder", "the folder of a file within its inbox; empty: the inbox itself"},
      {"file", "the file's name, an attachment's too"},
  };
  return kFacts;
}

bool is_arrival_fact(std::string_view name) {
  const auto& all = arrival_facts();
  return std::any_of(all.begin(), all.end(), [&](const ArrivalFact& one) { return one.name == name; });
}

bool is_personal_arrival(std::string_view name) {
  const auto& all = arrival_facts();
  return std::any_of(all.begin(), all.end(),
                     [&](const ArrivalFact& one) { return one.is_personal && one.name == name; });
}

}  // namespace mailroom::workflows
