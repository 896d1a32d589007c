#include "workflows/case.h"

#include <algorithm>
#include <array>
#include <utility>

namespace mailroom::workflows {

namespace {

constexpr std::array kStates = {
    std::pair{State::received, std::string_view("received")},
    std::pair{State::reading, std::string_view("reading")},
    std::pair{State::checking, std::string_view("checking")},
    std::pair{State::awaiting_review, std::string_view("awaiting_review")},
    std::pair{State::deciding, std::string_view("deciding")},
    std::pair{State::delivering, std::string_view("delivering")},
    std::pair{State::closed, std::string_view("closed")},
    std::pair{State::returned, std::string_view("returned")},
    std::pair{State::quarantined, std::string_view("quarantined")},
};

constexpr std::array kDeliveryStates = {
    std::pair{DeliveryState::waiting, std::string_view("waiting")},
    std::pair{DeliveryState::delivered, std::string_view("delivered")},
    std::pair{DeliveryState::refused, std::string_view("refused")},
    std::pair{DeliveryState::unknown, std::string_view("unknown")},
};

constexpr std::array kWeights = {
    std::pair{Weight::same_outcome, std::string_view("same_outcome")},
    std::pair{Weight::nothing_reads_it, std::string_view("nothing_reads_it")},
    std::pair{Weight::outcome_differs, std::string_view("outcome_differs")},
    std::pair{Weight::for_a_person, std::string_view("for_a_person")},
    std::pair{Weight::names_the_case, std::string_view("names_the_case")},
    std::pair{Weight::unread, std::string_view("unread")},
    std::pair{Weight::too_many, std::string_view("too_many")},
    std::pair{Weight::goes_on_later, std::string_view("goes_on_later")},
    std::pair{Weight::sampled, std::string_view("sampled")},
};

template <typename Table, typename Key>
std::string_view name_in(const Table& table, Key key) {
  for (const auto& [known, name] : table) {
    if (known == key) return name;
  }
  return "";
}

template <typename Key, typename Table>
std::optional<Key> key_in(const Table& table, std::string_view text) {
  for (const auto& [key, name] : table) {
    if (name == text) return key;
  }
  return {};
}

}  // namespace

std::string_view to_string(State state) {
  return name_in(kStates, state);
}
std::optional<State> parse_state(std::string_view text) {
  return key_in<State>(kStates, text);
}
bool is_asked(Weight weight) {
  return weight != Weight::same_outcome && weight != Weight::nothing_reads_it;
}
std::string_view to_string(Weight weight) {
  return name_in(kWeights, weight);
}
std::optional<Weight> parse_weight(std::string_view text) {
  return key_in<Weight>(kWeights, text);
}
std::string_view to_string(DeliveryState state) {
  return name_in(kDeliveryStates, state);
}
std::optional<DeliveryState> parse_delivery_state(std::string_view text) {
  return key_in<DeliveryState>(kDeliveryStates, text);
}

void apply_priority(CaseRecord& record) {
  if (!record.priority) return;
  if (record.priority->urgent) record.urgent = *record.priority->urgent;
  if (record.priority->due) record.due = record.priority->due;
}

void end_hold(CaseRecord& record) {
  record.hold.reset();
  for (DeliveryRecord& delivery : record.deliveries) delivery.parked = false;
}

const DeliveryRecord* find_delivery(const CaseRecord& record, std::string_view name) {
  const auto found = std::find_if(record.deliveries.begin(), record.deliveries.end(),
                                  [&](const DeliveryRecord& one) { return one.name == name; });
  return found == record.deliveries.end() ? nullptr : &*found;
}

bool has_effects(const CaseRecord& record) {
  return std::any_of(record.deliveries.begin(), record.deliveries.end(), [](const DeliveryRecord& one) {
    return one.state == DeliveryState::delivered || one.state == DeliveryState::unknown || one.amendment > 0;
  });
}

}  // namespace mailroom::workflows
