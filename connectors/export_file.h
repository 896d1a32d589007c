// The file that a delivery becomes for a system that takes files: one JSON object with the idempotency key,
// the case and the content; numbers are decimal, dates ISO. The same delivery always gives the same bytes.
// Pure, thread safe.
#pragma once

#include <string>
#include <vector>

#include "connectors/connector.h"
#include "connectors/kind.h"

namespace mailroom::connectors {

struct ExportFile {
  std::string name;  // "26-48817-3-export.json"
  std::string bytes;
};

ExportFile export_file(const Delivery& delivery);
// The object in it.
Context export_object(const Delivery& delivery);

// The keys that are read here and by who puts the file somewhere: `content` and `amend`.
std::vector<ConnectorKey> export_file_keys();
// `idempotency` where a file's name is the key.
ConnectorKey name_key();

}  // namespace mailroom::connectors
