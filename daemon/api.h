// The daemon's HTTP API: POST /v1/desk/VERB (JSON arguments, JSON answer), GET /health, /ready, /metrics.
// Translates between HTTP and the desk; errors become {"error": {code, message, where, hint, fault}}. Thread
// safe as the desk is.
#pragma once

#include <string>

#include "base/error.h"
#include "daemon/desk.h"
#include "daemon/http.h"
#include "daemon/store.h"

namespace mailroom::daemon {

class Api {
 public:
  // Nothing given is owned.
  Api(Desk& desk, Store& store, const Clock& clock) : desk_(desk), store_(store), clock_(clock) {}
  HttpAnswer answer(const HttpRequest& request);

 private:
  HttpAnswer call_desk(const std::string& verb, const HttpRequest& request);
  std::string metrics();

  Desk& desk_;
  Store& store_;
  const Clock& clock_;
};

std::string error_body(const Error& error);
// The error that a body of error_body() holds.
Error error_from_body(const std::string& body);

}  // namespace mailroom::daemon
