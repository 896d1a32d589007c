#include "connectors/kafka_producer.h"

#include <librdkafka/rdkafka.h>
#include <sys/socket.h>

#include <atomic>
#include <cerrno>

#include "base/error.h"
#include "base/text.h"
#include "connectors/reach.h"
#include "connectors/settings.h"

namespace mailroom::connectors {

namespace {

using Trouble = KafkaAnswer::Trouble;
using Time = std::chrono::steady_clock;

constexpr int kPollMilliseconds = 50;
// A firewall forgets a connection on which nothing is said, and tells neither end.
constexpr char kLongestSilenceMilliseconds[] = "60000";
constexpr std::chrono::seconds kGrace{5};  // after which librdkafka itself must have given the record up

struct Destroy {
  void operator()(rd_kafka_conf_t* configuration) const { rd_kafka_conf_destroy(configuration); }
  void operator()(rd_kafka_t* producer) const { rd_kafka_destroy(producer); }
};
using Configuration = std::unique_ptr<rd_kafka_conf_t, Destroy>;
using Producer = std::unique_ptr<rd_kafka_t, Destroy>;

// What became of a record, as librdkafka reports it.
struct Report {
  bool is_in = false;
  rd_kafka_resp_err_t error = RD_KAFKA_RESP_ERR_NO_ERROR;
  rd_kafka_msg_status_t status = RD_KAFKA_MSG_STATUS_NOT_PERSISTED;
};

// Lives as long as the producer; librdkafka's threads look at it.
struct Gate {
  Networks private_networks;
  std::atomic<bool> has_refused = false, has_allowed = false;
};

// Of a broker's name as librdkafka writes it: "sasl_ssl://host:9092/1", "host:9092/bootstrap".
std::string host_of(std::string_view broker) {
  if (const size_t scheme = broker.find("://"); scheme != std::string_view::npos)
    broker.remove_prefix(scheme + 3);
  broker = broker.substr(0, broker.rfind('/'));
  return std::string(broker.substr(0, broker.rfind(':')));
}

int connect_if_allowed(int socket, const sockaddr* address, int size, const char* broker, void* opaque) {
  Gate& gate = *static_cast<Gate*>(opaque);
  if (!may_reach(*address, gate.private_networks) ||
      reach_of(host_of(broker), gate.private_networks).kind == Reach::Kind::shut) {
    gate.has_refused = true;
    return EACCES;
  }
  gate.has_allowed = true;
  const bool is_under_way =
      ::connect(socket, address, static_cast<socklen_t>(size)) == 0 || errno == EINPROGRESS;
  return is_under_way ? 0 : errno;
}

void take_report(rd_kafka_t*, const rd_kafka_message_t* message, void*) {
  Report& report = *static_cast<Report*>(message->_private);
  report = {true, message->err, rd_kafka_message_status(message)};
}

void say_nothing(const rd_kafka_t*, int, const char*, const char*) {}
void note_nothing(rd_kafka_t*, int, const char*, void*) {}

void set(rd_kafka_conf_t* configuration, const char* name, const std::string& value, const char* key) {
  // Not librdkafka's own words: they repeat the value, which may be a secret.
  if (rd_kafka_conf_set(configuration, name, value.c_str(), nullptr, 0) != RD_KAFKA_CONF_OK)
    throw setting_invalid(key, std::string("what librdkafka takes as '") + name + "'");
}

Configuration configuration_of(const KafkaCluster& cluster, Gate& gate) {
  Configuration made(rd_kafka_conf_new());
  rd_kafka_conf_t* const raw = made.get();
  const Connection& connection = cluster.connection;
  const std::string patience = std::to_string(connection.answer_within.count());
  const bool logs_in = !connection.user.empty();
  set(raw, "bootstrap.servers", cluster.brokers, "kafka");
  set(raw, "client.id", "mailroom", "kafka");
  set(raw, "enable.idempotence", "true", "kafka");
  set(raw, "acks", "all", "kafka");
  set(raw, "linger.ms", "0", "kafka");
  set(raw, "connections.max.idle.ms", kLongestSilenceMilliseconds, "kafka");
  set(raw, "message.timeout.ms", patience, "timeout");
  set(raw, "security.protocol",
      logs_in ? (cluster.is_secure ? "sasl_ssl" : "sasl_plaintext")
              : (cluster.is_secure ? "ssl" : "plaintext"),
      "tls");
  if (logs_in) {
    set(raw, "sasl.mechanisms", cluster.mechanism, "login.mechanism");
    set(raw, "sasl.username", connection.user, "login.user");
    set(raw, "sasl.password", connection.password, "login.password");
  }
  if (!connection.trust_file.empty()) set(raw, "ssl.ca.location", connection.trust_file, "tls.trust");
  if (!connection.certificate_file.empty()) {
    set(raw, "ssl.certificate.location", connection.certificate_file, "tls.certificate");
    set(raw, "ssl.key.location", connection.key_file, "tls.key");
  }
  rd_kafka_conf_set_opaque(raw, &gate);
  rd_kafka_conf_set_connect_cb(raw, &connect_if_allowed);
  rd_kafka_conf_set_dr_msg_cb(raw, &take_report);
  rd_kafka_conf_set_log_cb(raw, &say_nothing);
  rd_kafka_conf_set_error_cb(raw, &note_nothing);
  return made;
}

Trouble trouble_of(rd_kafka_resp_err_t error) {
  switch (error) {
    case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE:
    case RD_KAFKA_RESP_ERR_INVALID_RECORD:
      return Trouble::too_large;
    case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION:
    case RD_KAFKA_RESP_ERR__AUTHENTICATION:
    case RD_KAFKA_RESP_ERR__SSL:
      return Trouble::not_allowed;
    default:
      return Trouble::unreachable;
  }
}

std::string reason_of(rd_kafka_resp_err_t error) {
  std::string text = rd_kafka_err2str(error);
  if (!text.empty()) text[0] = to_lower_ascii(text.substr(0, 1))[0];
  return text;
}

}  // namespace

struct KafkaProducer::Implementation {
  KafkaCluster cluster;
  Gate gate;
  Configuration configuration;  // of which each producer gets a copy
  Producer producer;            // its threads look at `gate`: gone before it

