#include "tests/connectors/servers/broker.h"

#include <amqp.h>
#include <amqp_tcp_socket.h>
#include <gtest/gtest.h>

namespace mailroom::connectors {

namespace {

constexpr amqp_channel_t kChannel = 1;
std::string reason;  // why there is none

// A channel of the tests' own; what was taken on it and not acknowledged goes back when it closes.
class Channel {
 public:
  explicit Channel(int port) : connection_(amqp_new_connection()) {
    amqp_socket_t* const socket = amqp_tcp_socket_new(connection_);
    EXPECT_EQ(amqp_socket_open(socket, "127.0.0.1", port), AMQP_STATUS_OK);
    amqp_login(connection_, "/", 0, 131'072, 0, AMQP_SASL_METHOD_PLAIN, "office", "swordfish");
    amqp_channel_open(connection_, kChannel);
    EXPECT_EQ(amqp_get_rpc_reply(connection_).reply_type, AMQP_RESPONSE_NORMAL);
  }
  ~Channel() {
    amqp_connection_close(connection_, AMQP_REPLY_SUCCESS);
    amqp_destroy_connection(connection_);
  }
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;
  amqp_connection_state_t get() const { return connection_; }

 private:
  amqp_connection_state_t connection_;
};

std::string text(amqp_bytes_t bytes) {
  return {static_cast<const char*>(bytes.bytes), bytes.len};
}

}  // namespace

Broker* Broker::get() {
  static std::unique_ptr<Broker> broker = [] {
    auto made = std::make_unique<Broker>();
    reason = made->process_.why();
    if (!reason.empty()) made.reset();
    return made;
  }();
  return broker.get();
}

std::string Broker::why() {
  return get() != nullptr ? "" : reason;
}

Broker::Broker()
    : certificate_(Certificate::make(folder_.path(), "broker", "DNS:localhost")),
      process_("broker", {folder_.path().string()}) {}

std::string Broker::url(bool secure) const {
  const std::string port = secure ? read_file(folder_.path() / "tls_port") : std::to_string(process_.port());
  return (secure ? "amqps://localhost:" : "amqp://127.0.0.1:") + port.substr(0, port.find('\n'));
}

void Broker::declare(const std::string& queue, int most) {
  const Channel channel(process_.port());
  amqp_table_entry_t entries[2] = {};
  entries[0].key = amqp_cstring_bytes("x-max-length");
  entries[0].value.kind = AMQP_FIELD_KIND_I32;
  entries[0].value.value.i32 = most;
  entries[1].key = amqp_cstring_bytes("x-overflow");
  entries[1].value.kind = AMQP_FIELD_KIND_UTF8;
  entries[1].value.value.bytes = amqp_cstring_bytes("reject-publish");
  const amqp_table_t arguments{most > 0 ? 2 : 0, entries};
  amqp_queue_declare(channel.get(), kChannel, amqp_cstring_bytes(queue.c_str()), 0, 1, 0, 0, arguments);
  EXPECT_EQ(amqp_get_rpc_reply(channel.get()).reply_type, AMQP_RESPONSE_NORMAL);
}

void Broker::remove(const std::string& queue) {
  const Channel channel(process_.port());
  amqp_queue_delete(channel.get(), kChannel, amqp_cstring_bytes(queue.c_str()), 0, 0);
}

std::vector<Broker::Message> Broker::messages(const std::string& queue) {
  const Channel channel(process_.port());
  std::vector<Message> all;
  for (;;) {
    const amqp_rpc_reply_t reply =
        amqp_basic_get(channel.get(), kChannel, amqp_cstring_bytes(queue.c_str()), 0);
    if (reply.reply_type != AMQP_RESPONSE_NORMAL || reply.reply.id == AMQP_BASIC_GET_EMPTY_METHOD) return all;
    amqp_message_t message;
    amqp_read_message(channel.get(), kChannel, &message, 0);
    const amqp_basic_properties_t& properties = message.properties;
    const bool correlates = (properties._flags & AMQP_BASIC_CORRELATION_ID_FLAG) != 0;
    all.push_back({text(properties.message_id), correlates ? text(properties.correlation_id) : "",
                   text(properties.content_type), text(message.body), properties.delivery_mode == 2});
    amqp_destroy_message(&message);
  }
}

}  // namespace mailroom::connectors
