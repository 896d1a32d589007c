// The drawing of a model (DMNDI, DMN 1.5 chapter 13): a box for each element, above what it needs, and a line
// for each requirement. Boxes stay where they are in memory. One thread.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "workflows/dmn/write_logic.h"

namespace mailroom::dmn {

struct Box {
  std::string id, name;
  const char* tag = nullptr;  // of its element
  // What a service encloses is drawn on its own, as it may belong to several.
  bool is_collapsed = false;
  std::vector<const Box*> needs = {};
  int level = 0, column = 0;  // level 0 is the lowest
};

class Diagram {
 public:
  Box& add(Box box) { return boxes_.emplace_back(std::move(box)); }
  const std::deque<Box>& boxes() const { return boxes_; }
  // A line for the requirement of that id.
  void link(std::string id, Box& by, const Box& need);
  // Appends it to the model's root; what it draws is laid out first.
  void draw(pugi::xml_node root, const NewId& new_id);

 private:
  void lay_out();
  int y(const Box& box) const;

  struct Requirement {
    std::string id;
    const Box *by, *need;
  };
  std::deque<Box> boxes_;
  std::vector<Requirement> requirements_;
  int levels_ = 0;
};

}  // namespace mailroom::dmn
