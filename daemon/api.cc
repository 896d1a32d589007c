#include "daemon/api.h"

#include "base/json.h"
#include "base/local_time.h"
#include "base/log.h"
#include "daemon/lost_disk.h"

namespace mailroom::daemon {

namespace {

constexpr std::string_view kDeskPath = "/v1/desk/";

std::string_view fault_name(Fault fault) {
  switch (fault) {
    case Fault::document:
      return "document";
    case Fault::usage:
      return "usage";
    case Fault::machine:
      return "machine";
  }
  return "machine";
}

Fault fault_named(std::string_view name) {
  if (name == "document") return Fault::document;
  return name == "usage" ? Fault::usage : Fault::machine;
}

int status_of(const Error& error) {
  if (error.fault() == Fault::machine) return 500;
  if (error.code().rfind("unknown_", 0) == 0) return 404;
  if (error.code() == "lease_held" || error.code() == "not_in_review") return 409;
  return 400;
}

}  // namespace

std::string error_body(const Error& error) {
  return to_json(Context{{"error", Context{{"code", error.code()},
                                           {"message", error.message()},
                                           {"where", error.where()},
                                           {"hint", error.hint()},
                                           {"fault", fault_name(error.fault())}}}});
}

Error error_from_body(const std::string& body) {
  try {
    const Value value = parse_json(body, "the daemon's answer");
    if (value.is(Value::Kind::context) && value.context().at("error").is(Value::Kind::context)) {
      const Context& error = value.context().at("error").context();
      return {fault_named(error.at("fault").text_or("")), error.at("code").text_or("internal"),
              error.at("message").text_or("the daemon failed"), error.at("where").text_or(""),
              error.at("hint").text_or("")};
    }
  } catch (const Error&) {
    // Not ours: said below.
  }
  return {Fault::machine, "daemon_failed", "the daemon answered something that is no answer"};
}

HttpAnswer Api::call_desk(const std::string& verb, const HttpRequest& request) {
  if (request.method != "POST") {
    return {405, error_body({Fault::usage, "wrong_method", "expected POST, got " + request.method})};
  }
  const Instant start = clock_.now();
  HttpAnswer answer;
  try {
    Context arguments;
    if (!request.body.empty()) {
      const Value given = parse_json(request.body, "the request");
      if (!given.is(Value::Kind::context)) {
        throw Error(Fault::usage, "argument_invalid", "expected a JSON object of arguments");
      }
      arguments = given.context();
    }
    answer.body = to_json(desk_.call(verb, arguments, {request.peer.user, request.peer.uid}));
  } catch (const Error& error) {
    end_if_disk_is_lost(error);
    answer = {status_of(error), error_body(error)};
  }
  log::info("desk_called", {{"verb", verb},
                            {"status", std::to_string(answer.status)},
                            {"ms", std::to_string((clock_.now() - start).count() / 1000)}});
  return answer;
}

// Counts only (Prometheus text format 0.0.4): no case, no person.
std::string Api::metrics() {
  const Instant now = clock_.now();
  const Counts counts = store_.count(now, local_date(now));
  std::string out;
  const auto type = [&](const std::string& name) { out += "# TYPE " + name + " gauge\n"; };
  const auto line = [&](const std::string& name, const std::string& label, const std::string& value,
                        int64_t n) {
    out += name + "{" + label + "=" + json_quoted(value) + "} " + std::to_string(n) + "\n";
  };
  for (const auto& [level, balance] :
       {std::pair("items", counts.items), std::pair("documents", counts.documents),
        std::pair("pages", counts.pages)}) {
    const std::string name = "mailroom_" + std::string(level);
    type(name);
    line(name, "state", "finished", balance.finished);
    line(name, "state", "waiting", balance.waiting);
    line(name, "state", "returned", balance.returned);
    line(name, "state", "quarantined", balance.quarantined);
  }
  type("mailroom_cases");
  for (const Standing& standing : counts.standings)
    line("mailroom_cases", "standing", standing.label, standing.cases);
  type("mailroom_missing");
  out += "mailroom_missing " + std::to_string(counts.missing) + "\n";
  return out;
}

HttpAnswer Api::answer(const HttpRequest& request) {
  if (request.path.rfind(kDeskPath, 0) == 0) {
    return call_desk(request.path.substr(kDeskPath.size()), request);
  }
  try {
    if (request.path == "/health") return {200, R"({"status":"ok"})"};
    if (request.path == "/ready") {
      store_.must_answer();
      return {200, R"({"status":"ready"})"};
    }
    if (request.path == "/metrics") return {200, metrics(), "text/plain; version=0.0.4"};
  } catch (const Error& error) {
    return {503, error_body(error)};
  }
  return {404, error_body({Fault::usage,
                           "unknown_path",
                           "nothing is at '" + request.path + "'",
                           {},
                           "expected /v1/desk/VERB, /health, /ready or /metrics"})};
}

}  // namespace mailroom::daemon
