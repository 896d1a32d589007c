#include "daemon/daemon.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <iostream>

#include "base/error.h"
#include "base/ids.h"
#include "base/log.h"
#include "base/text.h"
#include "daemon/api.h"
#include "daemon/crew.h"
#include "daemon/desk.h"
#include "daemon/http.h"
#include "daemon/open_store.h"
#include "daemon/workflow_connectors.h"
#include "workflows/load.h"

namespace mailroom::daemon {

namespace {

namespace fs = std::filesystem;

FileDescriptor lock_of(const Site& site) {
  make_folder(site.data);
  std::error_code ignored;
  fs::permissions(site.data, fs::perms::owner_all | fs::perms::group_exec, ignored);
  const fs::path file = site.data / "mailroom.lock";
  FileDescriptor lock(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!lock.is_open()) {
    throw Error(Fault::machine, "folder_unwritable", "cannot write: " + system_reason(errno), file.string(),
                "let the daemon's user write in the site's data folder");
  }
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
    throw Error(Fault::usage, "already_running", "a daemon serves this site already", site.folder.string(),
                "stop it first, or ask it: mailroom status");
  }
  return lock;
}

ocr::ReaderOptions reader_options(const Site& site) {
  ocr::ReaderOptions options;
  options.forms = {site.forms()};
  options.jobs = site.workers;
  options.calibration = site.calibration;
  return options;
}

// All that is wrong is said, then the daemon does not start: post that nobody claims for a typing error in a
// workflow would land on a person's desk.
workflows::Workflows load_all(const Site& site, const std::vector<ocr::Form>& forms) {
  std::vector<Diagnostic> problems;
  workflows::Workflows all = workflows::load_workflows({site.folder, &forms, site.post}, problems);
  for (const Diagnostic& problem : problems) {
    std::string source;
    try {
      const fs::path file(problem.place.file);
      source = read_file(file.is_absolute() ? file : site.folder / file);
    } catch (const Error&) {
      // The diagnostic names its place without the line.
    }
    std::cerr << to_text(problem, source) << "\n";
  }
  if (has_errors(problems)) {
    throw Error(Fault::usage, "workflow_invalid", "a workflow is wrong, see above", site.workflows().string(),
                "try it with: mailroom check");
  }
  return all;
}

Stages stages_of(ocr::Reader& reader, workflows::Runner& runner) {
  Stages stages;
  stages.unpack = [&reader](const std::string& name, int document) { return reader.unpack(name, document); };
  stages.read = [&reader](const std::string& name, int document, const ocr::ReadOptions& options) {
    return reader.read(name, document, options);
  };
  stages.file = [&runner](const workflows::ReadDocument& document) { return runner.file(document); };
  stages.advance = [&runner](const std::string& id) { return runner.advance(id); };
  stages.deliver = [&runner](const std::string& id) { return runner.deliver_due(id); };
  return stages;
}

}  // namespace

struct Daemon::Implementation {
  Site site;
  const Clock& clock;
  FileDescriptor lock;
  SiteKey key;
  std::unique_ptr<Store> store;
  ObjectStore objects;
  ocr::Reader reader;
  workflows::Workflows workflows;
  workflows::Runner runner;
  Stages stages;
  std::vector<std::unique_ptr<FolderInbox>> inboxes;
  std::unique_ptr<Crew> crew;
  std::unique_ptr<Desk> desk;
  std::unique_ptr<Api> api;
  std::unique_ptr<HttpServer> server;

  Implementation(Site given, const Clock& the_clock)
      : site(std::move(given)),
        clock(the_clock),
        lock(lock_of(site)),
        key(SiteKey::load_or_make(site.data / "site.key")),
        store(open_store(site, key, clock)),
        objects(site.data / "objects", key, *store, clock),
        reader(reader_options(site)),
        workflows(load_all(site, reader.forms())),
        runner(*store, clock, workflows, connectors_of(workflows, Secrets::of_site(site), site, clock)),
        stages(stages_of(reader, runner)) {
    store->release_all();
    objects.sweep();
    std::chrono::microseconds settle = std::chrono::seconds(2);
    for (const InboxSettings& inbox : site.inboxes) {
      inboxes.push_back(std::make_unique<FolderInbox>(inbox, site.item_bytes, *store, objects, key, clock));
      settle = std::min(settle, inbox.settle);
    }
    crew = std::make_unique<Crew>(
        *store, objects, clock, stages, inboxes,
        Crew::Settings{site.workers, new_uuid(clock), site.error_budget, site.poll, settle});
    DeskParts parts{site, *store, objects, clock, &workflows, {}, true, {}, {}};
    parts.decide = [this](const std::string& id, const workflows::Runner::Verdict& verdict,
                          const std::string& by) { runner.decide_by_person(id, verdict, by); };
    parts.wake = [this] { crew->wake(); };
    parts.problems = [this] {
      std::vector<std::pair<std::string, std::string>> problems;
      for (const auto& [file, why] : crew->inbox_problems()) problems.emplace_back(file + ": " + why, "");
      return problems;
    };
    desk = std::make_unique<Desk>(std::move(parts));
    api = std::make_unique<Api>(*desk, *store, clock);
  }
};

Daemon::Daemon(Site site, const Clock& clock)
    : implementation_(std::make_unique<Implementation>(std::move(site), clock)) {}

Daemon::~Daemon() {
  stop();
}

void Daemon::start() {
  Implementation& self = *implementation_;
  self.server = std::make_unique<HttpServer>(
      self.site.socket, [&self](const HttpRequest& request) { return self.api->answer(request); });
  self.crew->start();
  log::info("daemon_started", {{"site", self.site.name},
                               {"workflows", std::to_string(self.workflows.all().size())},
                               {"inboxes", std::to_string(self.inboxes.size())},
                               {"workers", std::to_string(self.site.workers)}});
}

bool Daemon::is_settled() {
  return implementation_->crew->is_settled();
}

void Daemon::stop() {
  Implementation& self = *implementation_;
  if (!self.server) return;
  self.server.reset();
  self.crew->stop();
  log::info("daemon_stopped", {{"site", self.site.name}});
}

}  // namespace mailroom::daemon
