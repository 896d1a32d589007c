// The office of tests/workflows/office.h on a real store, with workers that do what is due: for what runner,
// store and worker do together. One thread; the clock stands still.
#pragma once

#include <map>

#include "base/ids.h"
#include "daemon/desk.h"
#include "daemon/object_store.h"
#include "daemon/site.h"
#include "daemon/sql_store.h"
#include "daemon/sqlite_database.h"
#include "daemon/worker.h"
#include "tests/workflows/office.h"

namespace mailroom::workflows {

class SendingOffice : public Office {
 protected:
  SendingOffice() {
    site.folder = folder.path();
    site.data = folder.path() / "data";
    employ();
  }
  // A new runner over the workflows as they are now: as after a restart.
  void employ() {
    Runner::Connectors connectors;
    for (const auto& workflow : workflows.all()) {
      connectors[workflow->id + "/ledger"] = ledger;
      connectors[workflow->id + "/letter"] = letter;
    }
    runner = std::make_unique<Runner>(sql, clock, workflows, std::move(connectors), Runner::Lookups(),
                                      std::make_shared<connectors::AllTraffic>(clock));
    stages.unpack = [](const std::string&, int) { return ocr::Unpacked(); };  // the item is the document
    stages.read = [this](const std::string& name, int, const ocr::ReadOptions&) {
      ocr::DocumentReading reading = next_reading;
      reading.file = name;
      return reading;
    };
    stages.file = [this](const ReadDocument& document) {
      const auto ids = runner->file(document);
      last_case = ids.front();
      return ids;
    };
    stages.advance = [this](const std::string& id) { return runner->advance(id); };
    stages.deliver = [this](const std::string& id) { return runner->deliver_due(id); };
    stages.tend_lines = [this] { return runner->tend_lines(); };
    stages.reopen = [this] { return runner->reopen_destinations(); };
  }
  // Everything that is due, now. Fails if it never ends.
  void work() {
    constexpr int kMostSteps = 400;
    daemon::Worker worker(sql, objects, clock, stages, {"test"});
    int steps = 0;
    while (steps < kMostSteps && (worker.step() || stages.tend_lines())) ++steps;
    EXPECT_LT(steps, kMostSteps) << "it spins";
  }
  void work_after(std::chrono::microseconds time) {
    clock.advance(time);
    work();
  }
  static std::string nino(int i) { return "AB12345" + std::to_string(i) + "C"; }
  // A claim of the i-th person; its case's id.
  std::string claimed(int i, Values more = {}) {
    more["nino"] = nino(i);
    return runner->file(claim("d" + std::to_string(++documents), std::move(more))).at(0);
  }
  // The same by post, worked on as far as it goes.
  std::string arrives(int i, Values more = {}) {
    more["nino"] = nino(i);
    next_reading = claim("", std::move(more)).reading;
    daemon::Item item;
    item.id = item.identity = new_uuid(clock);
    item.inbox = "post";
    item.file = "scan-" + std::to_string(++documents) + ".tif";
    const auto object = objects.put(item.file);
    item.object = object.address;
    item.arrived = item.received = clock.now();
    EXPECT_TRUE(sql.add_item(item, object));
    work();
    return last_case;
  }
  CaseRecord load(const std::string& id) { return *sql.load(id); }
  std::string standing(const std::string& id) { return sql.line_of(id).standing; }
  Value ask(const std::string& verb, const Context& arguments = {}, const std::string& who = "m.lund") {
    daemon::DeskParts parts{site, sql, objects, clock, &workflows, {}, true, {}, {}};
    parts.decide = [this](const std::string& id, const Runner::Verdict& verdict, const std::string& by) {
      runner->decide_by_person(id, verdict, by);
    };
    parts.runner = runner.get();
    return daemon::Desk(parts).call(verb, arguments, {who, 1000});
  }

  daemon::Site site;
  daemon::SiteKey key{daemon::SiteKey::load_or_make(folder.path() / "site.key")};
  daemon::SqlStore sql{std::make_unique<daemon::SqliteEngine>(folder.path() / "mailroom.db"), key, clock};
  daemon::ObjectStore objects{folder.path() / "objects", key, sql, clock};
  daemon::Stages stages;
  ocr::DocumentReading next_reading;
  std::string last_case;
  int documents = 0;
};

}  // namespace mailroom::workflows