  void start() {
    Configuration copy(rd_kafka_conf_dup(configuration.get()));
    gate.has_refused = gate.has_allowed = false;
    producer.reset(rd_kafka_new(RD_KAFKA_PRODUCER, copy.get(), nullptr, 0));
    if (!producer) throw Error(Fault::machine, "kafka_failed", "librdkafka makes no producer");
    (void)copy.release();  // the producer's now
  }

  // No error: it is in the producer's hands, which report what becomes of it.
  rd_kafka_resp_err_t hand_over(const KafkaRecord& record, Report& report) {
    rd_kafka_headers_t* const headers = rd_kafka_headers_new(record.headers.size());
    for (const auto& [name, value] : record.headers)
      rd_kafka_header_add(headers, name.data(), static_cast<ssize_t>(name.size()), value.data(),
                          static_cast<ssize_t>(value.size()));
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored \
    "-Wpedantic"  // librdkafka checks its arguments' types by statements in expressions
    const rd_kafka_resp_err_t error = rd_kafka_producev(
        producer.get(), RD_KAFKA_V_TOPIC(record.topic.c_str()),
        RD_KAFKA_V_KEY(record.key.data(), record.key.size()),
        RD_KAFKA_V_VALUE(const_cast<char*>(record.body.data()), record.body.size()),
        RD_KAFKA_V_HEADERS(headers), RD_KAFKA_V_TIMESTAMP(record.made_at.microseconds / 1000),
        RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_OPAQUE(&report), RD_KAFKA_V_END);
#pragma GCC diagnostic pop
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) rd_kafka_headers_destroy(headers);
    return error;
  }

  // The report comes, at the latest when the record is taken from the producer.
  void await(const Report& report) {
    const auto until = Time::now() + cluster.connection.answer_within + kGrace;
    while (!report.is_in && Time::now() < until) rd_kafka_poll(producer.get(), kPollMilliseconds);
    if (report.is_in) return;
    rd_kafka_purge(producer.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
    while (!report.is_in) rd_kafka_poll(producer.get(), kPollMilliseconds);
  }

  KafkaAnswer answer_of(const Report& report) const {
    if (report.error == RD_KAFKA_RESP_ERR_NO_ERROR) return {};
    // Whatever the error is called, this says whether the record may have been kept.
    if (report.status != RD_KAFKA_MSG_STATUS_NOT_PERSISTED) return {Trouble::lost, reason_of(report.error)};
    const Trouble trouble = trouble_of(report.error);
    if (trouble == Trouble::unreachable && gate.has_refused && !gate.has_allowed)
      return {Trouble::address_refused, {}};
    return {trouble, reason_of(report.error)};
  }
};

KafkaProducer::KafkaProducer(KafkaCluster cluster) : implementation_(std::make_unique<Implementation>()) {
  Implementation& own = *implementation_;
  own.cluster = std::move(cluster);
  own.gate.private_networks = own.cluster.connection.private_networks;
  own.configuration = configuration_of(own.cluster, own.gate);
}
KafkaProducer::~KafkaProducer() = default;

KafkaAnswer KafkaProducer::send(const KafkaRecord& record) {
  Implementation& own = *implementation_;
  if (!own.producer) own.start();
  Report report;
  const rd_kafka_resp_err_t error = own.hand_over(record, report);
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
    own.producer.reset();
    return {trouble_of(error), reason_of(error)};
  }
  own.await(report);
  KafkaAnswer answer = own.answer_of(report);
  if (answer.trouble != Trouble::none) own.producer.reset();
  return answer;
}

}  // namespace mailroom::connectors
