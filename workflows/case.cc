#include "workflows/case.h"

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
std::string_view to_string(DeliveryState state) {
  return name_in(kDeliveryStates, state);
}
std::optional<DeliveryState> parse_delivery_state(std::string_view text) {
  return key_in<DeliveryState>(kDeliveryStates, text);
}

}  // namespace mailroom::workflows
