#include "connectors/amqp_publisher.h"

#include <amqp.h>
#include <amqp_ssl_socket.h>
#include <amqp_tcp_socket.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <vector>

#include "base/error.h"
#include "base/text.h"
#include "connectors/reach.h"

namespace mailroom::connectors {

namespace {

using Trouble = AmqpAnswer::Trouble;
using Time = std::chrono::steady_clock;

constexpr amqp_channel_t kChannel = 1;
constexpr int kFrameBytes = 131'072;
constexpr uint8_t kPersistent = 2;
// A firewall forgets a connection on which nothing is said, and tells neither end.
constexpr std::chrono::seconds kLongestSilence{60};

struct CloseConnection {
  void operator()(amqp_connection_state_t connection) const {
    // Without a farewell, which might wait for an answer.
    amqp_destroy_connection(connection);
  }
};
using Handle = std::unique_ptr<amqp_connection_state_t_, CloseConnection>;

timeval time_of(std::chrono::microseconds time) {
  time = std::max(time, std::chrono::microseconds(0));
  return {static_cast<time_t>(time.count() / 1'000'000), static_cast<suseconds_t>(time.count() % 1'000'000)};
}

amqp_bytes_t bytes_of(const std::string& text) {
  return {text.size(), const_cast<char*>(text.data())};
}

std::string reason_of(int status) {
  return to_lower_ascii(amqp_error_string2(status));
}

Trouble trouble_of(int status) {
  switch (status) {
    case AMQP_STATUS_SSL_ERROR:
    case AMQP_STATUS_SSL_HOSTNAME_VERIFY_FAILED:
    case AMQP_STATUS_SSL_PEER_VERIFY_FAILED:
    case AMQP_STATUS_SSL_CONNECTION_FAILED:
      return Trouble::not_trusted;
    default:
      return Trouble::unreachable;
  }
}

AmqpAnswer closed_channel(const amqp_channel_close_t& close) {
  return {close.reply_code == AMQP_PRECONDITION_FAILED ? Trouble::too_large : Trouble::closed,
          "it closed the channel with " + std::to_string(close.reply_code)};
}

// What a broker answered to one of our questions before any message was sent.
AmqpAnswer answer_of(const amqp_rpc_reply_t& reply) {
  if (reply.reply_type == AMQP_RESPONSE_NORMAL) return {};
  if (reply.reply_type == AMQP_RESPONSE_LIBRARY_EXCEPTION)
    return {trouble_of(reply.library_error), reason_of(reply.library_error)};
  if (reply.reply.id == AMQP_CONNECTION_CLOSE_METHOD) {
    const auto* const close = static_cast<const amqp_connection_close_t*>(reply.reply.decoded);
    return {Trouble::no_login, "it closed the connection with " + std::to_string(close->reply_code)};
  }
  return {Trouble::no_login, "it does not let us in"};
}

}  // namespace

bool AmqpBroker::take(const std::string& url) {
  if (url.find('@') != std::string::npos) return false;
  std::vector<char> text(url.begin(), url.end());
  text.push_back('\0');
  amqp_connection_info info{};
  if (amqp_parse_url(text.data(), &info) != AMQP_STATUS_OK || *info.host == '\0') return false;
  host = info.host;
  virtual_host = info.vhost;
  port = info.port;
  is_secure = info.ssl != 0;
  return true;
}

struct AmqpPublisher::Implementation {
  AmqpBroker broker;
  Connection connection;
  Handle handle = nullptr;
  Instant used{};  // when the last message was made

  void be_secure(amqp_socket_t* socket) const {
    amqp_ssl_socket_set_verify_peer(socket, 1);
    amqp_ssl_socket_set_verify_hostname(socket, 1);
    int status = amqp_ssl_socket_set_ssl_versions(socket, AMQP_TLSv1_2, AMQP_TLSvLATEST);
    if (status == AMQP_STATUS_OK && !connection.trust_file.empty()) {
      status = amqp_ssl_socket_set_cacert(socket, connection.trust_file.c_str());
    } else if (status == AMQP_STATUS_OK) {
      SSL_CTX_set_default_verify_paths(static_cast<SSL_CTX*>(amqp_ssl_socket_get_context(socket)));
    }
    if (status == AMQP_STATUS_OK && !connection.certificate_file.empty()) {
      status =
          amqp_ssl_socket_set_key(socket, connection.certificate_file.c_str(), connection.key_file.c_str());
    }
    if (status != AMQP_STATUS_OK)
      throw Error(Fault::machine, "amqp_failed", "a certificate cannot be used: " + reason_of(status));
  }

