#include "cli/desk.h"

#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <ostream>

#include "base/clock.h"
#include "base/error.h"
#include "base/ids.h"
#include "base/json.h"
#include "base/local_time.h"
#include "daemon/desk_client.h"
#include "daemon/http.h"
#include "daemon/site.h"

namespace mailroom::cli {

void add_desk_options(CLI::App& command, DeskOptions& options) {
  add_site_option(command, options.site);
  add_json_option(command, options.json);
}

namespace {

// A daemon goes on when mailroom.yaml is changed and wrong, and can be asked what is wrong: where it listens
// unless the file says otherwise.
daemon::Site site_or_running(const std::filesystem::path& start) {
  try {
    return daemon::open_site(start);
  } catch (const Error& error) {
    if (error.code() != "site_invalid") throw;
    const daemon::Site plain = daemon::plain_site(*daemon::find_site(start));
    if (!daemon::is_listening(plain.socket)) throw;
    return plain;
  }
}

}  // namespace

daemon::Site site_of(const DeskOptions& options) {
  const auto start =
      options.site.empty() ? std::filesystem::current_path() : std::filesystem::path(options.site);
  daemon::Site site = site_or_running(start);
  use_time_zone(site.time_zone);
  return site;
}

void use_time_of_site(const DeskOptions& options) {
  site_of(options);
}

Value ask(const DeskOptions& options, const std::string& verb, const Context& arguments) {
  return daemon::DeskClient::for_site(site_of(options)).call(verb, arguments);
}

void print(Program& program, const DeskOptions& options, const Value& answer,
           const std::function<std::string(const Value&, const View&)>& shown) {
  if (options.json) {
    program.out << to_json(answer) << "\n";
  } else {
    program.out << shown(answer, {program.terminal, SystemClock().now()});
  }
}

std::string case_number_of(const std::string& typed) {
  if (const auto number = normal_case_number(typed)) return *number;
  throw Error(Fault::usage, "case_number_invalid", "'" + typed + "' is no case number", {},
              "expected year, serial and check digit, for example 26-48817-9; a digit may be wrong");
}

std::string state_named(const std::string& typed) {
  static const std::vector<std::pair<std::string, std::string>> kWords = {
      {"waiting", "awaiting_review"}, {"sending", "delivering"}, {"unreadable", "quarantined"}};
  for (const auto& [word, state] : kWords) {
    if (typed == word) return state;
  }
  return typed;
}

}  // namespace mailroom::cli
