#include "connectors/kafka_connector.h"

#include <algorithm>
#include <array>

#include "base/error.h"
#include "base/json.h"
#include "connectors/connection.h"
#include "connectors/outbox.h"
#include "connectors/settings.h"

namespace mailroom::connectors {

namespace {

using Kind = DeliveryOutcome::Kind;
using Trouble = KafkaAnswer::Trouble;

// RFC 5802 and RFC 4616; the first is what a login uses unless it says otherwise.
constexpr std::array kMechanisms = {std::string_view("SCRAM-SHA-512"), std::string_view("SCRAM-SHA-256"),
                                    std::string_view("PLAIN")};

KafkaCluster cluster_of(const Context& settings, const Surroundings& around) {
  KafkaCluster cluster;
  cluster.brokers = required_text(settings, "kafka", "HOST:PORT, or several with commas");
  cluster.connection = Connection::of(settings, around);
  cluster.is_secure = flag_at(settings, "tls.required", true);
  cluster.mechanism = text_at(settings, "login.mechanism", kMechanisms.front());
  if (std::find(kMechanisms.begin(), kMechanisms.end(), cluster.mechanism) == kMechanisms.end())
    throw setting_invalid("login.mechanism", "SCRAM-SHA-512, SCRAM-SHA-256 or PLAIN");
  if (!cluster.is_secure && !cluster.connection.user.empty() && cluster.mechanism == "PLAIN")
    throw setting_invalid("tls.required", "true, because there is a 'login' that anybody could read");
  return cluster;
}

DeliveryOutcome outcome_of(const KafkaAnswer& answer) {
  switch (answer.trouble) {
    case Trouble::none:
      return {Kind::delivered, "", ""};
    case Trouble::unreachable:
      return {Kind::unavailable, "no broker took it in time: " + answer.why, ""};
    case Trouble::address_refused:
      return {Kind::refused,
              "a broker's address is private, and the site does not name it under 'private_networks'", ""};
    case Trouble::not_allowed:
      return {Kind::unavailable, "the brokers do not let us write there: " + answer.why, ""};
    case Trouble::too_large:
      return {Kind::refused, "the brokers do not take this record: " + answer.why, ""};
    case Trouble::lost:
      break;
  }
  return {Kind::unknown, "it was sent, and no broker confirmed it: " + answer.why, ""};
}

}  // namespace

const ConnectorKind& kafka_kind() {
  static const ConnectorKind kKind = [] {
    ConnectorKind kind{
        "kafka",
        "a record in a topic of Kafka",
        {{"kafka", KeyForm::text, true, "the brokers that are asked first: HOST:PORT, several with commas",
          "kafka1.northmere.example:9093,kafka2.northmere.example:9093"},
         {"topic", KeyForm::text, true, "the topic", "awards"},
         {"key", KeyForm::wording, false,
          "the record's key: one key's records stay in order; default: the case's number",
          "\"{{ claim.nino }}\""},
         {"body", KeyForm::expressions, true, "what the record says, by name",
          "{nino: claim.nino, amount: band.weekly_award}"},
         {"idempotency",
          KeyForm::choice,
          false,
          "key: the reader takes a header Idempotency-Key once, so that what may have been sent is sent "
          "again; "
          "default: none, and a person looks",
          "key",
          {"key", "none"}},
         {"amend", KeyForm::flag, false,
          "the reader knows amendments: another record with the headers Mailroom-Amends and "
          "Mailroom-Amendment",
          "true"},
         {"login.mechanism",
          KeyForm::choice,
          false,
          "how we log in; default: SCRAM-SHA-512",
          "PLAIN",
          {kMechanisms.begin(), kMechanisms.end()}},
         {"tls.required", KeyForm::flag, false, "false: without TLS; default: true", "false"}},
        "award_record:\n  kafka: kafka1.northmere.example:9093\n  topic: awards\n"
        "  body: {nino: claim.nino, amount: band.weekly_award}\n"};
    for (auto& keys :
         {login_keys(), tls_keys(), {timeout_key("how long a confirmation may take; default: PT30S")}})
      kind.keys.insert(kind.keys.end(), keys.begin(), keys.end());
    return kind;
  }();
  return kKind;
}

KafkaConnector::KafkaConnector(const Context& settings, const Context& as_written, const Surroundings& around)
    : producer_(cluster_of(settings, around)),
      shown_(text_at(as_written, "kafka", "")),
      topic_(required_text(settings, "topic", "the topic's name")),
      honours_key_(honours(settings, "key")),
      amends_(flag_at(settings, "amend", false)),
      clock_(around.time()) {}

KafkaRecord KafkaConnector::record_of(const Delivery& delivery) const {
  KafkaRecord record{topic_,
                     delivery.content.at("key").text_or(delivery.case_number),
                     to_json(delivery.content.at("body")),
                     {{"Idempotency-Key", effect_of(delivery)}, {"Content-Type", "application/json"}},
                     clock_.now()};
  if (delivery.amendment > 0) {
    record.headers.emplace_back("Mailroom-Amends", delivery.idempotency_key);
    record.headers.emplace_back("Mailroom-Amendment", std::to_string(delivery.amendment));
  }
  return record;
}

DeliveryOutcome KafkaConnector::deliver(const Delivery& delivery) {
  const KafkaRecord record = record_of(delivery);
  DeliveryOutcome outcome = outcome_of(producer_.send(record));
  // Not its place: the same delivery sent again has another one, and readers look for the key.
  if (outcome.kind == Kind::delivered)
    outcome.receipt = "record " + effect_of(delivery) + " in topic " + topic_;
  return outcome;
}

std::string KafkaConnector::preview(const Delivery& delivery) const {
  const KafkaRecord record = record_of(delivery);
  std::string text = "to topic " + topic_ + " of " + shown_ + "\nkey: " + record.key + "\n";
  for (const auto& [name, value] : record.headers) text += name + ": " + value + "\n";
  return text + "\n" + record.body + "\n";
}

}  // namespace mailroom::connectors
