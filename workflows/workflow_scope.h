// What is in scope of a loaded workflow's expressions, with types as far as they are known. Pure, thread
// safe.
#pragma once

#include "workflows/workflow.h"

namespace mailroom::workflows {

// A document of the role, or a list of such: the fields of all its forms.
feel::TypeRef type_of_role(const Workflow& workflow, const DocumentRole& role, bool as_list);

// What expressions after the decisions see.
feel::Scope scope_in_the_end(const Workflow& workflow);

}  // namespace mailroom::workflows
