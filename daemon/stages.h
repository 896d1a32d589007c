// What the worker calls at each stage, as functions: the reader process and the case runner in the daemon,
// something that misbehaves on purpose in a test. They may be called from several threads.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "daemon/arrival.h"
#include "ocr/reader.h"
#include "workflows/runner.h"

namespace mailroom::daemon {

struct Stages {
  std::function<ocr::Unpacked(const std::string& name, int document)> unpack;
  // Of an inbox: the media types of documents that it reads; none: all. May be empty.
  std::function<std::vector<std::string>(const std::string& inbox)> accepted_types;
  // Of an inbox: what its items' senders, folders … mean. May be empty.
  std::function<std::vector<ArrivalRule>(const std::string& inbox)> arrival_rules;
  std::function<ocr::DocumentReading(const std::string& name, int document, const ocr::ReadOptions&)> read;
  std::function<ocr::CutDocument(const std::string& name, int document, const std::vector<ocr::PageRange>&)>
      cut;
  std::function<std::vector<std::string>(const workflows::ReadDocument&)> file;
  std::function<bool(const std::string& case_id)> advance;
  std::function<std::optional<Instant>(const std::string& case_id)> deliver;
  std::function<bool()> reopen;      // destinations whose time has come, if of any; may be empty
  std::function<bool()> tend_lines;  // before full destinations, if anybody may go now; may be empty
  std::function<void()> tend;        // connectors: what is due without a delivery; may be empty
};

}  // namespace mailroom::daemon
