#include "connectors/robot/webdriver.h"

#include "base/error.h"
#include "base/json.h"

namespace mailroom::connectors {

namespace {

constexpr std::string_view kElementKey = "element-6066-11e4-a52e-4f735466cecf";  // section 12
constexpr size_t kLargestAnswer = 64 << 20;                                      // a picture of a long page

HttpSettings client_settings(std::chrono::milliseconds answer_within) {
  HttpSettings settings;
  settings.answer_within = answer_within;
  settings.largest_answer = kLargestAnswer;
  return settings;
}

std::string net_error_in(std::string_view message) {
  constexpr std::string_view kMark = "net::";
  const size_t at = message.find(kMark);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = message.substr(at + kMark.size());
  return std::string(rest.substr(0, rest.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789")));
}

}  // namespace

bool WebDriver::Failure::is_gone() const {
  return error == "gone" || error == "invalid session id" || error == "session not created" ||
         error == "no such window" || error == "unknown error";
}

WebDriver::WebDriver(int port, std::chrono::milliseconds answer_within)
    : base_("http://127.0.0.1:" + std::to_string(port)), client_(client_settings(answer_within)) {}

WebDriver::Answer WebDriver::send(std::string_view method, const std::string& path, const Context& body,
                                  bool is_sent_once) {
  const std::string text = method == "POST" ? to_json(body) : std::string();
  const HttpAnswer answer = client_.send({std::string(method),
                                          base_ + path,
                                          {"Content-Type: application/json; charset=utf-8"},
                                          text,
                                          is_sent_once});
  if (answer.trouble != HttpAnswer::Trouble::none) return Failure{"gone"};
  try {
    const Value parsed = parse_json(answer.body);
    if (!parsed.is(Value::Kind::context)) return Failure{"gone"};
    const Value& value = parsed.context().at("value");
    if (answer.status < 400) return value;
    if (!value.is(Value::Kind::context)) return Failure{"gone"};
    return Failure{value.context().at("error").text_or("gone"),
                   net_error_in(value.context().at("message").text_or(""))};
  } catch (const Error&) {
    return Failure{"gone"};
  }
}

WebDriver::Answer WebDriver::new_session(const Context& capabilities) {
  Answer answer = send("POST", "/session", {{"capabilities", Context{{"alwaysMatch", capabilities}}}});
  if (const Value* value = std::get_if<Value>(&answer); value && value->is(Value::Kind::context))
    session_ = value->context().at("sessionId").text_or("");
  if (session_.empty() && std::holds_alternative<Value>(answer)) return Failure{"session not created"};
  return answer;
}

WebDriver::Answer WebDriver::set_timeouts(std::chrono::milliseconds within) {
  const int64_t milliseconds = within.count();
  return send("POST", of_session("/timeouts"),
              {{"pageLoad", milliseconds}, {"script", milliseconds}, {"implicit", 0}});
}

WebDriver::Answer WebDriver::go_to(const std::string& url) {
  return send("POST", of_session("/url"), {{"url", url}});
}

WebDriver::Answer WebDriver::run(std::string_view script, List arguments) {
  return send("POST", of_session("/execute/sync"), {{"script", script}, {"args", std::move(arguments)}});
}

WebDriver::Answer WebDriver::click(const Element& element) {
  return send("POST", of_session("/element/" + element.reference + "/click"), {}, true);
}

WebDriver::Answer WebDriver::send_keys(const Element& element, const std::string& text) {
  return send("POST", of_session("/element/" + element.reference + "/value"), {{"text", text}}, true);
}

WebDriver::Answer WebDriver::screenshot() {
  return send("GET", of_session("/screenshot"), {});
}

WebDriver::Answer WebDriver::chromium(std::string_view command, Context parameters) {
  return send("POST", of_session("/goog/cdp/execute"), {{"cmd", command}, {"params", std::move(parameters)}});
}

std::optional<WebDriver::Element> WebDriver::element_in(const Value& value) {
  if (!value.is(Value::Kind::context)) return {};
  const Value& reference = value.context().at(kElementKey);
  if (!reference.is(Value::Kind::text)) return {};
  return Element{std::string(reference.text())};
}

Value WebDriver::to_value(const Element& element) {
  return Context{{std::string(kElementKey), element.reference}};
}

}  // namespace mailroom::connectors
