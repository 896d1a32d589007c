#include "tests/daemon/postgres/cutting_proxy.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace mailroom::testing {

namespace {

sockaddr_un address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) throw std::runtime_error("the socket's path is too long");
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  return address;
}

void send_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
}

std::string receive(int descriptor) {
  std::string bytes(64 * 1024, '\0');
  const ssize_t count = ::recv(descriptor, bytes.data(), bytes.size(), 0);
  bytes.resize(count > 0 ? static_cast<size_t>(count) : 0);
  return bytes;
}

}  // namespace

CuttingProxy::CuttingProxy(std::string server_socket)
    : server_socket_(std::move(server_socket)), listener_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const sockaddr_un address = address_of((folder_.path() / ".s.PGSQL.5432").string());
  if (::bind(listener_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(listener_.get(), 16) != 0)
    throw std::runtime_error("the proxy cannot listen");
  thread_ = std::thread([this] { run(); });
}

CuttingProxy::~CuttingProxy() {
  stopping_ = true;
  thread_.join();
}

std::string CuttingProxy::url(const std::string& direct) const {
  return direct.substr(0, direct.find("&host=")) + "&host=" + folder_.path().string();
}

void CuttingProxy::accept_one() {
  FileDescriptor client(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
  FileDescriptor server(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const sockaddr_un address = address_of(server_socket_);
  if (closed_ || ::connect(server.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    return;
  pairs_.push_back({std::move(client), std::move(server), false});
}

bool CuttingProxy::from_client(Pair& pair) {
  const std::string bytes = receive(pair.client.get());
  if (bytes.empty()) return false;
  // A simple query: 'Q', its length, its text (PostgreSQL, "Message Formats").
  const bool is_commit =
      bytes[0] == 'Q' && bytes.size() > 5 && std::string_view(bytes).substr(5, 6) == "COMMIT";
  if (is_commit && cut_ != Cut::never) {
    ++cuts_;
    const Cut cut = cut_.exchange(Cut::never);
    if (cut == Cut::for_good) closed_ = true;
    if (cut == Cut::server_side_stays) orphans_.push_back(std::move(pair.server));
    if (cut != Cut::after_it_took_effect) return false;
    pair.drop_answer = true;
  }
  send_all(pair.server.get(), bytes);
  return true;
}

bool CuttingProxy::from_server(Pair& pair) {
  const std::string bytes = receive(pair.server.get());
  if (bytes.empty() || pair.drop_answer) return false;
  send_all(pair.client.get(), bytes);
  return true;
}

void CuttingProxy::run() {
  while (!stopping_) {
    std::vector<pollfd> waited = {{listener_.get(), POLLIN, 0}};
    for (const Pair& pair : pairs_) {
      waited.push_back({pair.client.get(), POLLIN, 0});
      waited.push_back({pair.server.get(), POLLIN, 0});
    }
    if (::poll(waited.data(), waited.size(), 20) <= 0) continue;
    size_t i = 1;
    for (auto pair = pairs_.begin(); pair != pairs_.end(); i += 2) {
      const bool goes_on = (waited[i].revents == 0 || from_client(*pair)) &&
                           (waited[i + 1].revents == 0 || from_server(*pair));
      pair = goes_on ? std::next(pair) : pairs_.erase(pair);
    }
    if (waited[0].revents != 0) accept_one();
  }
}

}  // namespace mailroom::testing
