#include "tests/connectors/http_peer.h"

#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerRequestImpl.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/NetSSL.h>
#include <Poco/Net/SecureServerSocket.h>
#include <Poco/StreamCopier.h>
#include <Poco/ThreadPool.h>

#include <condition_variable>
#include <cstdlib>
#include <set>

#include "base/text.h"

namespace mailroom::connectors {

namespace {

namespace net = Poco::Net;

constexpr int kThreads = 8;

net::ServerSocket plain_socket() {
  return net::ServerSocket(net::SocketAddress("127.0.0.1", 0));
}

net::ServerSocket secure_socket(const Certificate& own, const std::filesystem::path& clients) {
  static const bool started = (net::initializeSSL(), true);
  (void)started;
  const auto verification = clients.empty() ? net::Context::VERIFY_NONE : net::Context::VERIFY_STRICT;
  const net::Context::Ptr context(new net::Context(net::Context::TLS_SERVER_USE, own.key.string(),
                                                   own.certificate.string(), clients.string(), verification));
  return net::SecureServerSocket(net::SocketAddress("127.0.0.1", 0), 64, context);
}

}  // namespace

Certificate Certificate::make(const std::filesystem::path& folder, const std::string& name,
                              const std::string& subject) {
  const Certificate made{folder / (name + ".pem"), folder / (name + ".key")};
  const std::string command =
      "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=" + name +
      " -addext subjectAltName=" + subject + " -keyout '" + made.key.string() + "' -out '" +
      made.certificate.string() + "' 2>/dev/null";
  if (std::system(command.c_str()) != 0) std::abort();
  return made;
}

struct HttpPeer::Implementation {
  struct Handler : net::HTTPRequestHandler {
    explicit Handler(Implementation& of) : peer(of) {}
    void handleRequest(net::HTTPServerRequest& request, net::HTTPServerResponse& response) override {
      peer.handle(request, response);
    }
    Implementation& peer;
  };
  struct Factory : net::HTTPRequestHandlerFactory {
    explicit Factory(Implementation& of) : peer(of) {}
    net::HTTPRequestHandler* createRequestHandler(const net::HTTPServerRequest&) override {
      return new Handler(peer);
    }
    Implementation& peer;
  };

  Implementation(net::ServerSocket socket, bool is_secure)
      : scheme(is_secure ? "https" : "http"), port(socket.address().port()) {
    auto* parameters = new net::HTTPServerParams;
    parameters->setKeepAlive(true);
    parameters->setMaxKeepAliveRequests(0);
    parameters->setMaxThreads(kThreads);
    server = std::make_unique<net::HTTPServer>(new Factory(*this), threads, socket, parameters);
    server->start();
  }
  ~Implementation() {
    {
      const std::lock_guard lock(mutex);
      is_ending = true;
    }
    ending.notify_all();
    server->stopAll(true);
    threads.joinAll();
  }

  void handle(net::HTTPServerRequest& request, net::HTTPServerResponse& response) {
    SeenRequest one{request.getMethod(), request.getURI(), {}, {}};
    Poco::StreamCopier::copyToString(request.stream(), one.body);
    for (const auto& [name, value] : request) one.headers[to_lower_ascii(name)] = value;
    const Manner manner = take(one);
    if (manner.waits.count() > 0) {
      std::unique_lock lock(mutex);
      if (ending.wait_for(lock, manner.waits, [&] { return is_ending; })) return;
    }
    auto& connection = static_cast<net::HTTPServerRequestImpl&>(request).socket();
    if (manner.cuts) return connection.shutdown();
    response.setStatus(static_cast<net::HTTPResponse::HTTPStatus>(manner.status));
    for (const auto& [name, value] : manner.headers) response.set(name, value);
    response.setContentLength(static_cast<std::streamsize>(manner.body.size()));
    std::ostream& out = response.send();
    if (!manner.cuts_body) {
      out << manner.body << std::flush;
      return;
    }
    out << manner.body.substr(0, manner.body.size() / 2) << std::flush;
    connection.shutdown();
  }

  Manner take(const SeenRequest& one) {
    const std::lock_guard lock(mutex);
    seen.push_back(one);
    Manner manner = always;
    if (!next.empty()) manner = next.front(), next.pop_front();
    const auto key = one.headers.find("idempotency-key");
    const bool is_known = honours && key != one.headers.end() && !keys.insert(key->second).second;
    if (manner.takes_effect && !is_known) ++effects;
    if (!manner.takes_effect && honours && key != one.headers.end() && !is_known) keys.erase(key->second);
    return manner;
  }

  const std::string scheme;
  const int port;
  mutable std::mutex mutex;
  std::condition_variable ending;
  bool is_ending = false, honours = true;
  Manner always;
  std::deque<Manner> next;
  std::vector<SeenRequest> seen;
  std::set<std::string> keys;
  int effects = 0;
  Poco::ThreadPool threads{kThreads, kThreads};
  std::unique_ptr<net::HTTPServer> server;
};

HttpPeer::HttpPeer() : implementation_(std::make_unique<Implementation>(plain_socket(), false)) {}
HttpPeer::HttpPeer(const Certificate& own, const std::filesystem::path& clients)
    : implementation_(std::make_unique<Implementation>(secure_socket(own, clients), true)) {}
HttpPeer::~HttpPeer() = default;

std::string HttpPeer::url(const std::string& path) const {
  return implementation_->scheme + "://127.0.0.1:" + std::to_string(implementation_->port) + path;
}
void HttpPeer::behave(Manner manner) {
  const std::lock_guard lock(implementation_->mutex);
  implementation_->always = std::move(manner);
}
void HttpPeer::behave_once(Manner manner) {
  const std::lock_guard lock(implementation_->mutex);
  implementation_->next.push_back(std::move(manner));
}
void HttpPeer::honour_keys(bool honours) {
  const std::lock_guard lock(implementation_->mutex);
  implementation_->honours = honours;
}
std::vector<SeenRequest> HttpPeer::seen() const {
  const std::lock_guard lock(implementation_->mutex);
  return implementation_->seen;
}
int HttpPeer::effects() const {
  const std::lock_guard lock(implementation_->mutex);
  return implementation_->effects;
}
int HttpPeer::connections() const {
  return implementation_->server->totalConnections();
}

}  // namespace mailroom::connectors
