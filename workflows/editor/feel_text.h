// Where FEEL stands in a workflow, and the names in it, also of an expression that is half typed and of which
// no parser could make anything. Pure functions, thread safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/keys.h"
#include "workflows/editor/spot.h"

namespace mailroom::workflows::editor {

enum class Writing { plain, expression, wording };  // wording: a text with {{ FEEL }} in it

// How a scalar at the end of this way is written. A table's cells are FEEL, whatever their type says.
Writing writing_at(const std::vector<Crumb>& way);

struct Piece {
  size_t begin = 0, end = 0;  // of FEEL in a text, in bytes
};
std::vector<Piece> feel_pieces(std::string_view text, Writing writing);

// The expression that the cursor is in, and where in it.
struct FeelSpot {
  std::string text;
  size_t at = 0;
};
std::optional<FeelSpot> feel_at(const Spot& spot);

// A name that an expression uses; what stands in quotes, in comments and in front of ':' is none.
struct UsedName {
  size_t at = 0;  // in bytes
  std::string name;
  std::string owner;  // "claim" of "claim.nino", "deliveries.ledger" of "deliveries.ledger.id"
};
std::vector<UsedName> used_names(std::string_view feel);
// The name that is being typed up to `end`, which may still be empty; none where no name can stand.
std::optional<UsedName> name_before(std::string_view feel, size_t end);
// The one that a cursor at `at` touches.
std::optional<UsedName> name_around(std::string_view feel, size_t at);

}  // namespace mailroom::workflows::editor
