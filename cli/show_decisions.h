// `audit.decisions`' answer (docs/desk.md) as a table of text or of CSV. Pure.
#pragma once

#include <string>

#include "cli/show.h"

namespace mailroom::cli {

std::string show_decisions(const Value& answer, const View& view);
// A header, and a row for each decision (RFC 4180): what the auditor asked for, without anybody's data.
std::string decisions_csv_header();
std::string decisions_csv(const Value& answer);
// "3 decisions, 1 superseded, in 2 cases · head 5f2a…": what goes with the table.
std::string decisions_summary(const Value& answer);

}  // namespace mailroom::cli
