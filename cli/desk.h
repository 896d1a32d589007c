// Asking the desk of a site, and printing its answer: what all operating commands do.
#pragma once

#include <functional>
#include <string>

#include "base/value.h"
#include "cli/command.h"
#include "cli/show.h"
#include "daemon/site.h"

namespace mailroom::cli {

struct DeskOptions {
  std::string site;
  bool json = false;
};

// `--site` and `--json`.
void add_desk_options(CLI::App& command, DeskOptions& options);

// The site named or around the current folder; from then on times are the site's.
daemon::Site site_of(const DeskOptions& options);
// From now on times are the site's. For what is typed before ask() is called.
void use_time_of_site(const DeskOptions& options);

// Finds the site, asks its daemon (or its store, for verbs that only look). From then on times are the
// site's. Throws Error as the desk does.
Value ask(const DeskOptions& options, const std::string& verb, const Context& arguments);

// The answer as JSON if that was asked for, otherwise as `shown` says.
void print(Program& program, const DeskOptions& options, const Value& answer,
           const std::function<std::string(const Value&, const View&)>& shown);

// "26 48817 3" → "26-48817-9"; Error{usage} for a number with a wrong check digit.
std::string case_number_of(const std::string& typed);

// A clerk's words for states beside the records' own: "waiting" → "awaiting_review".
std::string state_named(const std::string& typed);

}  // namespace mailroom::cli
