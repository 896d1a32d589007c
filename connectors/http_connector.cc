#include "connectors/http_connector.h"

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "connectors/connection.h"
#include "connectors/http_outcome.h"
#include "connectors/settings.h"

namespace mailroom::connectors {

namespace {

using Kind = DeliveryOutcome::Kind;

constexpr size_t kLongestReceipt = 200;

// Empty if that is nothing to tell a person.
std::string receipt_in(const Value& found) {
  if (!found.is(Value::Kind::text) && !found.is(Value::Kind::number)) return {};
  const std::string text = fold_space(to_display(found));
  return text.size() <= kLongestReceipt ? text : std::string();
}

std::optional<AnswerPath> receipt_path(const Context& settings) {
  const std::string path = text_at(settings, "receipt", "");
  if (path.empty()) return std::nullopt;
  return AnswerPath(path, "receipt");
}

HttpSettings client_settings(const Context& settings, const Surroundings& around) {
  const Connection connection = Connection::of(settings, around);
  HttpSettings made;
  made.answer_within = connection.answer_within;
  made.private_networks = connection.private_networks;
  made.trust_file = connection.trust_file;
  made.certificate_file = connection.certificate_file;
  made.key_file = connection.key_file;
  return made;
}

}  // namespace

const ConnectorKind& http_kind() {
  static const ConnectorKind kKind = [] {
    ConnectorKind kind{"http", "a request to a web service", http_message_keys(),
                       "payment:\n  http: https://pay.example/api/awards\n  body: {nino: claim.nino, amount: "
                       "band.weekly_award}\n"
                       "  headers: {Authorization: \"Bearer ${secret:PAY_TOKEN}\"}\n  idempotency: key\n"};
    for (ConnectorKey& key : AccessToken::keys()) kind.keys.push_back(std::move(key));
    kind.keys.insert(
        kind.keys.end(),
        {{"idempotency",
          KeyForm::choice,
          false,
          "key: the receiver honours the header Idempotency-Key, so that what may have been sent is sent "
          "again; "
          "default: none, and a person looks",
          "key",
          {"key", "none"}},
         {"amend", KeyForm::flag, false,
          "the receiver knows amendments: another request with the headers Mailroom-Amends and "
          "Mailroom-Amendment",
          "true"},
         {"receipt", KeyForm::text, false, "where in the answer's JSON the receipt stands", "payment.id"},
         {"answer", KeyForm::texts, false,
          "what is kept of the answer's JSON, by name: where it stands; deliveries after this one read it as "
          "deliveries.NAME.…",
          "{reference: payment.id, paid_on: payment.date}"}});
    kind.keys.push_back(timeout_key());
    for (ConnectorKey& key : tls_keys()) kind.keys.push_back(std::move(key));
    return kind;
  }();
  return kKind;
}

HttpConnector::HttpConnector(const Context& settings, const Context& as_written, const Surroundings& around)
    : draft_(settings),
      shown_(as_written),
      token_(AccessToken::of(settings)),
      shown_token_url_(text_at(as_written, "oauth2.token_url", "")),
      receipt_(receipt_path(settings)),
      answer_(settings),
      honours_key_(honours(settings, "key")),
      amends_(flag_at(settings, "amend", false)),
      clock_(around.time()),
      client_(client_settings(settings, around)) {}

HttpAnswer HttpConnector::send(HttpMessage message, const Delivery& delivery, const std::string& token) {
  if (!token.empty()) message.headers.push_back("Authorization: Bearer " + token);
  for (std::string& header : draft_.signature(delivery, message.body, clock_.now()))
    message.headers.push_back(std::move(header));
  return client_.send({message.method, message.url, message.headers, message.body, !honours_key_});
}

DeliveryOutcome HttpConnector::deliver(const Delivery& delivery) {
  const HttpMessage message = draft_.message(delivery);
  if (!message.trouble.empty()) return {Kind::refused, message.trouble, ""};
  HttpAnswer answer;
  if (!token_) {
    answer = send(message, delivery, "");
  } else {
    constexpr int kUnauthorized = 401;
    bool was_kept = false;
    do {  // a token that was kept may have been withdrawn: once more with a new one
      was_kept = token_->is_kept();
      auto token = token_->get(client_, clock_.now());
      if (auto* outcome = std::get_if<DeliveryOutcome>(&token)) return std::move(*outcome);
      answer = send(message, delivery, std::get<std::string>(token));
      if (answer.status == kUnauthorized) token_->forget();
    } while (answer.status == kUnauthorized && was_kept);
  }
  DeliveryOutcome outcome = outcome_of(answer, honours_key_, clock_.now());
  if (outcome.kind == Kind::delivered) keep(answer, outcome);
  return outcome;
}

// What the settings point to in the answer; otherwise who took it.
void HttpConnector::keep(const HttpAnswer& answer, DeliveryOutcome& outcome) const {
  if (receipt_ || !answer_.empty()) {
    try {
      const Value body = parse_json(answer.body);
      outcome.answer = answer_.of(body);
      if (receipt_) outcome.receipt = receipt_in(receipt_->in(body));
    } catch (const Error&) {
      // It was taken all the same.
    }
  }
  if (!outcome.receipt.empty()) return;
  const std::string host = shown_.host();
  outcome.receipt = host.empty() ? "taken" : "taken by " + host;
}

std::string HttpConnector::preview(const Delivery& delivery) const {
  std::string text = shown_.shown(delivery);
  if (token_)
    text.insert(text.find('\n') + 1, "Authorization: Bearer (a token from " + shown_token_url_ + ")\n");
  return text;
}

}  // namespace mailroom::connectors
