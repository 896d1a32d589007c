#include "connectors/amqp_connector.h"

#include "base/error.h"
#include "base/json.h"
#include "connectors/connection.h"
#include "connectors/outbox.h"
#include "connectors/settings.h"

namespace mailroom::connectors {

namespace {

using Kind = DeliveryOutcome::Kind;
using Trouble = AmqpAnswer::Trouble;

constexpr size_t kLongestShortText = 255;  // AMQP 0-9-1, 4.2.5.3

AmqpBroker broker_of(const Context& settings) {
  AmqpBroker broker;
  const std::string url = required_text(settings, "amqp", "amqps://HOST/VHOST");
  if (!names_secret(url) && !broker.take(url))
    throw setting_invalid("amqp", "amqps://HOST/VHOST or amqp://HOST/VHOST, without a user");
  return broker;
}

Connection connection_of(const Context& settings, const Surroundings& around) {
  required_text(settings, "login.user", "who we are there");
  required_text(settings, "login.password", "${secret:NAME}");
  return Connection::of(settings, around);
}

DeliveryOutcome outcome_of(const AmqpAnswer& answer) {
  const std::string why = answer.why.empty() ? "" : ": " + answer.why;
  switch (answer.trouble) {
    case Trouble::none:
      return {Kind::delivered, "", ""};
    case Trouble::unreachable:
      return {Kind::unavailable, "the broker cannot be reached" + why, ""};
    case Trouble::address_refused:
      return {Kind::refused,
              "the broker's address is private, and the site does not name it under 'private_networks'", ""};
    case Trouble::not_trusted:
      return {Kind::unavailable, "no secure connection to the broker" + why, ""};
    case Trouble::no_login:
      return {Kind::unavailable, "the broker does not let us in" + why, ""};
    case Trouble::closed:
      return {Kind::unavailable, "the broker has no such exchange, or we may not use it" + why, ""};
    case Trouble::too_large:
      return {Kind::refused, "the broker does not take this message" + why, ""};
    case Trouble::unrouted:
      return {Kind::refused, "no queue takes it: none is bound to this exchange and routing key", ""};
    case Trouble::not_confirmed:
      return {Kind::retry_later, "the broker could not keep it", ""};
    case Trouble::lost:
      break;
  }
  return {Kind::unknown, "it was sent, and the broker did not confirm it" + why, ""};
}

}  // namespace

const ConnectorKind& amqp_kind() {
  static const ConnectorKind kKind = [] {
    ConnectorKind kind{
        "amqp",
        "a message to a queue of a broker that speaks AMQP 0-9-1, such as RabbitMQ",
        {{"amqp", KeyForm::text, true, "the broker: amqps://HOST/VHOST, or amqp:// without TLS",
          "amqps://broker.northmere.example/benefits"},
         {"exchange", KeyForm::text, false, "the exchange; default: the broker's own, which knows queues",
          "awards"},
         {"routing_key", KeyForm::wording, true, "the routing key; for the broker's own exchange the queue",
          "award.decided"},
         {"body", KeyForm::expressions, true, "what the message says, by name",
          "{nino: claim.nino, amount: band.weekly_award}"},
         {"idempotency",
          KeyForm::choice,
          false,
          "key: the receiver takes a message-id once, so that what may have been sent is sent again; "
          "default: "
          "none, and a person looks",
          "key",
          {"key", "none"}},
         {"amend", KeyForm::flag, false,
          "the receiver knows amendments: another message, whose correlation-id names the first", "true"}},
        "award_message:\n  amqp: amqps://broker.northmere.example/benefits\n  login: {user: mailroom, "
        "password: "
        "${secret:BROKER_PASSWORD}}\n  routing_key: awards\n"
        "  body: {nino: claim.nino, amount: band.weekly_award}\n"};
    for (auto& keys :
         {login_keys(), tls_keys(), {timeout_key("how long a confirmation may take; default: PT30S")}})
      kind.keys.insert(kind.keys.end(), keys.begin(), keys.end());
    return kind;
  }();
  return kKind;
}

AmqpConnector::AmqpConnector(const Context& settings, const Context& as_written, const Surroundings& around)
    : publisher_(broker_of(settings), connection_of(settings, around)),
      shown_(text_at(as_written, "amqp", "")),
      exchange_(text_at(settings, "exchange", "")),
      honours_key_(honours(settings, "key")),
      amends_(flag_at(settings, "amend", false)),
      clock_(around.time()) {
  if (exchange_.size() > kLongestShortText) throw setting_invalid("exchange", "a name of 255 bytes at most");
}

AmqpMessage AmqpConnector::message_of(const Delivery& delivery) const {
  return {exchange_,
          delivery.content.at("routing_key").text_or(""),
          effect_of(delivery),
          delivery.amendment > 0 ? delivery.idempotency_key : "",
          to_json(delivery.content.at("body")),
          clock_.now()};
}

DeliveryOutcome AmqpConnector::deliver(const Delivery& delivery) {
  const AmqpMessage message = message_of(delivery);
  if (message.routing_key.size() > kLongestShortText || message.id.size() > kLongestShortText)
    return {Kind::refused, "the routing key or the delivery's name is too long: expected 255 bytes at most",
            ""};
  DeliveryOutcome outcome = outcome_of(publisher_.publish(message));
  if (outcome.kind == Kind::delivered) outcome.receipt = "message " + message.id;
  return outcome;
}

std::string AmqpConnector::preview(const Delivery& delivery) const {
  const AmqpMessage message = message_of(delivery);
  std::string text = "to " + shown_ + ", " +
                     (exchange_.empty() ? "queue '" : "exchange '" + exchange_ + "', routing key '") +
                     message.routing_key + "'\nmessage-id: " + message.id + "\n";
  if (!message.amends.empty()) text += "correlation-id: " + message.amends + "\n";
  return text + "\n" + message.body + "\n";
}

}  // namespace mailroom::connectors
