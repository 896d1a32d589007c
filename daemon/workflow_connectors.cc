#include "daemon/workflow_connectors.h"

#include <mutex>

#include "base/error.h"
#include "connectors/factory.h"

namespace mailroom::daemon {

namespace {

// Connectors promise nothing about two threads at once; workers are several.
class OneAtATime final : public connectors::Connector {
 public:
  explicit OneAtATime(std::unique_ptr<connectors::Connector> connector) : connector_(std::move(connector)) {}

  connectors::DeliveryOutcome deliver(const connectors::Delivery& delivery) override {
    const std::lock_guard lock(mutex_);
    return connector_->deliver(delivery);
  }
  std::string preview(const connectors::Delivery& delivery) const override {
    return connector_->preview(delivery);
  }
  bool honours_key() const override { return connector_->honours_key(); }

 private:
  std::mutex mutex_;
  std::unique_ptr<connectors::Connector> connector_;
};

}  // namespace

workflows::Runner::Connectors connectors_of(const workflows::Workflows& workflows, const Secrets& secrets,
                                            const Site& site, const Clock& clock) {
  workflows::Runner::Connectors connectors;
  for (const auto& workflow : workflows.all()) {
    for (const auto& delivery : workflow->deliveries) {
      try {
        const Value settings = secrets.resolve(Value(delivery.settings));
        connectors[workflow->id + "/" + delivery.name] = std::make_shared<OneAtATime>(
            connectors::make_connector(delivery.kind, settings.context(), site.folder, &clock));
      } catch (const Error& error) {
        throw Error(error.fault(), error.code(), error.message(),
                    "workflow '" + workflow->id + "', delivery '" + delivery.name + "'", error.hint());
      }
    }
  }
  return connectors;
}

}  // namespace mailroom::daemon
