// Whom of the candidates a first sight at the quarter scale already rules out: an edition whose lines were
// reworded or moved shows it there, at a hundredth of the cost of laying it on the page exactly. Only what
// the page contradicts clearly goes; editions that differ by a year or a few words stay for a close look
// (duel.h). Pure, thread safe.
#pragma once

#include "ocr/reader/candidates.h"

namespace mailroom::ocr::reader {

void rule_out_at_first_sight(Candidates& candidates);

}  // namespace mailroom::ocr::reader
