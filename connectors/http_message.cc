#include "connectors/http_message.h"

#include <algorithm>
#include <array>

#include "base/base64.h"
#include "base/digest.h"
#include "base/json.h"
#include "base/text.h"
#include "connectors/http_client.h"
#include "connectors/outbox.h"
#include "connectors/settings.h"

namespace mailroom::connectors {

namespace {

constexpr std::array kMethods = {std::string_view("POST"), std::string_view("PUT"), std::string_view("PATCH"),
                                 std::string_view("DELETE"), std::string_view("GET")};
// Ours or libcurl's to fill in.
constexpr std::array kTakenHeaders = {
    "host",       "connection",        "content-length",   "transfer-encoding", "expect", "idempotency-key",
    "webhook-id", "webhook-timestamp", "webhook-signature"};
constexpr std::string_view kSigningPrefix = "whsec_";

std::string method_of(const Context& settings) {
  std::string method = text_at(settings, "method", kMethods.front());
  if (std::find(kMethods.begin(), kMethods.end(), method) == kMethods.end())
    throw setting_invalid("method", "POST, PUT, PATCH, DELETE or GET");
  return method;
}

bool is_form(const Context& settings) {
  const std::string encoding = text_at(settings, "encoding", "json");
  if (encoding != "json" && encoding != "form") throw setting_invalid("encoding", "'json' or 'form'");
  return encoding == "form";
}

bool is_header_name(std::string_view name) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";  // RFC 9110, 5.6.2
  return !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kMarks.find(c) != std::string_view::npos;
  });
}

std::vector<std::pair<std::string, std::string>> headers_of(const Context& settings) {
  std::vector<std::pair<std::string, std::string>> headers;
  const Value& given = settings.at("headers");
  if (!given.is(Value::Kind::context)) return headers;
  for (const auto& [name, value] : given.context().entries()) {
    if (!is_header_name(name)) throw setting_invalid("headers", "names of headers, not '" + name + "'");
    const std::string lower = to_lower_ascii(name);
    if (std::find(kTakenHeaders.begin(), kTakenHeaders.end(), lower) != kTakenHeaders.end())
      throw setting_invalid("headers", "no '" + name + "': mailroom fills that in");
    const std::string text(trim(value.text_or("")));
    const bool is_plain = std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' || c < 0; });
    if (text.empty() || !is_plain) throw setting_invalid("headers." + name, "a text in one line");
    headers.emplace_back(name, text);
  }
  return headers;
}

std::string signing_key_of(const std::string& text) {
  if (text.empty() || names_secret(text)) return {};
  const bool has_prefix = text.rfind(kSigningPrefix, 0) == 0;
  const auto key = from_base64(has_prefix ? std::string_view(text).substr(kSigningPrefix.size()) : text);
  if (!key || key->empty())
    throw setting_invalid("sign", "whsec_ and a key in Base64, as the receiver gives it");
  return *key;
}

// name=value&…: values as people see them, nothing for what is not there.
std::string encoded_fields(const Value& fields) {
  std::string text;
  if (!fields.is(Value::Kind::context)) return text;
  for (const auto& [name, value] : fields.context().entries()) {
    if (value.is_null()) continue;
    text += (text.empty() ? "" : "&") + percent_encoded(name) + "=" + percent_encoded(to_display(value));
  }
  return text;
}

}  // namespace

std::vector<ConnectorKey> http_message_keys() {
  return {{"http", KeyForm::pattern, true,
           "the address that takes it; behind the host each {{ FEEL }} is percent-encoded",
           "https://pay.example/api/awards"},
          {"method",
           KeyForm::choice,
           false,
           "the method; default: POST",
           "PUT",
           {kMethods.begin(), kMethods.end()}},
          {"body", KeyForm::expressions, false, "what is sent, by name",
           "{nino: claim.nino, amount: band.weekly_award}"},
          {"encoding",
           KeyForm::choice,
           false,
           "how the body is written: json or form; default: json",
           "form",
           {"json", "form"}},
          {"query", KeyForm::expressions, false, "what follows the address's '?'", "{year: claim.year}"},
          {"headers", KeyForm::texts, false, "more headers", "{X-Office: northmere}"},
          {"event.type", KeyForm::text, false, "an envelope of CloudEvents around the body: what happened",
           "gov.northmere.award.decided"},
          {"event.source", KeyForm::text, false, "whose event it is", "/northmere/benefits"},
          {"sign", KeyForm::secret, false, "a signature of Standard Webhooks, by this key",
           "${secret:AWARDS_WEBHOOK}"}};
}

