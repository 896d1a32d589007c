#include "connectors/mail_outcome.h"

namespace mailroom::connectors {

namespace {

constexpr int kStartMailInput = 354;

using Kind = DeliveryOutcome::Kind;
using Trouble = SmtpAnswer::Trouble;

std::string answered(const SmtpAnswer& answer) {
  if (answer.code == 0) return answer.why;
  return "it answered " + std::to_string(answer.code) + (answer.status.empty() ? "" : " " + answer.status);
}

}  // namespace

DeliveryOutcome outcome_of(const SmtpAnswer& answer) {
  switch (answer.trouble) {
    case Trouble::none:
      return {Kind::delivered, "", ""};
    case Trouble::unreachable:
      return {Kind::unavailable, "the mail server cannot be reached: " + answer.why, ""};
    case Trouble::address_refused:
      return {Kind::refused,
              "the mail server's address is private, and the site does not name it under "
              "'private_networks'",
              ""};
    case Trouble::not_trusted:
      return {Kind::unavailable, "no secure connection to the mail server: " + answer.why, ""};
    case Trouble::no_login:
      return {Kind::unavailable, "the mail server does not take our login: " + answered(answer), ""};
    case Trouble::turned_away:
      return {Kind::unavailable, "the mail server takes nothing now: " + answered(answer), ""};
    case Trouble::cut:
      // Once DATA had begun (354), it may be this mail that the server hangs up on: an attempt is spent.
      return {answer.code == kStartMailInput ? Kind::retry_later : Kind::unavailable,
              "the connection was lost before the mail was sent: " + answer.why, ""};
    case Trouble::cannot_utf8:
      return {Kind::refused, "the mail server takes no addresses with such letters: it lacks SMTPUTF8", ""};
    case Trouble::lost:
      return {Kind::unknown, "the connection was lost after the mail was sent: " + answer.why, ""};
    case Trouble::not_taken:
      break;
  }
  // RFC 5321, 4.2.1: what begins with 4 may pass another time, what begins with 5 will not.
  const bool may_pass = answer.code < 500;
  return {may_pass ? Kind::retry_later : Kind::refused,
          "the mail server does not take this mail: " + answered(answer), ""};
}

}  // namespace mailroom::connectors
