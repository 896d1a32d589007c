// librdkafka's mock cluster as a process, for the tests of deliveries: the topic `awards`, in memory. Prints
// "listening on 127.0.0.1:PORT"; then does what it reads: "down", "up", "records", which prints "KEY BODY" of
// each in one line, and "end". Ends with its input.
#include <iostream>

#include "tests/connectors/servers/mock_kafka.h"

int main() {
  constexpr const char* kTopic = "awards";
  mailroom::connectors::MockKafka cluster;
  cluster.create(kTopic);
  const std::string brokers = cluster.brokers();
  std::cout << "listening on " << brokers.substr(0, brokers.find(',')) << std::endl;
  for (std::string line; std::getline(std::cin, line);) {
    if (line == "down" || line == "up") cluster.go_down(line == "down");
    if (line != "records") continue;
    for (const auto& record : cluster.records(kTopic))
      std::cout << record.headers.at("Idempotency-Key") << " " << record.body << "\n";
    std::cout << "end" << std::endl;
  }
}
