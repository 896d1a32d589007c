#include "connectors/robot/browser_process.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "base/error.h"
#include "base/text.h"
#include "connectors/http_client.h"

namespace mailroom::connectors {

namespace {

constexpr std::chrono::seconds kStartWithin{60};
constexpr std::chrono::seconds kBeyondStep{10};  // the driver's own time-out comes first
constexpr int kMostLinesBeforeReady = 20;
constexpr int kPredictNothing = 2;

// "… was started successfully on port 40123."
int port_in(const std::string& line) {
  constexpr std::string_view kMark = "started successfully on port ";
  const size_t at = line.find(kMark);
  return at == std::string::npos ? 0 : std::atoi(line.c_str() + at + kMark.size());
}

List arguments_of(const std::map<std::string, std::string>& addresses, const std::filesystem::path& profile) {
  std::string rules;
  for (const auto& [host, address] : addresses) {
    const bool is_six = address.find(':') != std::string::npos;
    rules += "MAP " + host + " " + (is_six ? "[" + address + "]" : address) + ",";
  }
  List arguments = {"--headless", "--disable-gpu", "--disable-background-networking",
                    "--disable-component-update", "--disable-sync", "--disable-extensions",
                    "--disable-default-apps", "--disable-dev-shm-usage", "--no-first-run",
                    "--no-proxy-server", "--disable-http2", "--disable-quic",
                    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp", "--window-size=1280,1024",
                    "--user-data-dir=" + profile.string(),
                    // Chromium's own words for: no other name leads anywhere.
                    "--host-resolver-rules=" + rules + "MAP * ~NOTFOUND"};
  if (::geteuid() == 0) arguments.emplace_back("--no-sandbox");  // for root it does not start otherwise
  return arguments;
}

Context capabilities_of(const BrowserSettings& settings, List arguments) {
  return {{"browserName", "chrome"},
          {"pageLoadStrategy", "normal"},
          {"unhandledPromptBehavior", settings.accepts_dialogs ? "accept" : "dismiss and notify"},
          {"goog:chromeOptions",
           Context{{"binary", find_program("chromium", "chromium").string()},
                   {"args", std::move(arguments)},
                   {"prefs", Context{{"net.network_prediction_options", kPredictNothing}}}}}};
}

[[noreturn]] void not_started(const std::string& why);

// On a connection that it had already and that the server closes without a word, Chromium sends a request
// again by itself, a form's POST too; the server may have acted on it. So no connection is kept, none is made
// in advance (kPredictNothing), none shared (--disable-http2).
void send_nothing_twice(WebDriver& driver) {
  for (const auto& answer :
       {driver.chromium("Network.enable", {}),
        driver.chromium("Network.setExtraHTTPHeaders", {{"headers", Context{{"Connection", "close"}}}})}) {
    if (const auto* failure = std::get_if<WebDriver::Failure>(&answer)) not_started(failure->error);
  }
}

[[noreturn]] void not_started(const std::string& why) {
  throw Error(Fault::machine, "program_not_started", "the browser did not start: " + why);
}

}  // namespace

BrowserProcess::BrowserProcess(const BrowserSettings& settings,
                               const std::map<std::string, std::string>& addresses)
    : addresses_(addresses), profile_(settings.site_folder) {
  const std::string home = "HOME=" + profile_.path().string();
  program_ = std::make_unique<ChildProgram>(
      std::vector<std::string>{find_program("chromedriver", "chromium-driver").string(), "--port=0"},
      std::vector<std::string>{home, "TMPDIR=" + profile_.temporary().string()});
  int port = 0;
  for (int lines = 0; port == 0 && lines < kMostLinesBeforeReady; ++lines) {
    const auto line = program_->read_line(kStartWithin);
    if (!line) not_started("its driver says nothing");
    port = port_in(*line);
  }
  if (port == 0) not_started("its driver does not tell its port");
  driver_ = std::make_unique<WebDriver>(
      port, std::max<std::chrono::milliseconds>(settings.step_within + kBeyondStep, kStartWithin));
  const auto answer =
      driver_->new_session(capabilities_of(settings, arguments_of(addresses, profile_.path() / "profile")));
  if (const auto* failure = std::get_if<WebDriver::Failure>(&answer)) not_started(failure->error);
  // Not among the capabilities: they would hold for the start already.
  const auto limited = driver_->set_timeouts(settings.step_within);
  if (const auto* failure = std::get_if<WebDriver::Failure>(&limited)) not_started(failure->error);
  send_nothing_twice(*driver_);
}

std::string host_of(const std::string& url) {
  if (!is_http_url(url)) return {};
  const size_t start = url.find("://") + 3;
  std::string host = url.substr(start, url.find_first_of("/?", start) - start);
  if (host.starts_with('[')) return host.substr(0, host.find(']') + 1);
  return to_lower_ascii(host.substr(0, host.find(':')));
}

}  // namespace mailroom::connectors
