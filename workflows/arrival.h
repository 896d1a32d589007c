// How a document came, as its case knows it: `arrival.sender` and the like, and what the rules of its inbox
// made of that (mailroom.yaml, inboxes.*.facts). All are texts; what an inbox does not know is null. They are
// kept with the case's facts: a sender is personal. Constant data, thread safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mailroom::workflows {

inline constexpr char kArrival[] = "arrival";

struct ArrivalFact {
  std::string name, what;
  bool is_personal = false;  // who sent it, in whose words
};
// What every inbox tells if it knows it: "inbox", "sender", "subject", "mailbox", "folder", "file".
const std::vector<ArrivalFact>& arrival_facts();
bool is_arrival_fact(std::string_view name);
bool is_personal_arrival(std::string_view name);

}  // namespace mailroom::workflows
