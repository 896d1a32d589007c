// Chromium with its driver, started for one connector: both end with us, their profile goes with them. The
// browser reaches the hosts it is given and nothing else: each name is resolved here, private addresses are
// refused unless the site allows them, and the browser is told those addresses and no others, whatever a page
// links to, fetches or redirects to.
//
// One thread at a time.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "connectors/networks.h"
#include "connectors/robot/child_program.h"
#include "connectors/robot/profile_folder.h"
#include "connectors/robot/webdriver.h"

namespace mailroom::connectors {

struct BrowserSettings {
  std::filesystem::path site_folder;
  std::chrono::milliseconds step_within{30'000};
  bool accepts_dialogs = false;  // of JavaScript: confirm() and its like
};

class BrowserProcess {
 public:
  // `addresses`: of each host the one it is reached at. Error{machine, "program_not_found" |
  // "program_not_started" | "folder_unwritable"}.
  BrowserProcess(const BrowserSettings& settings, const std::map<std::string, std::string>& addresses);

  WebDriver& driver() { return *driver_; }
  const std::map<std::string, std::string>& addresses() const { return addresses_; }

 private:
  std::map<std::string, std::string> addresses_;
  ProfileFolder profile_;
  std::unique_ptr<ChildProgram> program_;
  std::unique_ptr<WebDriver> driver_;
};

// What stands between "://" and the path, without the port; empty if it is no http or https URL.
std::string host_of(const std::string& url);

}  // namespace mailroom::connectors