HttpDraft::HttpDraft(const Context& settings)
    : method_(method_of(settings)),
      address_(settings),
      headers_(headers_of(settings)),
      event_type_(text_at(settings, "event.type", "")),
      event_source_(text_at(settings, "event.source", "")),
      signing_key_(signing_key_of(text_at(settings, "sign", ""))),
      signs_(!text_at(settings, "sign", "").empty()),
      is_form_(is_form(settings)) {
  if (event_type_.empty() != event_source_.empty())
    throw setting_invalid(event_type_.empty() ? "event.type" : "event.source",
                          "a text, because the other one of 'event' is given");
  if (is_form_ && !event_type_.empty())
    throw setting_invalid("encoding", "json, because 'event' puts it into JSON");
}

std::string HttpDraft::body_of(const Delivery& delivery) const {
  const Value& body = delivery.content.at("body");
  if (is_form_) return encoded_fields(body);
  if (event_type_.empty()) return body.is_null() ? std::string() : to_json(body);
  return to_json(Context{{"specversion", "1.0"},
                         {"id", effect_of(delivery)},
                         {"source", event_source_},
                         {"type", event_type_},
                         {"subject", delivery.case_number},
                         {"datacontenttype", "application/json"},
                         {"data", body}});
}

HttpMessage HttpDraft::message(const Delivery& delivery) const {
  HttpAddress::Made address = address_.with(delivery.content.at("http"));
  HttpMessage message{method_, std::move(address.url), body_of(delivery), {}, std::move(address.trouble)};
  if (const std::string query = encoded_fields(delivery.content.at("query")); !query.empty())
    message.url += (message.url.find('?') == std::string::npos ? "?" : "&") + query;
  const auto given = [&](std::string_view wanted) {
    return std::any_of(headers_.begin(), headers_.end(),
                       [&](const auto& header) { return to_lower_ascii(header.first) == wanted; });
  };
  const auto add = [&](const std::string& name, const std::string& value) {
    if (!given(to_lower_ascii(name))) message.headers.push_back(name + ": " + value);
  };
  add("User-Agent", "Mailroom");
  if (!message.body.empty()) {
    add("Content-Type", is_form_              ? "application/x-www-form-urlencoded"
                        : event_type_.empty() ? "application/json"
                                              : "application/cloudevents+json; charset=utf-8");
  }
  add("Idempotency-Key", effect_of(delivery));
  if (delivery.amendment > 0) {
    add("Mailroom-Amends", delivery.idempotency_key);
    add("Mailroom-Amendment", std::to_string(delivery.amendment));
  }
  for (const auto& [name, value] : headers_) message.headers.push_back(name + ": " + value);
  return message;
}

std::vector<std::string> HttpDraft::signature(const Delivery& delivery, const std::string& body,
                                              Instant now) const {
  if (!signs_) return {};
  const std::string id = effect_of(delivery);
  const std::string time = std::to_string(now.microseconds / 1'000'000);
  const std::string mark = to_base64(hmac_sha256_bytes(signing_key_, id + "." + time + "." + body));
  return {"webhook-id: " + id, "webhook-timestamp: " + time, "webhook-signature: v1," + mark};
}

std::string HttpDraft::shown(const Delivery& delivery) const {
  const HttpMessage message = this->message(delivery);
  std::string text = message.method + " " + message.url + "\n";
  if (!message.trouble.empty()) text = "nothing: " + message.trouble + "\n" + text;
  for (const std::string& header : message.headers) text += header + "\n";
  if (signs_) {
    text += "webhook-id: " + effect_of(delivery) +
            "\nwebhook-timestamp: (when it is sent)\nwebhook-signature: (made when it is sent)\n";
  }
  if (!message.body.empty()) text += "\n" + message.body + "\n";
  return text;
}

}  // namespace mailroom::connectors
