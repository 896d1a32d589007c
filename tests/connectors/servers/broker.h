// The tests' own RabbitMQ (tests/fakes/broker), started at first use and shared by the program's tests, and
// what lies in its queues. One thread at a time.
#pragma once

#include <string>
#include <vector>

#include "base/file.h"
#include "tests/connectors/http_peer.h"
#include "tests/connectors/server_process.h"

namespace mailroom::connectors {

class Broker {
 public:
  // Null with why() if it cannot be had here.
  static Broker* get();
  static std::string why();

  struct Message {
    std::string id, correlation_id, content_type, body;
    bool is_persistent;
  };
  std::string url(bool secure = false) const;
  std::filesystem::path certificate() const { return certificate_.certificate; }
  void declare(const std::string& queue, int most = 0);  // durable; beyond `most` messages it rejects
  void remove(const std::string& queue);
  std::vector<Message> messages(const std::string& queue);  // they stay there
  ServerProcess& process() { return process_; }

  Broker();

 private:
  TemporaryFolder folder_{"mailroom-broker"};
  Certificate certificate_;
  ServerProcess process_;
};

}  // namespace mailroom::connectors