  // A connection on which messages are confirmed.
  AmqpAnswer connect() {
    // One whose name is not known connecting tells.
    if (reach_of(broker.host, connection.private_networks).kind == Reach::Kind::shut)
      return {Trouble::address_refused, {}};
    Handle made(amqp_new_connection());
    amqp_socket_t* const socket = !made              ? nullptr
                                  : broker.is_secure ? amqp_ssl_socket_new(made.get())
                                                     : amqp_tcp_socket_new(made.get());
    if (socket == nullptr) throw Error(Fault::machine, "amqp_failed", "there is no memory for a connection");
    const timeval patience = time_of(connection.connect_within);
    amqp_set_handshake_timeout(made.get(), &patience);
    amqp_set_rpc_timeout(made.get(), &patience);
    if (broker.is_secure) be_secure(socket);
    const int status = amqp_socket_open_noblock(socket, broker.host.c_str(), broker.port, &patience);
    if (status != AMQP_STATUS_OK) return {trouble_of(status), reason_of(status)};
    if (!is_peer_allowed(amqp_get_sockfd(made.get()), connection.private_networks))
      return {Trouble::address_refused, {}};
    AmqpAnswer answer =
        answer_of(amqp_login(made.get(), broker.virtual_host.c_str(), 0, kFrameBytes, 0,
                             AMQP_SASL_METHOD_PLAIN, connection.user.c_str(), connection.password.c_str()));
    if (answer.trouble != Trouble::none) return answer;
    amqp_channel_open(made.get(), kChannel);
    answer = answer_of(amqp_get_rpc_reply(made.get()));
    if (answer.trouble != Trouble::none) return answer;
    amqp_confirm_select(made.get(), kChannel);
    answer = answer_of(amqp_get_rpc_reply(made.get()));
    if (answer.trouble == Trouble::none) handle = std::move(made);
    return answer;
  }

  // Nothing but silence comes on a connection that is well and idle, and not for long.
  bool is_well(Instant now) const {
    const auto silence = now - used;
    if (silence.count() < 0 || silence > kLongestSilence) return false;
    if (!handle || amqp_frames_enqueued(handle.get()) || amqp_data_in_buffer(handle.get())) return false;
    pollfd socket{amqp_get_sockfd(handle.get()), POLLIN, 0};
    return ::poll(&socket, 1, 0) == 0;
  }

  int send(const AmqpMessage& message) {
    amqp_basic_properties_t properties{};
    properties._flags = AMQP_BASIC_CONTENT_TYPE_FLAG | AMQP_BASIC_DELIVERY_MODE_FLAG |
                        AMQP_BASIC_MESSAGE_ID_FLAG | AMQP_BASIC_TIMESTAMP_FLAG | AMQP_BASIC_APP_ID_FLAG;
    properties.content_type = amqp_cstring_bytes("application/json");
    properties.delivery_mode = kPersistent;
    properties.message_id = bytes_of(message.id);
    properties.timestamp = static_cast<uint64_t>(message.made_at.microseconds / 1'000'000);
    properties.app_id = amqp_cstring_bytes("mailroom");
    if (!message.amends.empty()) {
      properties._flags |= AMQP_BASIC_CORRELATION_ID_FLAG;
      properties.correlation_id = bytes_of(message.amends);
    }
    constexpr amqp_boolean_t kMandatory = 1, kImmediate = 0;
    return amqp_basic_publish(handle.get(), kChannel, bytes_of(message.exchange),
                              bytes_of(message.routing_key), kMandatory, kImmediate, &properties,
                              bytes_of(message.body));
  }

  // A message that found no queue is returned first and confirmed then.
  AmqpAnswer await_confirmation() {
    const auto until = Time::now() + connection.answer_within;
    bool was_returned = false;
    for (;;) {
      amqp_frame_t frame;
      const timeval left =
          time_of(std::chrono::duration_cast<std::chrono::microseconds>(until - Time::now()));
      const int status = amqp_simple_wait_frame_noblock(handle.get(), &frame, &left);
      if (status != AMQP_STATUS_OK) return {Trouble::lost, reason_of(status)};
      if (frame.frame_type != AMQP_FRAME_METHOD) continue;  // the returned message itself
      switch (frame.payload.method.id) {
        case AMQP_BASIC_ACK_METHOD:
          return {was_returned ? Trouble::unrouted : Trouble::none, {}};
        case AMQP_BASIC_NACK_METHOD:
          return {Trouble::not_confirmed, {}};
        case AMQP_BASIC_RETURN_METHOD:
          was_returned = true;
          break;
        case AMQP_CHANNEL_CLOSE_METHOD:
          return closed_channel(*static_cast<const amqp_channel_close_t*>(frame.payload.method.decoded));
        case AMQP_CONNECTION_CLOSE_METHOD:
          return {Trouble::lost, "the broker closed the connection"};
        default:
          break;
      }
    }
  }
};

AmqpPublisher::AmqpPublisher(AmqpBroker broker, Connection connection)
    : implementation_(std::make_unique<Implementation>()) {
  implementation_->broker = std::move(broker);
  implementation_->connection = std::move(connection);
}
AmqpPublisher::~AmqpPublisher() = default;

AmqpAnswer AmqpPublisher::publish(const AmqpMessage& message) {
  Implementation& own = *implementation_;
  if (!own.is_well(message.made_at)) {
    own.handle.reset();
    if (AmqpAnswer answer = own.connect(); answer.trouble != Trouble::none) return answer;
  }
  own.used = message.made_at;
  amqp_maybe_release_buffers(own.handle.get());
  const int status = own.send(message);
  AmqpAnswer answer =
      status == AMQP_STATUS_OK ? own.await_confirmation() : AmqpAnswer{Trouble::lost, reason_of(status)};
  const bool goes_on = answer.trouble == Trouble::none || answer.trouble == Trouble::unrouted ||
                       answer.trouble == Trouble::not_confirmed;
  if (!goes_on) own.handle.reset();
  return answer;
}

}  // namespace mailroom::connectors
