// HTTP/1.1 on an address of TCP, by Poco, for programs that hand in. Who asks is looked at before the body is
// read, and no more of that than may come. By TLS 1.2 or later if it is given a certificate; without, it
// listens on loopback, or behind a proxy that has one.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "daemon/upload_request.h"

namespace mailroom::daemon {

struct UploadAnswer {
  int status = 200;
  std::string body;                                 // JSON
  std::map<std::string, std::string> headers = {};  // beside its type and length
};

class UploadServer {
 public:
  // Called on several threads at once; must not throw.
  struct Handler {
    std::function<std::optional<UploadAnswer>(const UploadHead&)> refuse;  // before the body is read
    std::function<UploadAnswer(const UploadHead&, std::string body)> answer;
  };
  struct Address {
    std::string host;
    uint16_t port = 0;
    std::string certificate, key;  // PEM files; the chain in the first; empty: no TLS
  };
  // Answers from now on until destroyed; requests under way are finished. Throws Error{machine,
  // "address_unopened" | "certificate_unusable"}.
  UploadServer(const Address& address, uint64_t largest, Handler handler);
  ~UploadServer();
  UploadServer(const UploadServer&) = delete;
  UploadServer& operator=(const UploadServer&) = delete;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

// {"error": {"code", "message", "fix"}}
UploadAnswer upload_error(int status, const std::string& code, const std::string& message,
                          const std::string& fix = {});

}  // namespace mailroom::daemon
