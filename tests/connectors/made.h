// A connector as tests make one: without secrets, and told of a site's folder only.
#pragma once

#include "connectors/factory.h"

namespace mailroom::connectors {

inline std::unique_ptr<Connector> made(std::string_view kind, const Context& settings,
                                       const std::filesystem::path& site, const Clock* clock = nullptr) {
  return make_connector(kind, settings, settings, {site, clock});
}

}  // namespace mailroom::connectors
