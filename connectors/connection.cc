#include "connectors/connection.h"

#include <algorithm>

#include "base/calendar.h"
#include "connectors/settings.h"

namespace mailroom::connectors {

namespace {

constexpr int64_t kLongestSeconds = 600;

}  // namespace

std::chrono::milliseconds answer_time(const Context& settings, std::string_view otherwise) {
  const auto duration = parse_duration(text_at(settings, "timeout", otherwise));
  if (!duration || duration->seconds < 1 || duration->seconds > kLongestSeconds)
    throw setting_invalid("timeout", "a duration from PT1S to PT10M");
  return std::chrono::seconds(duration->seconds);
}

Connection Connection::of(const Context& settings, const Surroundings& around, std::string_view timeout) {
  Connection made;
  const auto file = [&](std::string_view path) { return site_file_at(settings, path, around.site_folder); };
  made.user = text_at(settings, "login.user", "");
  made.password = text_at(settings, "login.password", "");
  made.trust_file = file("tls.trust");
  made.certificate_file = file("tls.certificate");
  made.key_file = file("tls.key");
  if (made.certificate_file.empty() != made.key_file.empty())
    throw setting_invalid("tls", "'certificate' and 'key' together");
  made.answer_within = answer_time(settings, timeout);
  made.connect_within = std::min(made.connect_within, made.answer_within);
  made.private_networks = around.private_networks;
  return made;
}

std::vector<ConnectorKey> login_keys() {
  return {{"login.user", KeyForm::text, false, "who we are there", "mailroom"},
          {"login.password", KeyForm::secret, false, "the proof of it", "${secret:MAIL_PASSWORD}"}};
}

std::vector<ConnectorKey> tls_keys() {
  return {{"tls.trust", KeyForm::path, false, "the authorities' certificates; default: the system's",
           "tls/office-ca.pem"},
          {"tls.certificate", KeyForm::path, false, "our own certificate", "tls/mailroom.pem"},
          {"tls.key", KeyForm::path, false, "its key", "secrets/mailroom.key"}};
}

ConnectorKey timeout_key(std::string_view description) {
  return {"timeout", KeyForm::text, false, description, "PT10S"};
}

bool honours(const Context& settings, std::string_view word) {
  const std::string said = text_at(settings, "idempotency", "none");
  if (said != word && said != "none")
    throw setting_invalid("idempotency", "'" + std::string(word) + "' or 'none'");
  return said == word;
}

}  // namespace mailroom::connectors
