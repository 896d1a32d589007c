#include "daemon/desk_client.h"

#include <unistd.h>

#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/json.h"
#include "daemon/api.h"
#include "daemon/http.h"
#include "daemon/open_store.h"
#include "ocr/form_file.h"
#include "workflows/load.h"

namespace mailroom::daemon {

namespace {

// What shows personal values leaves a record, so it needs to write even though it only looks.
bool leaves_a_record(const std::string& verb, const Context& arguments) {
  return verb == "review.show" || verb == "cases.facts" ||
         ((verb == "cases.show" || verb == "cases.explain") && arguments.at("reveal").is_true());
}

// Titles and labels only: a workflow that does not load is simply shown by its id.
workflows::Workflows workflows_of(const Site& site) {
  std::vector<Diagnostic> ignored;
  std::error_code no_folder;
  std::vector<ocr::Form> forms;
  if (std::filesystem::is_directory(site.forms(), no_folder)) forms = ocr::load_forms(site.forms(), ignored);
  if (!std::filesystem::is_directory(site.workflows(), no_folder)) return {};
  return workflows::load_workflows({site.folder, &forms, site.post}, ignored);
}

Value look_at_store(const Site& site, const std::string& verb, const Context& arguments) {
  require_store(site);
  const SystemClock clock;
  const SiteKey key = SiteKey::load(site.data / "site.key");
  const auto access = leaves_a_record(verb, arguments) ? Access::write : Access::look;
  const std::unique_ptr<Store> store = open_store(site, key, clock, access);
  ObjectStore objects = open_objects(site, key, *store, clock);
  const workflows::Workflows workflows = workflows_of(site);
  Desk desk({site, *store, objects, clock, &workflows, {}, false, {}, {}});
  const Peer peer = peer_of_this_process();
  return desk.call(verb, arguments, {peer.user, peer.uid});
}

}  // namespace

struct DeskClient::Implementation {
  Site site;
};

DeskClient::DeskClient(std::unique_ptr<Implementation> implementation)
    : implementation_(std::move(implementation)) {}
DeskClient::DeskClient(DeskClient&&) noexcept = default;
DeskClient::~DeskClient() = default;

DeskClient DeskClient::for_site(const Site& site) {
  return DeskClient(std::make_unique<Implementation>(Implementation{site}));
}

bool DeskClient::is_running() const {
  return is_listening(implementation_->site.socket);
}

Value DeskClient::call(const std::string& verb, const Context& arguments) {
  const Site& site = implementation_->site;
  if (is_running()) {
    const HttpAnswer answer =
        http_request(site.socket, "POST", "/v1/desk/" + verb, to_json(Value(arguments)));
    if (answer.status == 200) return parse_json(answer.body, "the daemon's answer");
    throw error_from_body(answer.body);
  }
  if (Desk::only_looks(verb)) return look_at_store(site, verb, arguments);
  throw Error(Fault::usage, "daemon_not_running",
              "'" + verb + "' needs the daemon, and none runs for this site", {},
              "start it: mailroomd --site " + site.folder.string());
}

}  // namespace mailroom::daemon
