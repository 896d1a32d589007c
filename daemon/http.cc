#include "daemon/http.h"

#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerParams.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerRequestImpl.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/StreamCopier.h>
#include <Poco/ThreadPool.h>
#include <fcntl.h>
#include <pwd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "base/error.h"
#include "base/file.h"
#include "base/log.h"

namespace mailroom::daemon {

namespace {

namespace net = Poco::Net;
namespace fs = std::filesystem;

constexpr std::streamsize kMostBody = 8 << 20;
constexpr int kThreads = 4;
constexpr int kMostWaiting = 64;
constexpr int kClientSeconds = 120;

// sun_path has 108 bytes; a site may lie deeper. Through the folder's descriptor any path is short. The
// descriptor must live as long as the path is used.
struct ShortPath {
  FileDescriptor folder;
  std::string path;

  explicit ShortPath(const fs::path& socket) : path(socket.string()) {
    if (path.size() < sizeof(sockaddr_un::sun_path)) return;
    folder = FileDescriptor(::open(socket.parent_path().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    path = "/proc/self/fd/" + std::to_string(folder.get()) + "/" + socket.filename().string();
  }
};

Peer peer_named(unsigned uid) {
  std::array<char, 4096> buffer;
  struct passwd entry;
  struct passwd* found = nullptr;
  if (::getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found) == 0 && found)
    return {uid, found->pw_name};
  return {uid, std::to_string(uid)};
}

Peer peer_of(const net::StreamSocket& socket) {
  struct ucred credentials {};
  socklen_t size = sizeof credentials;
  if (::getsockopt(socket.impl()->sockfd(), SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) {
    throw Error(Fault::machine, "peer_unknown", "the socket does not say who calls");
  }
  return peer_named(credentials.uid);
}

class RequestHandler final : public net::HTTPRequestHandler {
 public:
  explicit RequestHandler(const HttpServer::Handler& handler) : handler_(handler) {}

  void handleRequest(net::HTTPServerRequest& request, net::HTTPServerResponse& response) override {
    HttpAnswer answer;
    try {
      HttpRequest plain;
      plain.method = request.getMethod();
      plain.path = request.getURI();
      plain.peer = peer_of(static_cast<net::HTTPServerRequestImpl&>(request).socket());
      if (request.getContentLength64() > kMostBody) {
        answer = {413, R"({"error":{"code":"too_large","message":"the request is too large"}})"};
      } else {
        Poco::StreamCopier::copyToString(request.stream(), plain.body);
        answer = handler_(plain);
      }
    } catch (const std::exception&) {
      answer = {500,
                R"({"error":{"code":"internal","message":"the daemon failed to answer","fault":"machine"}})"};
    }
    response.setStatus(static_cast<net::HTTPResponse::HTTPStatus>(answer.status));
    response.setContentType(answer.type);
    response.setContentLength64(static_cast<Poco::Int64>(answer.body.size()));
    response.send() << answer.body;
  }

 private:
  const HttpServer::Handler& handler_;
};

class HandlerFactory final : public net::HTTPRequestHandlerFactory {
 public:
  explicit HandlerFactory(const HttpServer::Handler& handler) : handler_(handler) {}
  net::HTTPRequestHandler* createRequestHandler(const net::HTTPServerRequest&) override {
    return new RequestHandler(handler_);  // Poco deletes it
  }

 private:
  const HttpServer::Handler& handler_;
};

}  // namespace

Peer peer_of_this_process() {
  return peer_named(::getuid());
}

namespace {

// The folder has to be there before a short path to it is made.
fs::path in_made_folder(const fs::path& socket) {
  make_folder(socket.parent_path());
  return socket;
}

}  // namespace

struct HttpServer::Implementation {
  Handler handler;
  fs::path path;
  ShortPath short_path;
  net::ServerSocket socket;
  Poco::ThreadPool pool{1, kThreads};
  std::unique_ptr<net::HTTPServer> server;

  Implementation(const fs::path& file, Handler given)
      : handler(std::move(given)), path(in_made_folder(file)), short_path(file) {}
};

HttpServer::HttpServer(const fs::path& socket, Handler handler)
    : implementation_(std::make_unique<Implementation>(socket, std::move(handler))) {
  Implementation& self = *implementation_;
  try {
    std::error_code ignored;
    fs::remove(socket, ignored);  // left by a daemon that was killed; the lock says that it is gone
    self.socket =
        net::ServerSocket(net::SocketAddress(net::SocketAddress::UNIX_LOCAL, self.short_path.path), 64);
    ::chmod(socket.c_str(), 0660);
    auto* parameters = new net::HTTPServerParams;  // the server shares it and deletes it
    parameters->setMaxThreads(kThreads);
    parameters->setMaxQueued(kMostWaiting);
    parameters->setKeepAlive(false);
    parameters->setTimeout(Poco::Timespan(kClientSeconds, 0));
    self.server = std::make_unique<net::HTTPServer>(new HandlerFactory(self.handler), self.pool, self.socket,
                                                    parameters);
    self.server->start();
  } catch (const Poco::Exception& error) {
    throw Error(Fault::machine, "socket_unopened", "cannot listen: " + error.displayText(), socket.string(),
                "check that the daemon's user may write in the folder");
  }
}

HttpServer::~HttpServer() {
  try {
    implementation_->server->stopAll(false);
    implementation_->pool.joinAll();
  } catch (const Poco::Exception&) {
    log::warning("api_stopped_late");
  }
  std::error_code ignored;
  fs::remove(implementation_->path, ignored);
}

HttpAnswer http_request(const fs::path& socket, const std::string& method, const std::string& path,
                        const std::string& body) {
  try {
    const ShortPath short_path(socket);
    net::StreamSocket stream(net::SocketAddress(net::SocketAddress::UNIX_LOCAL, short_path.path));
    net::HTTPClientSession session(stream);
    session.setTimeout(Poco::Timespan(kClientSeconds, 0));
    net::HTTPRequest request(method, path, net::HTTPMessage::HTTP_1_1);
    request.setHost("localhost");
    request.setContentType("application/json");
    request.setContentLength64(static_cast<Poco::Int64>(body.size()));
    session.sendRequest(request) << body;
    net::HTTPResponse response;
    HttpAnswer answer;
    std::istream& stream_in = session.receiveResponse(response);
    Poco::StreamCopier::copyToString(stream_in, answer.body);
    answer.status = response.getStatus();
    answer.type = response.getContentType();
    return answer;
  } catch (const Poco::Exception& error) {
    throw Error(Fault::machine, "daemon_unreachable", "the daemon does not answer: " + error.displayText(),
                socket.string(), "see its log, or start it again: mailroomd");
  }
}

bool is_listening(const fs::path& socket) {
  std::error_code ignored;
  if (!fs::is_socket(socket, ignored)) return false;
  const ShortPath short_path(socket);
  const FileDescriptor probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (short_path.path.size() >= sizeof address.sun_path) return false;
  short_path.path.copy(address.sun_path, sizeof address.sun_path - 1);
  if (::connect(probe.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return true;
  if (errno == EACCES || errno == EPERM) {
    throw Error(Fault::machine, "socket_denied", "a daemon runs here, but you may not speak to it",
                socket.string(), "ask to be put into the group that owns the socket");
  }
  return false;
}

}  // namespace mailroom::daemon
