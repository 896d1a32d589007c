// A receiver on loopback that does as it is told: answers, waits, cuts the connection before or after it took
// what was sent, talks too much; with TLS if it is given a certificate. It counts what took effect, under
// keys if it honours them. Thread safe; ends with its object.
#pragma once

#include <chrono>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace mailroom::connectors {

struct Manner {
  int status = 201;
  std::string body = R"({"payment":{"id":4711}})";
  std::map<std::string, std::string> headers = {};
  bool takes_effect = true;
  bool cuts = false;       // instead of an answer
  bool cuts_body = false;  // after the first half of it
  std::chrono::milliseconds waits{0};
};

struct SeenRequest {
  std::string method, target, body;
  std::map<std::string, std::string> headers;  // by lower-case name
};

struct Certificate {
  std::filesystem::path certificate, key;
  // Self-signed, for 127.0.0.1 or for another name, made by the program openssl.
  static Certificate make(const std::filesystem::path& folder, const std::string& name,
                          const std::string& subject = "IP:127.0.0.1");
};

class HttpPeer {
 public:
  HttpPeer();
  // By TLS; `clients`: it asks for a certificate that this one signed.
  explicit HttpPeer(const Certificate& own, const std::filesystem::path& clients = {});
  ~HttpPeer();

  std::string url(const std::string& path = "/") const;
  void behave(Manner manner);       // from now on
  void behave_once(Manner manner);  // for one request, before that
  void honour_keys(bool honours);
  std::vector<SeenRequest> seen() const;  // all requests, whatever became of them
  int effects() const;
  int connections() const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace mailroom::connectors
