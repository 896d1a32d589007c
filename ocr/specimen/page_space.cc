#include "ocr/specimen/page_space.h"

#include <algorithm>

namespace mailroom::ocr::specimen {
namespace {

constexpr int kProposals = 12;

double overlap(const Zone& a, const Zone& b) {
  const double w = std::min(a.x1, b.x1) - std::max(a.x0, b.x0),
               h = std::min(a.y1, b.y1) - std::max(a.y0, b.y0);
  return w > 0 && h > 0 ? w * h : 0;
}

}  // namespace

PageSpace::PageSpace(const Form& form, int page, const Filling& filling)
    : width_(form.pages[static_cast<size_t>(page) - 1].width),
      height_(form.pages[static_cast<size_t>(page) - 1].height),
      written_{width_ / 2, height_ / 2, width_ / 2, height_ / 2} {
  for (size_t i = 0; i < form.fields.size(); ++i) {
    const Entry& entry = filling[i];
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
    double covered = 0;
    for (const Zone& entry : entries_) covered += overlap(place, entry);
    if (least < 0 || covered < least) best = place, least = covered;
  }
  return best;
}

bool PageSpace::is_free(const Zone& zone) const {
  return std::all_of(entries_.begin(), entries_.end(),
                     [&](const Zone& entry) { return overlap(zone, entry) == 0; });
}

}  // namespace mailroom::ocr::specimen
