// librdkafka's mock cluster: brokers in this process that speak Kafka's protocol on loopback and keep
// everything in memory. Debian has no other. One thread at a time.
#pragma once

#include <map>
#include <string>
#include <vector>

struct rd_kafka_s;
struct rd_kafka_mock_cluster_s;

namespace mailroom::connectors {

class MockKafka {
 public:
  MockKafka();
  ~MockKafka();
  MockKafka(const MockKafka&) = delete;
  MockKafka& operator=(const MockKafka&) = delete;

  struct Record {
    std::string key, body;
    std::map<std::string, std::string> headers;
  };
  std::string brokers() const;
  void create(const std::string& topic);
  void go_down(bool down);
  // The next `times` records are answered with this error of the protocol.
  void refuse_records(int error, int times);
  void be_slow(int milliseconds);  // every answer
  std::vector<Record> records(const std::string& topic) const;

 private:
  rd_kafka_s* handle_;
  rd_kafka_mock_cluster_s* cluster_;
};

}  // namespace mailroom::connectors
