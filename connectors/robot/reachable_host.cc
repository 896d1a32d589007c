#include "connectors/robot/reachable_host.h"

#include "connectors/reach.h"

namespace mailroom::connectors {

std::variant<std::string, StepEnd> reachable_address(const std::string& host, const Networks& allowed) {
  Reach reach = reach_of(host, allowed);
  switch (reach.kind) {
    case Reach::Kind::open:
      return std::move(reach.addresses.front());
    case Reach::Kind::shut:
      return StepEnd{StepEnd::Kind::unfit, "its address is private"};
    case Reach::Kind::unknown:
      break;
  }
  return StepEnd{StepEnd::Kind::unreachable, "its host's name is not known"};
}

}  // namespace mailroom::connectors
