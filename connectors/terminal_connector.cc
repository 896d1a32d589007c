#include "connectors/terminal_connector.h"

#include "base/text.h"
#include "connectors/robot/pty_terminal.h"
#include "connectors/robot/s3270_terminal.h"
#include "connectors/settings.h"

namespace mailroom::connectors {

namespace {

constexpr std::string_view kPlain = "tn3270://", kSecured = "tn3270s://";
constexpr int kDefaultPort = 23, kDefaultSecuredPort = 992, kLargestPort = 65535;

// A text is split at blanks, a list is taken entry by entry.
std::vector<std::string> command_of(const Context& settings) {
  if (settings.at("terminal").is(Value::Kind::list)) return lines_at(settings, "terminal");
  std::vector<std::string> words;
  const std::string text = text_at(settings, "terminal", "");
  for (const std::string_view word : split(text, ' ')) {
    if (!word.empty()) words.emplace_back(word);
  }
  return words;
}

std::optional<TerminalHost> host_of(const std::string& text, const Context& settings,
                                    const Surroundings& around) {
  const bool is_secured = text.starts_with(kSecured);
  if (!is_secured && !text.starts_with(kPlain)) return {};
  TerminalHost host;
  host.is_secured = is_secured;
  std::string rest = text.substr(is_secured ? kSecured.size() : kPlain.size());
  if (!rest.empty() && rest.back() == '/') rest.pop_back();
  const size_t colon = rest.rfind(':');
  const bool has_port = colon != std::string::npos && rest.find(']', colon) == std::string::npos;
  host.name = has_port ? rest.substr(0, colon) : rest;
  host.port = has_port     ? std::atoi(rest.c_str() + colon + 1)
              : is_secured ? kDefaultSecuredPort
                           : kDefaultPort;
  const std::string kNameCharacters = "abcdefghijklmnopqrstuvwxyz0123456789.-_:[]";
  if (host.name.empty() ||
      to_lower_ascii(host.name).find_first_not_of(kNameCharacters) != std::string::npos || host.port < 1 ||
      host.port > kLargestPort)
    throw setting_invalid("terminal", "tn3270://HOST:PORT");
  const std::string trust = text_at(settings, "trust", "");
  if (!trust.empty()) host.trust_file = (around.site_folder / trust).lexically_normal().string();
  return host;
}

std::unique_ptr<Terminal> terminal_of(const Context& settings, const Surroundings& around,
                                      std::chrono::milliseconds step_within) {
  std::vector<std::string> command = command_of(settings);
  if (command.empty()) throw setting_invalid("terminal", "tn3270://HOST:PORT, or a program");
  if (auto host = host_of(command.front(), settings, around)) {
    return std::make_unique<S3270Terminal>(std::move(*host), around.private_networks, step_within);
  }
  return std::make_unique<PtyTerminal>(std::move(command), around.site_folder, step_within);
}

// A host's address; of a program its name alone: arguments may hold what is nobody's business.
std::string shown_where(const Context& as_written) {
  const std::vector<std::string> command = command_of(as_written);
  if (command.empty() || names_secret(command.front())) return "the terminal";
  return command.front();
}

}  // namespace

const ConnectorKind& terminal_kind() {
  static const ConnectorKind kKind = [] {
    ConnectorKind kind{
        "terminal",
        "an entry in a program that has only a terminal's screen: a 3270 host's or one of this "
        "machine",
        {{"terminal", KeyForm::lines, true,
          "tn3270://HOST:PORT (tn3270s:// with TLS), or a program with its arguments",
          "tn3270s://mainframe.example:992"}},
        "mainframe:\n  terminal: tn3270s://mainframe.example:992\n  steps:\n    - {wait_for: "
        "AMOUNT}\n    - {type: \"{{ band.weekly_award }}\", at: \"10,24\"}\n    - {key: enter, "
        "commit: true}\n    - {read: REFERENCE}\n"};
    const StepExamples examples = {
        "[{type: \"{{ case.number }}\"}, {key: enter}, {read: REFERENCE, unless: NOT FOUND}]",
        "[{wait_for: AMOUNT}, {type: \"{{ band.weekly_award }}\"}, {key: enter, commit: true}]"};
    for (ConnectorKey& key : robot_keys(examples)) kind.keys.push_back(std::move(key));
    kind.keys.push_back({"trust", KeyForm::path, false,
                         "the authorities' certificates for tn3270s; default: the system's",
                         "tls/office-ca.pem"});
    return kind;
  }();
  return kKind;
}

TerminalConnector::TerminalConnector(const Context& settings, const Context& as_written,
                                     const Surroundings& around)
    : shown_where_(shown_where(as_written)),
      discipline_(RobotKind::terminal, settings, as_written, around),
      page_(terminal_of(settings, around, discipline_.settings().step_within),
            discipline_.settings().step_within) {}

DeliveryOutcome TerminalConnector::deliver(const Delivery& delivery) {
  return discipline_.deliver(page_, delivery, shown_where_);
}

std::string TerminalConnector::preview(const Delivery& delivery) const {
  return "on a terminal of " + shown_where_ + "\n" + discipline_.preview(delivery);
}

}  // namespace mailroom::connectors
