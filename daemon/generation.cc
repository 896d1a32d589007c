#include "daemon/generation.h"

#include <iostream>

#include "base/error.h"
#include "base/file.h"
#include "daemon/workflow_connectors.h"
#include "daemon/workflow_versions.h"
#include "workflows/load.h"

namespace mailroom::daemon {

namespace {

namespace fs = std::filesystem;

ocr::ReaderOptions reader_options(const Site& site) {
  ocr::ReaderOptions options;
  options.forms = {site.forms()};
  options.jobs = site.workers;
  options.calibration = site.calibration;
  return options;
}

// All that is wrong is said, then nothing is taken over: post that nobody claims for a typing error in a
// workflow would land on a person's desk.
workflows::Workflows load_all(const GenerationParts& parts, const std::vector<ocr::Form>& forms) {
  const Site& site = *parts.site;
  std::vector<Diagnostic> problems;
  workflows::Workflows all = workflows::load_workflows({site.folder, &forms, site.post}, problems);
  for (Diagnostic& problem : changed_versions(all, parts.store)) problems.push_back(std::move(problem));
  for (const Diagnostic& problem : problems) {
    std::string source;
    try {
      const fs::path file(problem.place.file);
      source = read_file(file.is_absolute() ? file : site.folder / file);
    } catch (const Error&) {
      // The diagnostic names its place without the line.
    }
    std::cerr << to_text(problem, source) << "\n";
  }
  if (has_errors(problems)) {
    throw Error(Fault::usage, "workflow_invalid", "a workflow is wrong, see above", site.workflows().string(),
                "try it with: mailroom check");
  }
  return with_kept_versions(all, parts.store, parts.clock.now());
}

DeskParts desk_parts(const GenerationParts& parts, Generation& generation) {
  DeskParts desk{*parts.site, parts.store, parts.objects, parts.clock, &generation.workflows, {}, true,
                 {},          {}};
  desk.decide = [&generation](const std::string& id, const workflows::Runner::Verdict& verdict,
                              const std::string& by) { generation.runner.decide_by_person(id, verdict, by); };
  desk.wake = parts.wake;
  desk.problems = parts.problems;
  desk.runner = &generation.runner;
  desk.eraser = &parts.eraser;
  desk.signing = &parts.signing;
  return desk;
}

}  // namespace

Generation::Generation(const GenerationParts& parts)
    : site(parts.site),
      reader(reader_options(*site)),
      workflows(load_all(parts, reader.forms())),
      runner(parts.store, parts.clock, workflows,
             connectors_of(workflows, Secrets::of_site(*site), *site, parts.clock),
             lookups_of(workflows, Secrets::of_site(*site), *site, parts.clock), parts.traffic),
      desk(desk_parts(parts, *this)),
      api(desk, parts.store, parts.clock) {}

std::shared_ptr<Generation> Generations::newest() const {
  const std::lock_guard lock(mutex_);
  return newest_;
}

void Generations::begin(std::shared_ptr<Generation> generation) {
  {
    const std::lock_guard lock(mutex_);
    newest_.swap(generation);
  }
  // The one before goes here, outside the lock, unless somebody works on it still.
}

Stages Generations::stages() const {
  Stages stages;
  stages.unpack = [this](const std::string& name, int document) {
    return newest()->reader.unpack(name, document);
  };
  stages.accepted_types = [this](const std::string& name) -> std::vector<std::string> {
    const auto generation = newest();
    for (const InboxSettings& inbox : generation->site->inboxes) {
      if (inbox.name == name) return inbox.accepted_types;
    }
    return {};
  };
  stages.arrival_rules = [this](const std::string& name) -> std::vector<ArrivalRule> {
    const auto generation = newest();
    for (const InboxSettings& inbox : generation->site->inboxes) {
      if (inbox.name == name) return inbox.facts;
    }
    return {};
  };
  stages.read = [this](const std::string& name, int document, ocr::ReadOptions options) {
    const auto generation = newest();
    options.error_budget = generation->site->error_budget;
    return generation->reader.read(name, document, options);
  };
  stages.cut = [this](const std::string& name, int document, const std::vector<ocr::PageRange>& parts) {
    return newest()->reader.cut(name, document, parts);
  };
  stages.file = [this](const workflows::ReadDocument& document) { return newest()->runner.file(document); };
  stages.advance = [this](const std::string& id) { return newest()->runner.advance(id); };
  stages.deliver = [this](const std::string& id) { return newest()->runner.deliver_due(id); };
  stages.tend = [this] { newest()->runner.tend_connectors(); };
  stages.tend_lines = [this] { return newest()->runner.tend_lines(); };
  stages.reopen = [this] { return newest()->runner.reopen_destinations(); };
  return stages;
}

}  // namespace mailroom::daemon
