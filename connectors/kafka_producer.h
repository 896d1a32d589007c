// Records to a cluster of Kafka, one at a time, each taken only when all replicas that are in step have it
// (`acks=all`, idempotent producer: what librdkafka sends again itself is kept once). The producer is kept
// between records and made anew after one that failed. What became of a record is a value, and it is always
// known before send() returns whether it is still on its way: it never is. By librdkafka, whose headers stay
// inside; it writes no log.
//
// One thread at a time; librdkafka has threads of its own.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "connectors/connection.h"

namespace mailroom::connectors {

struct KafkaCluster {
  std::string brokers;  // "HOST:PORT,HOST:PORT"
  bool is_secure = true;
  std::string mechanism = "SCRAM-SHA-512";  // of the login
  Connection connection;
};

struct KafkaRecord {
  std::string topic, key, body;
  std::vector<std::pair<std::string, std::string>> headers;
  Instant made_at;
};

struct KafkaAnswer {
  enum class Trouble {
    none,             // kept
    unreachable,      // not kept: no broker, or none that is ready, within the time
    address_refused,  // not kept: a broker's address is private
    not_allowed,      // not kept: no such topic, no right to it, no login, no trust
    too_large,        // not kept: the record is
    lost,             // sent, and no answer
  } trouble = Trouble::none;
  std::string why;  // for a person
};

class KafkaProducer {
 public:
  // Connects to nothing yet. Throws Error{usage, "setting_invalid"} for what librdkafka does not take.
  explicit KafkaProducer(KafkaCluster cluster);
  ~KafkaProducer();
  KafkaProducer(const KafkaProducer&) = delete;
  KafkaProducer& operator=(const KafkaProducer&) = delete;

  // Throws Error{machine, "kafka_failed"} where librdkafka cannot work at all.
  KafkaAnswer send(const KafkaRecord& record);

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace mailroom::connectors
