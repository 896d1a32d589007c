// A free layout's tables as field readings: of each how many rows it has, then its cells row by row
// (ocr/table.h). What makes the rows sure is how they end and whether they add up to the total that the page
// states; a doubt about them is a doubt about every cell. Thread safe if `read_cell` is.
#pragma once

#include <functional>
#include <vector>

#include "ocr/form.h"
#include "ocr/reader/label_search.h"
#include "ocr/reader/table_search.h"
#include "ocr/reading.h"

namespace mailroom::ocr::reader {

// Sets value, text, zone, confidence and what else speaks against a cell; the rest is there.
using ReadCell = std::function<void(const TableColumn& column, const ValuePattern& pattern,
                                    const TableCell& cell, FieldReading& reading)>;

// A text layer has every row; recognition of a picture may have passed over one, so that only rows that add
// up are sure.
enum class Evidence { text, ink };

// `fields`: the form's, already read; a total that its cells make is surer for it, and one that they
// contradict is not sure. Page numbers and sources are the caller's.
std::vector<FieldReading> read_tables(const Form& form, const std::vector<std::optional<FoundTable>>& tables,
                                      std::vector<FieldReading>& fields, Evidence by,
                                      const ReadCell& read_cell);

// As its words tell it.
void read_cell_by_words(const TableColumn& column, const ValuePattern& pattern, const TableCell& cell,
                        FieldReading& reading);

}  // namespace mailroom::ocr::reader
