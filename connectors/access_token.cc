#include "connectors/access_token.h"

#include <algorithm>

#include "base/base64.h"
#include "base/error.h"
#include "base/json.h"
#include "connectors/http_outcome.h"
#include "connectors/settings.h"

namespace mailroom::connectors {

namespace {

using Kind = DeliveryOutcome::Kind;

// Of those that say nothing (RFC 6749, 5.1: expires_in is only recommended).
constexpr int64_t kSupposedSeconds = 300;
// Used no longer than until then: clocks differ, and a request takes its time.
constexpr int64_t kSparedSeconds = 30;

std::string field(const std::string& name, const std::string& value) {
  return value.empty() ? "" : "&" + name + "=" + percent_encoded(value);
}

Value parsed(const std::string& body) {
  try {
    return parse_json(body);
  } catch (const Error&) {
    return {};
  }
}

}  // namespace

std::vector<ConnectorKey> AccessToken::keys() {
  return {{"oauth2.token_url", KeyForm::text, false, "where a token is fetched with client credentials",
           "https://login.example/token"},
          {"oauth2.client_id", KeyForm::text, false, "who we are there", "northmere"},
          {"oauth2.client_secret", KeyForm::secret, false, "the proof of it", "${secret:PAY_CLIENT}"},
          {"oauth2.scope", KeyForm::text, false, "what the token is to allow", "awards.write"}};
}

std::optional<AccessToken> AccessToken::of(const Context& settings) {
  if (settings.at("oauth2").is_null()) return {};
  AccessToken made;
  made.url_ = required_text(settings, "oauth2.token_url", "https://HOST/PATH");
  if (!names_secret(made.url_) && !is_http_url(made.url_))
    throw setting_invalid("oauth2.token_url", "https://HOST/PATH");
  made.client_id_ = required_text(settings, "oauth2.client_id", "the client's name");
  made.client_secret_ = required_text(settings, "oauth2.client_secret", "${secret:NAME}");
  made.scope_ = text_at(settings, "oauth2.scope", "");
  return made;
}

std::variant<std::string, DeliveryOutcome> AccessToken::get(HttpClient& client, Instant now) {
  if (!token_.empty() && now < good_until_) return token_;
  token_.clear();
  // RFC 6749, 2.3.1: both parts are encoded before they are joined.
  const std::string proof = to_base64(percent_encoded(client_id_) + ":" + percent_encoded(client_secret_));
  const std::string body = "grant_type=client_credentials" + field("scope", scope_);
  const HttpAnswer answer = client.send({"POST",
                                         url_,
                                         {"Authorization: Basic " + proof, "Accept: application/json",
                                          "Content-Type: application/x-www-form-urlencoded"},
                                         body});
  DeliveryOutcome outcome = outcome_of(answer, true, now);
  if (outcome.kind == Kind::delivered) {
    const Value token = parsed(answer.body);
    const Context none;
    const Context& fields = token.is(Value::Kind::context) ? token.context() : none;
    token_ = fields.at("access_token").text_or("");
    const Value& expires = fields.at("expires_in");
    const auto seconds = expires.is(Value::Kind::number) ? expires.number().to_integer() : std::nullopt;
    good_until_ =
        now + std::chrono::seconds(std::max<int64_t>(0, seconds.value_or(kSupposedSeconds) - kSparedSeconds));
    const bool is_plain =
        std::all_of(token_.begin(), token_.end(), [](char c) { return c > ' ' && c < 127; });
    if (!is_plain) token_.clear();
    if (!token_.empty()) return token_;
    outcome = {Kind::unavailable, "the answer has no token", ""};
  }
  // Whatever happened there, the delivery itself was not sent, and the next would not be either. Only an
  // address that may not be connected to stays refused.
  if (answer.status != 0 || outcome.kind != Kind::refused) outcome.kind = Kind::unavailable;
  outcome.why = "no access token: " + outcome.why;
  return outcome;
}

}  // namespace mailroom::connectors
