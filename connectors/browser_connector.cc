#include "connectors/browser_connector.h"

#include "connectors/http_client.h"
#include "connectors/settings.h"

namespace mailroom::connectors {

namespace {

std::string address_of(const Context& settings) {
  std::string address = required_text(settings, "browser", "https://HOST/");
  if (!names_secret(address) && host_of(address).empty())
    throw setting_invalid("browser", "https://HOST/PATH, without a user and without '#'");
  return address;
}

std::vector<std::string> hosts_of(const Context& settings) {
  std::vector<std::string> hosts;
  for (const std::string& host : lines_at(settings, "hosts")) {
    if (host_of("https://" + host) != host) throw setting_invalid("hosts", "names of hosts in lower case");
    hosts.push_back(host);
  }
  return hosts;
}

bool accepts_dialogs(const Context& settings) {
  const std::string said = text_at(settings, "dialogs", "dismiss");
  if (said != "accept" && said != "dismiss") throw setting_invalid("dialogs", "'accept' or 'dismiss'");
  return said == "accept";
}

}  // namespace

const ConnectorKind& browser_kind() {
  static const ConnectorKind kKind = [] {
    ConnectorKind kind{
        "browser",
        "an entry in a web application, worked through a browser",
        {{"browser", KeyForm::text, true, "the application's address", "https://legacy.example/"}},
        "legacy:\n  browser: https://legacy.example/\n  look_up:\n    - {open: \"/awards?for={{ case.number "
        "}}\"}\n    - {read: Reference, unless: No award found}\n  steps:\n    - {open: /awards/new}\n    - "
        "{fill: Amount, with: \"{{ band.weekly_award }}\"}\n    - {click: Store, commit: true}\n    - {read: "
        "Reference}\n"};
    const StepExamples examples = {
        "[{open: \"/awards?for={{ case.number }}\"}, {read: Reference, unless: No award found}]",
        "[{open: /awards/new}, {fill: Amount, with: \"{{ band.weekly_award }}\"}, {click: Store, commit: "
        "true}]"};
    for (ConnectorKey& key : robot_keys(examples)) kind.keys.push_back(std::move(key));
    kind.keys.push_back({"hosts", KeyForm::lines, false,
                         "other hosts that its pages may come from; all others are out of reach",
                         "[sso.example]"});
    kind.keys.push_back(
        {"dialogs",
         KeyForm::choice,
         false,
         "what becomes of the page's questions (confirm): dismiss or accept; default: dismiss",
         "accept",
         {"dismiss", "accept"}});
    return kind;
  }();
  return kKind;
}

BrowserConnector::BrowserConnector(const Context& settings, const Context& as_written,
                                   const Surroundings& around)
    : shown_address_(text_at(as_written, "browser", "")),
      shown_host_(names_secret(shown_address_) ? "the application" : host_of(shown_address_)),
      discipline_(RobotKind::browser, settings, as_written, around),
      page_(address_of(settings), hosts_of(settings),
            {around.site_folder, discipline_.settings().step_within, accepts_dialogs(settings)},
            around.private_networks, discipline_.settings().log_in_when) {}

DeliveryOutcome BrowserConnector::deliver(const Delivery& delivery) {
  return discipline_.deliver(page_, delivery, shown_host_);
}

std::string BrowserConnector::preview(const Delivery& delivery) const {
  return "in a browser at " + shown_address_ + "\n" + discipline_.preview(delivery);
}

}  // namespace mailroom::connectors
