#include "ocr/specimen/page_space.h"

#include <algorithm>

namespace mailroom::ocr::specimen {
namespace {

constexpr int kProposals = 40;
constexpr double kCell = 3;                   // points: a side of the cells in which print is noted
constexpr double kOnEntry = 4, kOnField = 2;  // how much worse than print it is to lie on these

double overlap(const Zone& a, const Zone& b) {
  const double w = std::min(a.x1, b.x1) - std::max(a.x0, b.x0),
               h = std::min(a.y1, b.y1) - std::max(a.y0, b.y0);
  return w > 0 && h > 0 ? w * h : 0;
}

}  // namespace

PageSpace::PageSpace(const Form& form, int page, const Filling& filling, const Picture& blank)
    : width_(form.pages[static_cast<size_t>(page) - 1].width),
      height_(form.pages[static_cast<size_t>(page) - 1].height),
      columns_(static_cast<int>(width_ / kCell) + 1),
      rows_(static_cast<int>(height_ / kCell) + 1),
      print_(static_cast<size_t>(columns_) * static_cast<size_t>(rows_)),
      written_{width_ / 2, height_ / 2, width_ / 2, height_ / 2} {
  for (int y = 0; y < blank.height; ++y)
    for (int x = 0; x < blank.width; ++x) {
      if (*blank.at(x, y) >= 128) continue;
      const int column = static_cast<int>(x * 72.0 / kBlankDpi / kCell),
                row = static_cast<int>(y * 72.0 / kBlankDpi / kCell);
      if (column < columns_ && row < rows_)
        print_[static_cast<size_t>(row) * static_cast<size_t>(columns_) + static_cast<size_t>(column)] = true;
    }
  for (size_t i = 0; i < form.fields.size(); ++i) {
    const Entry& entry = filling[i];
    if (form.fields[i].page == page) fields_.push_back(form.fields[i].zone);
    if (form.fields[i].page != page || (entry.value.empty() && !entry.ticked && !entry.altered)) continue;
    const Zone& zone = form.fields[i].zone;
    if (entries_.empty()) written_ = zone;
    written_ = {std::min(written_.x0, zone.x0), std::min(written_.y0, zone.y0),
                std::max(written_.x1, zone.x1), std::max(written_.y1, zone.y1)};
    entries_.push_back(zone);
  }
}

Zone PageSpace::free_place(const Zone& area, double width, double height, Random& random) const {
  Zone best;
  double least = -1;
  for (int i = 0; i < kProposals && least != 0; ++i) {
    const double x = random.uniform(area.x0, std::max(area.x0, area.x1 - width));
    const double y = random.uniform(area.y0, std::max(area.y0, area.y1 - height));
    const Zone place{x, y, x + width, y + height};
    const double covered = this->covered(place);
    if (least < 0 || covered < least) best = place, least = covered;
  }
  return best;
}

double PageSpace::printed(const Zone& zone) const {
  double area = 0;
  for (int row = std::max(0, static_cast<int>(zone.y0 / kCell)); row < rows_ && row * kCell < zone.y1; ++row)
    for (int column = std::max(0, static_cast<int>(zone.x0 / kCell));
         column < columns_ && column * kCell < zone.x1; ++column)
      if (print_[static_cast<size_t>(row) * static_cast<size_t>(columns_) + static_cast<size_t>(column)])
        area += kCell * kCell;
  return area;
}

double PageSpace::covered(const Zone& zone) const {
  double area = printed(zone);
  for (const Zone& entry : entries_) area += kOnEntry * overlap(zone, entry);
  for (const Zone& field : fields_) area += kOnField * overlap(zone, field);
  return area / std::max(1.0, zone.width() * zone.height());
}

bool PageSpace::is_free(const Zone& zone) const {
  return std::all_of(entries_.begin(), entries_.end(),
                     [&](const Zone& entry) { return overlap(zone, entry) == 0; });
}

}  // namespace mailroom::ocr::specimen
