// `mailroom store copy`: a site that has outgrown one machine moves its store to a PostgreSQL server.
#include <ostream>

#include "cli/command.h"
#include "daemon/open_store.h"
#include "daemon/site_lock.h"
#include "daemon/store_copy.h"

namespace mailroom::cli {

void add_store_command(CLI::App& app, Program& program);

namespace {

struct Options {
  std::string site, to;
  bool leave_objects = false;
};

int copy(const Options& options, Program& program) {
  const daemon::Site site = daemon::open_site(options.site.empty() ? std::filesystem::current_path()
                                                                   : std::filesystem::path(options.site));
  std::error_code none;
  if (!site.store_url.empty() || !std::filesystem::exists(site.store, none)) {
    throw Error(Fault::usage, "nothing_to_copy", "this site has no store in a file", {},
                "copying goes from SQLite to PostgreSQL, before 'store' in mailroom.yaml is changed");
  }
  if (daemon::holds_password(options.to)) {
    throw Error(Fault::usage, "secret_on_command_line",
                "a password on the command line is seen by everybody here", {},
                "put it into secrets/NAME and write ${secret:NAME} in its place");
  }
  const FileDescriptor lock = daemon::lock_of(site);
  const SystemClock clock;
  const auto from = daemon::open_engine(site, daemon::Access::write);
  const auto to = daemon::open_engine(site, options.to, daemon::Access::write);
  const daemon::SiteKey keys = daemon::SiteKey::load(site.data / "site.key");
  daemon::ObjectFolder folder(site.objects);
  const bool moves_objects = !options.leave_objects && !site.objects_in_store && !site.bucket;
  std::function<std::optional<std::string>(const std::string&)> bytes;
  if (moves_objects) bytes = [&](const std::string& id) { return folder.get(id); };
  const daemon::CopyReport report = daemon::copy_store(*from, *to, keys, clock.now(), bytes);
  program.out << "copied " << report.rows << " rows of " << report.tables
              << " tables, counted in both stores\n"
              << "audit: " << report.chains << " chains end alike\n";
  if (moves_objects) program.out << "documents: " << report.objects << " objects are in the store now\n";
  program.out << "next: write 'store: " << options.to << "' "
              << (options.leave_objects && !site.bucket ? "and 'objects: " + site.objects.string() + "' "
                                                        : "")
              << "into mailroom.yaml and start the daemon; keep data/site.key, and the old store until you "
                 "are sure\n";
  return kFine;
}

}  // namespace

void add_store_command(CLI::App& app, Program& program) {
  CLI::App& store =
      add_command(app, {"store", "move a site's store", Group::operate,
                        "mailroom store copy --to 'postgresql://mailroom@db.example/mailroom'", ""});
  auto options = std::make_shared<Options>();
  CLI::App& copying = add_command(
      store, {"copy", "copy a store in a file to a PostgreSQL server", Group::operate,
              "mailroom store copy --to 'postgresql://mailroom@db.example/mailroom'\n"
              "mailroom store copy --to '${secret:STORE_URL}' --leave-objects  # they stay in a folder that "
              "all share",
              "The daemon must be stopped, the other store empty. All of it is copied or nothing: rows are "
              "counted in both, and the ends of the audit's chains compared, before it counts."});
  add_option(copying, "--to", options->to, "the other store; secrets of the site may be named in it")
      .type_name("URL")
      .required();
  add_flag(copying, "--leave-objects", options->leave_objects, "leave the documents' bytes in their folder");
  add_site_option(copying, options->site);
  on_run(copying, program, [options](Program& p) { return copy(*options, p); });
}

}  // namespace mailroom::cli
