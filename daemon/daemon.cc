#include "daemon/daemon.h"

#include "base/durable_file.h"
#include "base/error.h"
#include "base/file.h"
#include "base/ids.h"
#include "base/log.h"
#include "base/text.h"
#include "daemon/audit_seal.h"
#include "daemon/crew.h"
#include "daemon/disk_room.h"
#include "daemon/eraser.h"
#include "daemon/folder_inbox.h"
#include "daemon/generation.h"
#include "daemon/http.h"
#include "daemon/imap_inbox.h"
#include "daemon/open_store.h"
#include "daemon/secrets.h"
#include "daemon/sftp_inbox.h"
#include "daemon/site_change.h"
#include "daemon/site_lock.h"
#include "daemon/upload_inbox.h"

namespace mailroom::daemon {

namespace {

namespace fs = std::filesystem;

const FileFailpoints kNameFile("daemon_id");

// A few seconds of work; more is done at the next turn.
constexpr int kDueAtOnce = 100;
// Of items that are looked at whether they have ended: in a turn of keeping house more than come until the
// next.
constexpr int kPiecesAtOnce = 250, kItemsOfPiece = 200;
// At its start work rests no longer than this: what was to rest longer, a clock said that was ahead.
constexpr std::chrono::microseconds kLongestRest = std::chrono::minutes(1);
// To seal looks at all chains.
constexpr std::chrono::microseconds kBetweenSealings = std::chrono::hours(1);

// The same at each start: what this daemon had claimed when it was stopped it may hand back at once.
std::string name_of(const Site& site, const Clock& clock) {
  const fs::path file = site.data / "daemon.id";
  std::error_code ignored;
  if (fs::exists(file, ignored)) return std::string(trim(read_file(file, 1024)));
  const std::string id = new_uuid(clock);
  write_durably(file, id + "\n", kNameFile, 0600);
  return id;
}

}  // namespace

struct Daemon::Implementation {
  const Site site;  // as it started; as it is now: the newest generation's
  const Clock& clock;
  FileDescriptor lock;
  std::string name;  // among all daemons, the same at each start
  SiteKey key;
  std::unique_ptr<Store> store;
  ObjectStore objects;
  Eraser eraser;
  SigningKey signing;
  DiskRoom room;
  Generations generations;
  const Stages stages;
  const std::shared_ptr<connectors::AllTraffic> traffic;
  std::unique_ptr<Crew> crew;
  std::unique_ptr<HttpServer> server;
  Instant next_seal{};        // of the thread that keeps house
  std::string counted_up_to;  // likewise: an item
  std::mutex mutex;
  std::string reload_problem, at_next_start;

  Implementation(Site given, const Clock& the_clock)
      : site(std::move(given)),
        clock(the_clock),
        lock(lock_of(site)),
        name(name_of(site, clock)),
        key(SiteKey::load_or_make(site.data / "site.key")),
        store(open_store(site, key, clock)),
        objects(open_objects(site, key, *store, clock)),
        eraser(
            *store, objects, key, [this] { return generations.newest()->site; }, clock),
        signing(SigningKey::load_or_make(site.data / "seal.key")),
        room(site.keep_free, [this] { return free_bytes_at(site.data); }),
        stages(generations.stages()),
        traffic(std::make_shared<connectors::AllTraffic>(clock)) {
    key.leave_first_form();
    eraser.catch_up();
    generations.begin(std::make_shared<Generation>(parts(std::make_shared<const Site>(site))));
    store->release_all(name);
    store->end_rests(clock.now() + kLongestRest);
    crew = std::make_unique<Crew>(
        *store, objects, clock, stages, inboxes_of(site),
        Crew::Settings{pace_of(site), Site::carriers, name, [this] { return lack_of_room(); }, site.lease,
                       [this] { keep_house(); }});
  }

  GenerationParts parts(std::shared_ptr<const Site> of_site) {
    return {std::move(of_site),
            *store,
            objects,
            clock,
            [this] { crew->wake(); },
            [this] { return problems(); },
            eraser,
            signing,
            traffic};
  }

  Crew::Inboxes inboxes_of(const Site& of_site) {
    Crew::Inboxes inboxes;
    for (const InboxSettings& inbox : of_site.inboxes) inboxes.push_back(inbox_of(of_site, inbox));
    return inboxes;
  }

  std::unique_ptr<Inbox> inbox_of(const Site& of_site, const InboxSettings& inbox) {
    const auto resolve = [secrets = Secrets::of_site(of_site)](const std::string& text) {
      return secrets.resolve(std::string_view(text));
    };
    if (inbox.mailbox) return std::make_unique<ImapInbox>(inbox, resolve, *store, objects, key, clock);
    if (inbox.remote) return std::make_unique<SftpInbox>(inbox, resolve, *store, objects, key, clock);
    if (inbox.upload) {
      const auto token = [resolve, text = inbox.upload->token] { return resolve(text); };
      return std::make_unique<UploadInbox>(
          inbox, token, [this] { return lack_of_room(); }, *store, objects, key, clock);
    }
    return std::make_unique<FolderInbox>(inbox, of_site.item_bytes, *store, objects, key, clock);
  }

