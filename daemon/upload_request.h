// What a program hands in by HTTP: one file as the body, or several and fields as a form
// (multipart/form-data, RFC 7578). Pure but for Poco's parsing, which stops here.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"

namespace mailroom::daemon {

// A request's line and headers; names in small letters.
struct UploadHead {
  std::string method, path;                    // path: without the query
  std::map<std::string, std::string> query;    // decoded
  std::map<std::string, std::string> headers;  // the last of a name

  std::string header(const std::string& name) const;
};

// Of a request's target: "/v1/items?name=claim.pdf". Throws Error{usage, "request_invalid"}.
UploadHead head_of(const std::string& method, const std::string& target);

struct Upload {
  struct File {
    std::string name;  // plain: no folders, no control characters
    std::string bytes;
  };
  std::vector<File> files;
  Context metadata;  // fields and query, as a sidecar has them
};

// Throws Error{usage, "request_invalid"} for a form that cannot be understood, is cut short, or has no file.
Upload parse_upload(const UploadHead& head, std::string body);

}  // namespace mailroom::daemon
