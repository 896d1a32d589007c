// `mailroom audit`: whether the record of what happened is whole and unchanged, and what was decided under
// which rule.
#include <map>
#include <ostream>

#include "base/digest.h"
#include "base/file.h"
#include "base/json.h"
#include "cli/answer.h"
#include "cli/desk.h"
#include "cli/show_decisions.h"

namespace mailroom::cli {

void add_audit_command(CLI::App& app, Program& program);

namespace {

constexpr uint64_t kRootBytes = 64 * 1024;

void add_verify(CLI::App& audit, Program& program) {
  struct Options : DeskOptions {
    std::string root;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verify = add_command(
      audit,
      {"verify", "check every case's chain of records", Group::operate,
       "mailroom audit verify  # exit code 1 if a record was changed or is missing\n"
       "mailroom audit verify --root november.json  # against a root that was kept elsewhere",
       "Chains are checked by themselves, against the last root that the site sealed, and against one that "
       "you kept: with that nobody who has the store and its keys can rewrite what it covers."});
  add_option(verify, "--root", options->root, "a file that 'audit root --json' wrote").type_name("FILE");
  add_desk_options(verify, *options);
  on_run(verify, program, [options](Program& p) {
    Context arguments;
    if (!options->root.empty())
      arguments.put("root", part(parse_json(read_file(options->root, kRootBytes), options->root), "root"));
    const Value answer = ask(*options, "audit.verify", arguments);
    print(p, *options, answer, show_audit);
    return flag(answer, "ok") ? kFine : kDidNotPass;
  });
}

void add_root_and_seal(CLI::App& audit, Program& program) {
  auto options = std::make_shared<DeskOptions>();
  CLI::App& root = add_command(
      audit,
      {"root", "the last signed root of all records", Group::operate,
       "mailroom audit root\nmailroom audit root --json > november.json  # keep it elsewhere",
       "The daemon seals the ends of all chains once a day (RFC 6962's tree hash, signed with Ed25519). It "
       "holds nobody's data."});
  add_desk_options(root, *options);
  on_run(root, program, [options](Program& p) {
    print(p, *options, ask(*options, "audit.root", {}), show_root);
    return kFine;
  });
  auto sealing = std::make_shared<DeskOptions>();
  CLI::App& seal = add_command(audit, {"seal", "seal all records now under a signed root", Group::operate,
                                       "mailroom audit seal --json > november.json", ""});
  add_desk_options(seal, *sealing);
  on_run(seal, program, [sealing](Program& p) {
    print(p, *sealing, ask(*sealing, "audit.seal", {}), show_root);
    return kFine;
  });
}

// The pages of `audit.decisions` summed up: of rows that are not kept only what is told beside them.
class Decisions {
 public:
  void add(const Value& page, bool keep) {
    count_ += count(page, "count");
    superseded_ += count(page, "superseded");
    cases_ += count(page, "cases");
    for (const Value& one : list(page, "references"))
      references_[text(one, "reference")] += count(one, "decisions");
    for (const Value& one : list(page, "decisions")) {
      const std::string number = text(one, "case");
      if (number != last_case_) heads_ += number + " " + text(one, "head") + "\n";
      last_case_ = number;
      if (keep) kept_.push_back(one);
    }
  }

  Value summed_up(bool ok) {
    List references;
    for (const auto& [reference, decisions] : references_)
      references.push_back(Context{{"reference", reference}, {"decisions", decisions}});
    return Context{{"decisions", std::move(kept_)},
                   {"count", count_},
                   {"superseded", superseded_},
                   {"cases", cases_},
                   {"head", heads_.empty() ? "" : sha256(heads_)},
                   {"ok", ok},
                   {"references", std::move(references)}};
  }

 private:
  List kept_;
  int64_t count_ = 0, superseded_ = 0, cases_ = 0;
  std::map<std::string, int64_t> references_;
  std::string heads_, last_case_;
};

void add_decisions(CLI::App& audit, Program& program) {
  struct Options : DeskOptions {
    std::string reference, from, to;
    bool csv = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App& decisions = add_command(
      audit, {"decisions", "list what was decided under a rule", Group::operate,
              "mailroom audit decisions --reference 'reg 4(2)' --from 2026-11-01 --to 2026-11-30\n"
              "mailroom audit decisions --reference 'reg 4(2)' --csv > decisions.csv",
              "Every decision that the record holds, those that a later one superseded too. 'head' is the "
              "digest of the "
              "listed cases' numbers and the ends of their chains: the same list, asked again, has the same "
              "head as long "
              "as nothing happened to these cases. With --csv the count and the head are told beside the "
              "table. Exit code "
              "1 if a record was changed or is missing."});
  add_option(decisions, "--reference", options->reference, "the law as the rules' 'reference' has it (any)");
  add_option(decisions, "--from", options->from, "decided on this day or later").type_name("DATE");
  add_option(decisions, "--to", options->to, "decided on this day or before").type_name("DATE");
  add_flag(decisions, "--csv", options->csv, "as a table for a spreadsheet");
  add_desk_options(decisions, *options);
  on_run(decisions, program, [options](Program& p) {
    const Context asked{{"reference", options->reference}, {"from", options->from}, {"to", options->to}};
    const bool as_csv = options->csv && !options->json;
    Decisions all;
    if (as_csv) p.out << decisions_csv_header();
    for (std::string after, next = "first"; !next.empty(); after = next) {
      Context page = asked;
      page.put("after", after);
      const Value answer = ask(*options, "audit.decisions", page);
      if (as_csv) p.out << decisions_csv(answer);  // and then forgotten
      all.add(answer, !as_csv);
      next = text(answer, "next");
    }
    const Value answer = all.summed_up(flag(ask(*options, "audit.verify", {}), "ok"));
    if (as_csv) {
      p.err << decisions_summary(answer);
    } else {
      print(p, *options, answer, show_decisions);
    }
    return flag(answer, "ok") ? kFine : kDidNotPass;
  });
}

}  // namespace

void add_audit_command(CLI::App& app, Program& program) {
  CLI::App& audit =
      add_command(app, {"audit", "prove that the record is whole, and what was decided", Group::operate,
                        "mailroom audit verify\nmailroom audit decisions --reference 'reg 4(2)' --csv", ""});
  add_verify(audit, program);
  add_root_and_seal(audit, program);
  add_decisions(audit, program);
}

}  // namespace mailroom::cli