  static Crew::Pace pace_of(const Site& site) {
    std::chrono::microseconds settle = std::chrono::seconds(2);
    for (const InboxSettings& inbox : site.inboxes) settle = std::min(settle, inbox.settle);
    return {site.workers, site.poll, settle};
  }

  std::string lack_of_room() {
    room.keep(generations.newest()->site->keep_free);
    return room.lack();
  }

  // All is made before anything is taken over: what throws leaves everything as it was.
  void reload() {
    const auto before = generations.newest()->site;
    const SiteChange change = taken_over(site, load_site_in(site.folder));
    const auto now = std::make_shared<const Site>(change.site);
    auto generation = std::make_shared<Generation>(parts(now));
    std::optional<Crew::Inboxes> inboxes;
    if (!are_inboxes_the_same(*before, *now)) inboxes = inboxes_of(*now);
    log::info("site_reloaded", {{"workflows", std::to_string(generation->workflows.all().size())},
                                {"inboxes", std::to_string(now->inboxes.size())},
                                {"workers", std::to_string(now->workers)}});
    const std::string waits = join(change.at_next_start, ", ");
    if (!waits.empty()) log::warning("restart_needed", {{"changed", waits}});
    generations.begin(std::move(generation));
    crew->change(pace_of(*now), std::move(inboxes));
    crew->wake();
    const std::lock_guard guard(mutex);
    at_next_start = waits;
  }

  // What other daemons erased, and what is due to be.
  void keep_house() {
    count_ended();
    eraser.catch_up();
    eraser.erase_due(generations.newest()->workflows, kDueAtOnce);
    seal_records();
  }

  // A round over all that goes on, in pieces that keep nobody from writing.
  void count_ended() {
    for (int piece = 0; piece < kPiecesAtOnce; ++piece) {
      store->count_ended(counted_up_to, kItemsOfPiece);
      if (counted_up_to.empty()) return;
    }
  }

  void seal_records() {
    const Instant now = clock.now();
    if (now < next_seal) return;
    next_seal = now + kBetweenSealings;
    if (is_seal_due(*store, now)) (void)seal_audit(*store, signing, now);
  }

  std::vector<std::pair<std::string, std::string>> problems() {
    std::vector<std::pair<std::string, std::string>> all;
    for (const auto& [file, why] : crew->inbox_problems()) all.emplace_back(file + ": " + why, "");
    const std::lock_guard guard(mutex);
    if (!reload_problem.empty())
      all.emplace_back("changed, but wrong; the old ones stay: " + reload_problem, "mailroom check");
    if (!at_next_start.empty())
      all.emplace_back("mailroom.yaml: changed and used at the next start: " + at_next_start, "");
    return all;
  }
};

Daemon::Daemon(Site site, const Clock& clock)
    : implementation_(std::make_unique<Implementation>(std::move(site), clock)) {}

Daemon::~Daemon() {
  stop();
}

void Daemon::start() {
  Implementation& self = *implementation_;
  self.server = std::make_unique<HttpServer>(self.site.socket, [&self](const HttpRequest& request) {
    const auto generation = self.generations.newest();
    return generation->api.answer(request);
  });
  self.crew->start();
  self.store->on_announcement([&self] { self.crew->hear(); });
  log::info("daemon_started",
            {{"site", self.site.name},
             {"workflows", std::to_string(self.generations.newest()->workflows.all().size())},
             {"inboxes", std::to_string(self.site.inboxes.size())},
             {"workers", std::to_string(self.site.workers)}});
}

bool Daemon::is_settled() {
  return implementation_->crew->is_settled();
}

bool Daemon::is_well() {
  implementation_->store->must_answer();  // kept here, we say nothing, and the watchdog acts
  return true;
}

bool Daemon::reload() {
  Implementation& self = *implementation_;
  std::string problem;
  try {
    self.reload();
  } catch (const Error& error) {
    log::error("reload_refused", {{"reason", error.code()}, {"where", error.where()}});
    problem = error.where().empty() ? error.message() : error.where() + ": " + error.message();
  }
  const std::lock_guard guard(self.mutex);
  self.reload_problem = problem;
  return problem.empty();
}

bool Daemon::stop() {
  Implementation& self = *implementation_;
  if (!self.server) return true;
  self.server.reset();
  self.store->on_announcement({});
  const bool is_finished = self.crew->stop(self.generations.newest()->site->stop_within);
  log::info("daemon_stopped", {{"site", self.site.name}, {"finished", is_finished ? "all" : "handed back"}});
  return is_finished;
}

}  // namespace mailroom::daemon
