#include "daemon/workflow_connectors.h"

#include <condition_variable>
#include <mutex>

#include "base/error.h"
#include "connectors/factory.h"

namespace mailroom::daemon {

namespace {

using connectors::Connector;

// Connectors promise nothing about two threads at once; workers are several. So there are as many of them as
// deliveries may be on their way.
class Pool final : public Connector {
 public:
  explicit Pool(std::vector<std::unique_ptr<Connector>> connectors) : connectors_(std::move(connectors)) {
    for (const auto& one : connectors_) free_.push_back(one.get());
  }

  connectors::DeliveryOutcome deliver(const connectors::Delivery& delivery) override {
    const Taken taken(*this);
    return taken.connector->deliver(delivery);
  }
  std::string preview(const connectors::Delivery& delivery) const override {
    return connectors_.front()->preview(delivery);
  }
  void tend() override {
    const Taken taken(*this, true);
    if (taken.connector != nullptr) taken.connector->tend();
  }
  bool honours_key() const override { return connectors_.front()->honours_key(); }
  bool amends() const override { return connectors_.front()->amends(); }

 private:
  struct Taken {
    // None if all are busy and nobody waits for one.
    explicit Taken(Pool& owner, bool only_if_free = false) : pool(owner) {
      std::unique_lock lock(pool.mutex_);
      if (only_if_free && pool.free_.empty()) return;
      pool.freed_.wait(lock, [&] { return !pool.free_.empty(); });
      connector = pool.free_.back();
      pool.free_.pop_back();
    }
    ~Taken() {
      if (connector == nullptr) return;
      const std::lock_guard lock(pool.mutex_);
      pool.free_.push_back(connector);
      pool.freed_.notify_one();
    }
    Taken(const Taken&) = delete;
    Taken& operator=(const Taken&) = delete;
    Pool& pool;
    Connector* connector = nullptr;
  };

  std::mutex mutex_;
  std::condition_variable freed_;
  std::vector<std::unique_ptr<Connector>> connectors_;
  std::vector<Connector*> free_;
};

// What the runner looks for: the newest version without its number (workflows/runner_plan.cc).
std::string key_of(const workflows::Workflows& all, const workflows::Workflow& workflow,
                   const std::string& name) {
  const bool newest = all.find(workflow.id) == &workflow;
  return workflow.id + (newest ? "" : "@" + std::to_string(workflow.version)) + "/" + name;
}

}  // namespace

workflows::Runner::Connectors connectors_of(const workflows::Workflows& workflows, const Secrets& secrets,
                                            const Site& site, const Clock& clock) {
  workflows::Runner::Connectors connectors;
  const auto limits = workflows.limits();
  for (const auto& workflow : workflows.all()) {
    for (const auto& delivery : workflow->deliveries) {
      try {
        const Value settings = secrets.resolve(Value(delivery.settings));
        std::vector<std::unique_ptr<Connector>> several;
        for (int i = 0; i < limits.at(delivery.name).at_once; ++i) {
          several.push_back(connectors::make_connector(delivery.kind, settings.context(), delivery.settings,
                                                       {site.folder, &clock, site.private_networks}));
        }
        connectors[key_of(workflows, *workflow, delivery.name)] = std::make_shared<Pool>(std::move(several));
      } catch (const Error& error) {
        throw Error(error.fault(), error.code(), error.message(),
                    "workflow '" + workflow->id + "', delivery '" + delivery.name + "'", error.hint());
      }
    }
  }
  return connectors;
}

workflows::Runner::Lookups lookups_of(const workflows::Workflows& workflows, const Secrets& secrets,
                                      const Site& site, const Clock& clock) {
  workflows::Runner::Lookups lookups;
  for (const auto& workflow : workflows.all()) {
    for (const auto& lookup : workflow->lookups) {
      try {
        const Value settings = secrets.resolve(Value(lookup.settings));
        lookups[key_of(workflows, *workflow, lookup.name)] =
            connectors::make_lookup(settings.context(), {site.folder, &clock, site.private_networks});
      } catch (const Error& error) {
        throw Error(error.fault(), error.code(), error.message(),
                    "workflow '" + workflow->id + "', look-up '" + lookup.name + "'", error.hint());
      }
    }
  }
  return lookups;
}

}  // namespace mailroom::daemon
