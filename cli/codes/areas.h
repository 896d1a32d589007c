// The areas of the table of codes, one file each. Only codes.cc looks here.
#pragma once

#include "cli/codes/codes.h"

namespace mailroom::cli {

extern const CodeArea kCodesOfYaml;
extern const CodeArea kCodesOfWorkflows;
extern const CodeArea kCodesOfRules;
extern const CodeArea kCodesOfSteps;
extern const CodeArea kCodesOfTemplates;
extern const CodeArea kCodesOfTests;
extern const CodeArea kCodesOfSites;
extern const CodeArea kCodesOfReview;
extern const CodeArea kCodesOfDocuments;
extern const CodeArea kCodesOfCases;
extern const CodeArea kCodesOfCommands;
extern const CodeArea kCodesOfInboxes;
extern const CodeArea kCodesOfDeliveries;
extern const CodeArea kCodesOfStore;
extern const CodeArea kCodesOfLog;

}  // namespace mailroom::cli
