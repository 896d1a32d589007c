// `mailroom submit`: hands files in as a scanner or a portal does.
#include <algorithm>
#include <ostream>

#include "base/calendar.h"
#include "base/text.h"
#include "cli/desk.h"
#include "daemon/submit.h"

namespace mailroom::cli {

void add_submit_command(CLI::App& app, Program& program);

namespace {

struct SubmitOptions : DeskOptions {
  std::vector<std::string> files;
  std::string inbox, received, again;
};

// The one named, or the site's first folder.
const daemon::InboxSettings& folder_named(const daemon::Site& site, const std::string& name) {
  if (!name.empty()) return daemon::inbox_named(site, name);
  const auto first = std::find_if(site.inboxes.begin(), site.inboxes.end(),
                                  [](const daemon::InboxSettings& inbox) { return inbox.is_folder(); });
  if (first != site.inboxes.end()) return *first;
  throw Error(Fault::usage, "no_inbox", "the site has no inbox that is a folder", "mailroom.yaml",
              "give it one: inboxes: {post: {folder: inbox}}");
}

Context note_of(const SubmitOptions& options) {
  Context note;
  if (!options.received.empty()) {
    if (!parse_date(options.received)) {
      throw Error(Fault::usage, "argument_invalid",
                  "--received: expected a date such as 2026-11-23, got '" + options.received + "'");
    }
    note.put("received", options.received);
  }
  if (!options.again.empty()) note.put("again", options.again);
  return note;
}

}  // namespace

void add_submit_command(CLI::App& app, Program& program) {
  auto options = std::make_shared<SubmitOptions>();
  CLI::App& command = add_command(
      app,
      {"submit", "hand files in", Group::operate,
       "mailroom submit scan-017.tif --received 2026-11-20\n"
       "mailroom submit claim.pdf --again 'the first was for last year'  # a case of its own, on purpose",
       "Copies each file into an inbox so that it is complete and on disk at once. What was handed in under "
       "the same name with the same content is the same item, and no second case comes of it; the same "
       "content under another name goes to a person. With --again it is meant, and nobody is asked."});
  add_option(command, "FILE", options->files, "what to hand in").required();
  add_option(command, "--inbox", options->inbox, "which inbox (the site's first folder)");
  add_option(command, "--received", options->received, "when the office received it (today)")
      .type_name("DATE");
  add_option(command, "--again", options->again, "why the same is handed in once more").type_name("WHY");
  add_desk_options(command, *options);
  on_run(command, program, [options](Program& p) {
    const daemon::Site site = site_of(*options);
    const daemon::InboxSettings& inbox = folder_named(site, options->inbox);
    const Context note = note_of(*options);
    List names;
    for (const std::string& file : options->files) names.emplace_back(daemon::submit(inbox, file, note));
    const auto count = static_cast<long long>(names.size());
    print(p, *options, Context{{"inbox", inbox.name}, {"files", std::move(names)}},
          [&](const Value&, const View&) {
            return count_of(count, "file") + " handed in to " + inbox.name + "\n";
          });
    return kFine;
  });
}

}  // namespace mailroom::cli
