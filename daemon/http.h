// HTTP over a Unix socket, both sides, by Poco. The server knows who calls by the socket's peer credentials
// (unix(7), SO_PEERCRED): nobody can say who they are, the kernel does. Poco stops here.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace mailroom::daemon {

struct Peer {
  unsigned uid = 0;
  std::string user;  // the account's name, or the number if it has none
};
Peer peer_of_this_process();

struct HttpRequest {
  std::string method, path, body;
  Peer peer;
};

struct HttpAnswer {
  int status = 200;
  std::string body;
  std::string type = "application/json";
};

// Answers requests on its own threads until destroyed; requests under way are finished. The socket's file has
// mode 0660 and is removed at the end. Throws Error{machine, "socket_unopened"}.
class HttpServer {
 public:
  using Handler = std::function<HttpAnswer(const HttpRequest&)>;
  HttpServer(const std::filesystem::path& socket, Handler handler);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

// One request. Throws Error{machine, "daemon_unreachable"} if nobody answers.
HttpAnswer http_request(const std::filesystem::path& socket, const std::string& method,
                        const std::string& path, const std::string& body);

// Whether somebody listens.
bool is_listening(const std::filesystem::path& socket);

}  // namespace mailroom::daemon
