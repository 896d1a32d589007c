// The `inboxes` of mailroom.yaml.
#pragma once

#include "daemon/setting_reader.h"
#include "daemon/site.h"

namespace mailroom::daemon {

// Into `site.inboxes`. Null: the one inbox that a site has by default.
void load_inboxes(const yaml::Node* all, SettingReader& reader, Site& site);

}  // namespace mailroom::daemon
