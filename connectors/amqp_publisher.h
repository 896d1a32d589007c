// Messages to a broker by AMQP 0-9-1 (RabbitMQ), one at a time: each is persistent, must find a queue
// (`mandatory`) and counts as taken only when the broker confirms it (RabbitMQ's publisher confirms). The
// connection is kept between messages that follow each other within a minute and made anew when it was lost.
// What became of a message is a value. By librabbitmq, whose headers stay inside.
//
// One thread at a time. Addresses are looked at before and, as the connection stands, before anything but
// TLS's own greeting is said on it: librabbitmq looks names up itself.
#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "connectors/connection.h"

namespace mailroom::connectors {

struct AmqpBroker {
  std::string host, virtual_host;
  int port = 0;
  bool is_secure = false;  // amqps

  // "amqps://HOST:PORT/VHOST", without a user. False if it is none.
  bool take(const std::string& url);
};

struct AmqpMessage {
  std::string exchange, routing_key;
  std::string id;
  std::string amends;  // empty: nothing; otherwise the id of what it amends
  std::string body;    // JSON
  Instant made_at;
};

struct AmqpAnswer {
  enum class Trouble {
    none,             // confirmed
    unreachable,      // no connection: nothing was sent
    address_refused,  // the broker's address is private: nothing was sent
    not_trusted,      // no agreement on TLS, or no trust in its certificate: nothing was sent
    no_login,         // it does not know us, or not in this virtual host: nothing was sent
    closed,           // it did not take the message and says why: no such exchange, not allowed there
    too_large,        // it did not take the message
    unrouted,         // no queue takes it
    not_confirmed,    // the broker says that it could not keep it
    lost,             // sent, and no confirmation
  } trouble = Trouble::none;
  std::string why;  // for a person
};

class AmqpPublisher {
 public:
  AmqpPublisher(AmqpBroker broker, Connection connection);
  ~AmqpPublisher();
  AmqpPublisher(const AmqpPublisher&) = delete;
  AmqpPublisher& operator=(const AmqpPublisher&) = delete;

  // Throws Error{machine, "amqp_failed"} where librabbitmq cannot work at all.
  AmqpAnswer publish(const AmqpMessage& message);

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace mailroom::connectors
