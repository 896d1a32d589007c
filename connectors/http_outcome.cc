#include "connectors/http_outcome.h"

#include <chrono>

#include "base/decimal.h"
#include "base/text.h"

namespace mailroom::connectors {

namespace {

using Kind = DeliveryOutcome::Kind;
using Trouble = HttpAnswer::Trouble;

DeliveryOutcome outcome_without_answer(const HttpAnswer& answer) {
  switch (answer.trouble) {
    case Trouble::address_refused:
      return {Kind::refused,
              "the receiver's address is private, and the site does not name it under 'private_networks'",
              ""};
    case Trouble::not_trusted:
      return {Kind::unavailable, "no secure connection: " + answer.why, ""};
    case Trouble::unreachable:
      return {Kind::unavailable, "cannot be reached: " + answer.why, ""};
    default:
      return {Kind::unknown, "the connection was lost after it was sent: " + answer.why, ""};
  }
}

Kind kind_of(int status, bool honours_key) {
  switch (status) {
    case 408:  // it waited in vain for the request
    case 425:
      return Kind::retry_later;
    case 409:  // under a key: the first request is still being worked on
      return honours_key ? Kind::retry_later : Kind::refused;
    case 429:
    case 503:
      return Kind::unavailable;
    case 501:
    case 505:
      return Kind::refused;
    default:
      break;
  }
  if (status >= 200 && status < 300) return Kind::delivered;
  // A gateway that gave up, a server that broke down on the way: the effect may be there.
  return status >= 500 ? Kind::unknown : Kind::refused;
}

}  // namespace

DeliveryOutcome outcome_of(const HttpAnswer& answer, bool honours_key, Instant now) {
  // With a status the receiver has said what it did, even if the rest of the answer was lost.
  if (answer.status == 0) return outcome_without_answer(answer);
  DeliveryOutcome outcome{kind_of(answer.status, honours_key), "", ""};
  if (outcome.kind == Kind::delivered) return outcome;
  outcome.why = "the receiver answered " + std::to_string(answer.status);
  if (answer.status >= 300 && answer.status < 400) outcome.why += ", a redirect, which is not followed";
  if (outcome.kind == Kind::unavailable || outcome.kind == Kind::retry_later)
    outcome.not_before = retry_after(answer, now);
  return outcome;
}

std::optional<Instant> retry_after(const HttpAnswer& answer, Instant now) {
  constexpr int64_t kLongest = 366ll * 86'400;
  const auto header = answer.headers.find("retry-after");
  if (header == answer.headers.end()) return {};
  const auto number = Decimal::parse(header->second);
  const auto seconds = number ? number->to_integer() : std::nullopt;
  if (!seconds) return http_date(header->second);
  if (*seconds < 0 || *seconds > kLongest) return {};
  return now + std::chrono::seconds(*seconds);
}

}  // namespace mailroom::connectors
