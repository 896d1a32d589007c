#include "daemon/mail_token.h"

#include "base/error.h"
#include "connectors/access_token.h"

namespace mailroom::daemon {

std::string fetch_token(const TokenSettings& settings, const std::filesystem::path& trust,
                        const std::function<std::string(const std::string&)>& resolve) {
  const Context written{{"oauth2", Context{{"token_url", settings.url},
                                           {"client_id", resolve(settings.client_id)},
                                           {"client_secret", resolve(settings.client_secret)},
                                           {"scope", settings.scope}}}};
  auto token = connectors::AccessToken::of(written);
  connectors::HttpSettings http;
  http.trust_file = trust.string();
  connectors::HttpClient client(std::move(http));
  // It is used at once: when it expires nobody asks.
  auto answer = token->get(client, Instant{});
  if (auto* text = std::get_if<std::string>(&answer)) return std::move(*text);
  throw Error(Fault::machine, "mail_no_token", std::get<connectors::DeliveryOutcome>(answer).why,
              settings.url, "check 'token_url', 'client_id' and the client's secret");
}

}  // namespace mailroom::daemon
