"""Every code of a problem, error or reason that the sources can report, found by the conventions that they follow:

- a function that reports has a parameter called `code`; a record that tells of something has a member called `code`;
- what is given there is a literal, a choice between literals, or a constant (`kGone`) that is one.

found(root) gives {code: [file:line, ...]}.
"""

import re
from collections import defaultdict
from pathlib import Path

FOLDERS = ["base", "ocr", "connectors", "workflows", "daemon", "cli"]
CODE = r'"([a-z][a-z0-9]*(?:_[a-z0-9]+)*)"'
STRING = r"(?:const\s+)?(?:std::string(?:_view)?|char\s*\*)\s*&?"
# Records made without their type being written: what stands in these braces is a Reason or a Diagnostic.
BARE = re.compile(r'(?:reasons\.push_back\(|[rR]eason\w*\s*=\s*|return\s+)\{|\{(?=\s*[^,{}]+,\s*"",\s*0,)')
FAILURE = re.compile(r'\bfailure\s*=\s*\{')


def without_comments(text):
    """The text with comments blanked, lines kept; strings and raw strings stay."""
    token = re.compile(r'R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'|//[^\n]*|/\*.*?\*/', re.S)
    return token.sub(lambda m: m.group() if m.group()[0] in "R\"'" else re.sub(r"[^\n]", " ", m.group()), text)


def arguments(text, start):
    """The arguments from `start`, just behind an opening bracket, up to the one that closes it: [(offset, text)]."""
    depth, begin, at, given = 0, start, start, []
    while at < len(text):
        c = text[at]
        if c == '"':
            raw = text[at - 1] == "R" and re.match(r'"(\w*)\(', text[at:])
            at = (text.index(")" + raw.group(1) + '"', at) + len(raw.group(1)) + 1) if raw else \
                at + len(re.match(r'"(?:\\.|[^"\\])*', text[at:]).group())
        elif c == "'" and not text[at - 1].isalnum():
            at += len(re.match(r"'(?:\\.|[^'\\])*", text[at:]).group())
        elif c in "([{":
            depth += 1
        elif c in ")]}":
            if depth == 0:
                break
            depth -= 1
        elif c == "," and depth == 0:
            given.append((begin, text[begin:at]))
            begin = at + 1
        at += 1
    given.append((begin, text[begin:at]))
    return given


class Sources:
    def __init__(self, root):
        self.root = Path(root)
        self.texts = {}
        for folder in FOLDERS:
            for path in sorted((self.root / folder).rglob("*")):
                if path.suffix in (".cc", ".h"):
                    self.texts[path.relative_to(self.root)] = without_comments(path.read_text())
        self.constants = {}
        for text in self.texts.values():
            for name, code in re.findall(r"\b(k[A-Z]\w*)(?:\[\])?\s*(?:=|\{)\s*" + CODE, text):
                self.constants.setdefault(name, set()).add(code)
        self.codes = defaultdict(list)

    def take(self, file, offset, expression):
        """The codes that an expression may be: a literal, what `?` chooses from, constants."""
        expression = re.sub(r"^\s*std::(string|move)\((.*)\)\s*$", r"\2", expression.strip(), flags=re.S)
        if "?" in expression:
            expression = expression.split("?", 1)[1]
        elif not re.fullmatch(CODE + r"|k[A-Z]\w*", expression.strip()):
            return
        codes = re.findall(CODE, expression)
        for name in re.findall(r"\bk[A-Z]\w*", expression):
            codes += sorted(self.constants.get(name, []))
        for code in codes:
            self.codes[code].append(f"{file}:{self.texts[file].count(chr(10), 0, offset) + 1}")

    def reporters(self):
        """(name, which argument, where it may be called): functions, methods and lambdas with a parameter `code`."""
        declared = re.compile(r"\b(\w+)(\s*=\s*\[[^\]]*\]\s*)?\((?=[^;]*?" + STRING + r"\s*code\b)")
        for file, text in self.texts.items():
            for m in declared.finditer(text):
                for index, (_, parameter) in enumerate(arguments(text, m.end())):
                    if re.fullmatch(r"\s*" + STRING + r"\s*code\b(\s*=.*)?\s*", parameter, re.S):
                        default = re.search(CODE, parameter)
                        if default:
                            self.take(file, m.start(), default.group())
                        yield m.group(1), index, file

    def calls(self):
        for name, index, declared in set(self.reporters()):
            near = declared.parent if declared.suffix == ".h" else None
            for file, text in self.texts.items():
                is_error = name == "Error"
                if not is_error and file != declared and (near is None or near.parts[0] != file.parts[0]):
                    continue
                for m in re.finditer(r"(?<![\w])" + name + r"(?:\s+\w+)?\s*[({]", text):
                    given = arguments(text, m.end())
                    if index < len(given):
                        self.take(file, *given[index])

    def records(self):
        """Records with a member called `code`, made with their type's name or as a list for a member's default."""
        members = {}
        for text in self.texts.values():
            for m in re.finditer(r"\bstruct\s+(\w+)\s*\{", text):
                body = "".join(part for _, part in arguments(text, m.end()))
                names = []
                for line in re.split(r";", re.sub(r"\{[^{}]*\}", "", body)):
                    found = re.search(r"[\w>&*]\s+((?:\w+(?:\s*=[^,]*)?,\s*)*\w+)\s*(?:=.*)?$", line.strip(), re.S)
                    if found and "(" not in line:
                        names += [re.sub(r"\s*=.*", "", n).strip() for n in found.group(1).split(",")]
                if "code" in names:
                    members.setdefault(m.group(1), set()).add(names.index("code"))
        for file, text in self.texts.items():
            for name, indexes in members.items():
                for m in re.finditer(r"\b" + name + r"\s*(?:\w+\s*)?\{", text):
                    given = arguments(text, m.end())
                    for index in indexes:
                        if index < len(given):
                            self.take(file, *given[index])
            for m in re.finditer(r"\bcode\s*=\s*([^;]*);", text):
                self.take(file, m.start(1), m.group(1))
            for m in re.finditer(r"\{\s*Severity::\w+,", text):
                given = arguments(text, m.start() + 1)
                if len(given) > 2:
                    self.take(file, *given[2])
            for m in re.finditer(r"\{\s*Fault::\w+,", text):
                self.take(file, *arguments(text, m.start() + 1)[1])
            for m in re.finditer(r"\bdoubts\.(?:push_back|insert)\(|\blog::(?:error|warning)\(", text):
                self.take(file, *arguments(text, m.end())[0])
            for m in FAILURE.finditer(text):
                self.take(file, *arguments(text, m.end())[0])
            for m in BARE.finditer(text):
                given = arguments(text, m.end())
                if len(given) >= 5 and re.search(r"\bReason\b|\breasons\b", text):
                    self.take(file, *given[0])


def found(root):
    sources = Sources(root)
    sources.calls()
    sources.records()
    return {code: sorted(set(places)) for code, places in sources.codes.items()}


if __name__ == "__main__":
    import sys
    for code, places in sorted(found(sys.argv[1]).items()):
        print(code, " ".join(places))
