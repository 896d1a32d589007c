#include "tests/connectors/servers/mock_kafka.h"

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include <stdexcept>

namespace mailroom::connectors {

namespace {

constexpr int kBrokers = 3;
constexpr int16_t kProduce = 0;  // ApiKey

MockKafka::Record record_of(const rd_kafka_message_t& message) {
  MockKafka::Record record{{static_cast<const char*>(message.key), message.key_len},
                           {static_cast<const char*>(message.payload), message.len},
                           {}};
  rd_kafka_headers_t* headers = nullptr;
  if (rd_kafka_message_headers(&message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return record;
  const char* name = nullptr;
  const void* value = nullptr;
  size_t size = 0;
  for (size_t i = 0; rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR;
       ++i)
    record.headers[name] = {static_cast<const char*>(value), size};
  return record;
}

}  // namespace

MockKafka::MockKafka() {
  rd_kafka_conf_t* const configuration = rd_kafka_conf_new();
  rd_kafka_conf_set_log_cb(configuration, [](const rd_kafka_t*, int, const char*, const char*) {});
  handle_ = rd_kafka_new(RD_KAFKA_PRODUCER, configuration, nullptr, 0);
  cluster_ = rd_kafka_mock_cluster_new(handle_, kBrokers);
}

MockKafka::~MockKafka() {
  rd_kafka_mock_cluster_destroy(cluster_);
  rd_kafka_destroy(handle_);
}

std::string MockKafka::brokers() const {
  return rd_kafka_mock_cluster_bootstraps(cluster_);
}

void MockKafka::create(const std::string& topic) {
  rd_kafka_mock_topic_create(cluster_, topic.c_str(), 1, kBrokers);
}

void MockKafka::go_down(bool down) {
  for (int broker = 1; broker <= kBrokers; ++broker)
    (down ? rd_kafka_mock_broker_set_down : rd_kafka_mock_broker_set_up)(cluster_, broker);
}

void MockKafka::refuse_records(int error, int times) {
  for (int i = 0; i < times; ++i)
    rd_kafka_mock_push_request_errors(cluster_, kProduce, 1, static_cast<rd_kafka_resp_err_t>(error));
}

void MockKafka::be_slow(int milliseconds) {
  for (int broker = 1; broker <= kBrokers; ++broker)
    rd_kafka_mock_broker_set_rtt(cluster_, broker, milliseconds);
}

std::vector<MockKafka::Record> MockKafka::records(const std::string& topic) const {
  rd_kafka_conf_t* const configuration = rd_kafka_conf_new();
  rd_kafka_conf_set(configuration, "bootstrap.servers", brokers().c_str(), nullptr, 0);
  rd_kafka_conf_set(configuration, "group.id", "tests", nullptr, 0);
  rd_kafka_conf_set(configuration, "enable.partition.eof", "true", nullptr, 0);
  rd_kafka_t* const reader = rd_kafka_new(RD_KAFKA_CONSUMER, configuration, nullptr, 0);
  rd_kafka_topic_partition_list_t* const all = rd_kafka_topic_partition_list_new(1);
  rd_kafka_topic_partition_list_add(all, topic.c_str(), 0)->offset = RD_KAFKA_OFFSET_BEGINNING;
  rd_kafka_assign(reader, all);
  std::vector<Record> records;
  for (bool at_end = false; !at_end;) {
    rd_kafka_message_t* const message = rd_kafka_consumer_poll(reader, 10'000);
    if (message == nullptr) throw std::runtime_error("the mock cluster does not answer");
    at_end = message->err != RD_KAFKA_RESP_ERR_NO_ERROR;
    if (!at_end) records.push_back(record_of(*message));
    rd_kafka_message_destroy(message);
  }
  rd_kafka_topic_partition_list_destroy(all);
  rd_kafka_destroy(reader);
  return records;
}

}  // namespace mailroom::connectors
