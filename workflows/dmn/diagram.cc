#include "workflows/dmn/diagram.h"

namespace mailroom::dmn {

namespace {

// In the diagram's own units.
constexpr int kWidth = 180, kHeight = 60, kGapX = 40, kGapY = 80, kMargin = 40;

int x(const Box& box) {
  return kMargin + box.column * (kWidth + kGapX);
}

void append_waypoint(pugi::xml_node edge, const Box& box, int y) {
  pugi::xml_node point = edge.append_child("di:waypoint");
  point.append_attribute("x") = x(box) + kWidth / 2;
  point.append_attribute("y") = y;
}

}  // namespace

void Diagram::link(std::string id, Box& by, const Box& need) {
  requirements_.push_back({std::move(id), &by, &need});
  by.needs.push_back(&need);
}

// Each above what it needs, those of one level side by side. Knowledge models may need each other.
void Diagram::lay_out() {
  const int most = static_cast<int>(boxes_.size());
  for (int round = 0; round < most; ++round) {
    bool moved = false;
    for (Box& box : boxes_) {
      for (const Box* need : box.needs) {
        if (need == &box || need->level < box.level || box.level == most) continue;
        box.level = need->level + 1;
        moved = true;
      }
    }
    if (!moved) break;
  }
  std::map<int, int> width, rank;
  for (const Box& box : boxes_) rank[box.level] = 0;
  for (auto& [level, number] : rank) number = levels_++;
  for (Box& box : boxes_) {
    box.level = rank.at(box.level);
    box.column = width[box.level]++;
  }
}

int Diagram::y(const Box& box) const {
  return kMargin + (levels_ - 1 - box.level) * (kHeight + kGapY);
}

void Diagram::draw(pugi::xml_node root, const NewId& new_id) {
  lay_out();
  pugi::xml_node diagram = root.append_child("dmndi:DMNDI").append_child("dmndi:DMNDiagram");
  set(diagram, "id", new_id("diagram"));
  for (const Box& box : boxes_) {
    pugi::xml_node shape = diagram.append_child("dmndi:DMNShape");
    set(shape, "id", new_id(box.id + "_shape"));
    set(shape, "dmnElementRef", box.id);
    if (box.is_collapsed) set(shape, "isCollapsed", "true");
    pugi::xml_node bounds = shape.append_child("dc:Bounds");
    bounds.append_attribute("x") = x(box);
    bounds.append_attribute("y") = y(box);
    bounds.append_attribute("width") = kWidth;
    bounds.append_attribute("height") = kHeight;
  }
  for (const Requirement& requirement : requirements_) {
    pugi::xml_node edge = diagram.append_child("dmndi:DMNEdge");
    set(edge, "id", new_id(requirement.id + "_edge"));
    set(edge, "dmnElementRef", requirement.id);
    append_waypoint(edge, *requirement.need, y(*requirement.need));
    append_waypoint(edge, *requirement.by, y(*requirement.by) + kHeight);
  }
}

}  // namespace mailroom::dmn
