#include "daemon/upload_server.h"

#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerParams.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/SecureServerSocket.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/ThreadPool.h>

#include <array>

#include "base/error.h"
#include "base/json.h"
#include "base/log.h"
#include "base/text.h"
#include "base/value.h"

namespace mailroom::daemon {

namespace {

namespace net = Poco::Net;

constexpr int kThreads = 4;  // each with a request in memory
constexpr int kMostWaiting = 64;
constexpr int kSilentSeconds = 30;

// None: there is more of it than may come.
std::optional<std::string> read_body(std::istream& stream, uint64_t largest) {
  std::string body;
  std::array<char, 64 << 10> chunk;
  while (stream.read(chunk.data(), chunk.size()), stream.gcount() > 0) {
    if (body.size() + static_cast<size_t>(stream.gcount()) > largest) return {};
    body.append(chunk.data(), static_cast<size_t>(stream.gcount()));
  }
  return body;
}

UploadAnswer too_large(uint64_t largest) {
  return upload_error(413, "too_large", "the request is larger than " + std::to_string(largest >> 20) + " MB",
                      "hand in less at once, or have 'largest' of the inbox raised");
}

class UploadHandler final : public net::HTTPRequestHandler {
 public:
  UploadHandler(const UploadServer::Handler& handler, uint64_t largest)
      : handler_(handler), largest_(largest) {}

  void handleRequest(net::HTTPServerRequest& request, net::HTTPServerResponse& response) override {
    UploadAnswer answer;
    try {
      answer = answer_to(request, response);
    } catch (const Error& error) {
      answer = upload_error(400, error.code(), error.message(), error.hint());
    } catch (const std::exception&) {
      return;  // the connection is gone or what came is no HTTP
    }
    response.setStatusAndReason(static_cast<net::HTTPResponse::HTTPStatus>(answer.status));
    response.setContentType("application/json");
    for (const auto& [name, value] : answer.headers) response.set(name, value);
    response.setContentLength64(static_cast<Poco::Int64>(answer.body.size()));
    response.send() << answer.body;
  }

 private:
  UploadAnswer answer_to(net::HTTPServerRequest& request, net::HTTPServerResponse& response) {
    UploadHead head = head_of(request.getMethod(), request.getURI());
    for (const auto& [name, value] : request) head.headers[to_lower_ascii(name)] = value;
    if (auto refusal = handler_.refuse(head)) return *refusal;
    if (request.hasContentLength() && static_cast<uint64_t>(request.getContentLength64()) > largest_)
      return too_large(largest_);
    if (request.getExpectContinue()) response.sendContinue();
    auto body = read_body(request.stream(), largest_);
    if (!body) return too_large(largest_);
    // A connection that broke looks like the end of a body whose length was not said; a form tells its own
    // end.
    if (head.method == "POST" && !request.hasContentLength() &&
        !to_lower_ascii(request.getContentType()).starts_with("multipart/form-data")) {
      return upload_error(411, "length_missing", "the request does not say how long it is",
                          "send Content-Length, and not in chunks");
    }
    if (request.hasContentLength() && body->size() != static_cast<uint64_t>(request.getContentLength64()))
      return upload_error(400, "request_cut", "the request is cut short");
    return handler_.answer(head, std::move(*body));
  }

  const UploadServer::Handler& handler_;
  const uint64_t largest_;
};

class HandlerFactory final : public net::HTTPRequestHandlerFactory {
 public:
  HandlerFactory(const UploadServer::Handler& handler, uint64_t largest)
      : handler_(handler), largest_(largest) {}
  net::HTTPRequestHandler* createRequestHandler(const net::HTTPServerRequest&) override {
    return new UploadHandler(handler_, largest_);  // Poco deletes it
  }

 private:
  const UploadServer::Handler& handler_;
  const uint64_t largest_;
};

net::Context::Ptr tls_of(const UploadServer::Address& address) {
  try {
    net::Context::Params parameters;
    parameters.certificateFile = address.certificate;
    parameters.privateKeyFile = address.key;
    parameters.verificationMode = net::Context::VERIFY_NONE;  // programs show a token and no certificate
    parameters.loadDefaultCAs = false;
    net::Context::Ptr made(new net::Context(net::Context::TLS_SERVER_USE, parameters));
    made->requireMinimumProtocol(net::Context::PROTO_TLSV1_2);
    return made;
  } catch (const Poco::Exception&) {
    throw Error(Fault::machine, "certificate_unusable", "the certificate or its key cannot be used", {},
                "both are PEM files that the daemon's user may read, and belong together");
  }
}

}  // namespace

struct UploadServer::Implementation {
  explicit Implementation(Handler given) : handler(std::move(given)) {}

  Handler handler;
  net::ServerSocket socket;
  Poco::ThreadPool pool{1, kThreads};
  std::unique_ptr<net::HTTPServer> server;
};

UploadServer::UploadServer(const Address& address, uint64_t largest, Handler handler)
    : implementation_(std::make_unique<Implementation>(std::move(handler))) {
  Implementation& self = *implementation_;
  const net::Context::Ptr tls = address.certificate.empty() ? nullptr : tls_of(address);
  try {
    const net::SocketAddress where(address.host, address.port);
    if (tls.isNull()) {
      self.socket = net::ServerSocket(where, kMostWaiting);
    } else {
      self.socket = net::SecureServerSocket(where, kMostWaiting, tls);
    }
    auto* parameters = new net::HTTPServerParams;  // the server shares it and deletes it
    parameters->setMaxThreads(kThreads);
    parameters->setMaxQueued(kMostWaiting);
    parameters->setKeepAlive(false);  // a connection that waits would keep a thread
    parameters->setTimeout(Poco::Timespan(kSilentSeconds, 0));
    self.server = std::make_unique<net::HTTPServer>(new HandlerFactory(self.handler, largest), self.pool,
                                                    self.socket, parameters);
    self.server->start();
  } catch (const Poco::Exception& error) {
    throw Error(Fault::machine, "address_unopened", "cannot listen: " + error.displayText(),
                address.host + ":" + std::to_string(address.port),
                "check that no other program listens there");
  }
}

UploadServer::~UploadServer() {
  try {
    if (implementation_->server) implementation_->server->stopAll(true);
    implementation_->pool.joinAll();
  } catch (const Poco::Exception&) {
    log::warning("uploads_stopped_late");
  }
}

UploadAnswer upload_error(int status, const std::string& code, const std::string& message,
                          const std::string& fix) {
  Context error{{"code", code}, {"message", message}};
  if (!fix.empty()) error.put("fix", fix);
  return {status, to_json(Value(Context{{"error", std::move(error)}}))};
}

}  // namespace mailroom::daemon
