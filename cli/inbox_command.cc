// `mailroom inbox test`: what an inbox sees and what is wrong with it, with nothing taken.
#include "base/text.h"
#include "cli/answer.h"
#include "cli/desk.h"
#include "daemon/inbox_findings.h"

namespace mailroom::cli {

void add_inbox_command(CLI::App& app, Program& program);

namespace {

struct Options : DeskOptions {
  std::string inbox;
};

Value value_of(const daemon::InboxFindings& findings) {
  List seen, wrong;
  for (const auto& [what, is] : findings.seen) seen.push_back(Context{{"what", what}, {"is", is}});
  for (const auto& one : findings.wrong) wrong.push_back(Context{{"what", one.what}, {"fix", one.fix}});
  return Context{{"inbox", findings.inbox},
                 {"place", findings.place},
                 {"seen", std::move(seen)},
                 {"wrong", std::move(wrong)}};
}

std::string show_inbox(const Value& inbox, const View& view) {
  std::string shown = text(inbox, "inbox") + ": " + text(inbox, "place") + "\n";
  Table table({Table::Align::left, Table::Align::left}, 2);
  for (const Value& one : list(inbox, "seen")) table.row({text(one, "what"), text(one, "is")});
  if (!table.empty()) shown += table.to_text(view.terminal);
  for (const Value& one : list(inbox, "wrong")) {
    shown += "  " + paint(view.terminal, Tone::bad, "wrong: " + text(one, "what")) + "\n";
    if (const std::string fix = text(one, "fix"); !fix.empty()) shown += "    " + fix + "\n";
  }
  if (list(inbox, "wrong").empty())
    shown += "  " + paint(view.terminal, Tone::good, "nothing is wrong") + "\n";
  return shown;
}

std::string show_inboxes(const Value& answer, const View& view) {
  std::string shown;
  for (const Value& inbox : list(answer, "inboxes")) shown += show_inbox(inbox, view);
  return shown + "nothing was taken\n";
}

}  // namespace

void add_inbox_command(CLI::App& app, Program& program) {
  CLI::App& inbox =
      add_command(app, {"inbox", "where items come from", Group::operate, "mailroom inbox test", ""});
  auto options = std::make_shared<Options>();
  CLI::App& test = add_command(
      inbox,
      {"test", "look at inboxes: what they see, what is wrong", Group::operate,
       "mailroom inbox test  # all of the site\n"
       "mailroom inbox test mail  # connects, logs in, counts, leaves everything as it is",
       "Looks as you, whether or not a daemon runs; the daemon's user may be allowed less. Takes nothing "
       "and changes nothing. Exit code 1 if anything is wrong."});
  add_option(test, "NAME", options->inbox, "which inbox (all)");
  add_desk_options(test, *options);
  on_run(test, program, [options](Program& p) {
    const daemon::Site site = site_of(*options);
    const daemon::Secrets secrets = daemon::Secrets::of_site(site);
    List inboxes;
    bool is_well = true;
    const auto look_at = [&](const daemon::InboxSettings& one) {
      const daemon::InboxFindings findings = daemon::examine(one, secrets);
      is_well &= findings.wrong.empty();
      inboxes.push_back(value_of(findings));
    };
    if (options->inbox.empty()) {
      for (const daemon::InboxSettings& one : site.inboxes) look_at(one);
    } else {
      look_at(daemon::inbox_named(site, options->inbox));
    }
    print(p, *options, Context{{"inboxes", std::move(inboxes)}}, show_inboxes);
    return is_well ? kFine : kDidNotPass;
  });
}

}  // namespace mailroom::cli
