-- A session in Neovim's own LSP client with `mailroom lsp`: what an author sees while editing. Started by editor_test.py;
-- every claim is checked, the first that does not hold ends the session with its name.
local mailroom, site, report = vim.env.MAILROOM, vim.env.SITE, vim.env.REPORT

local function say(line)
  local file = assert(io.open(report, 'a'))
  file:write(line, '\n')
  file:close()
end
local function check(claim, holds, seen)
  say((holds and 'ok   ' or 'FAIL ') .. claim .. ((not holds and seen ~= nil) and (': ' .. vim.inspect(seen)) or ''))
  if not holds then vim.cmd('cquit 1') end
end

local published = 0
local publish = vim.lsp.handlers['textDocument/publishDiagnostics']
vim.lsp.handlers['textDocument/publishDiagnostics'] = function(...)
  published = published + 1
  return publish(...)
end
local client = vim.lsp.start_client({
  name = 'mailroom', cmd = { mailroom, 'lsp' }, root_dir = site, flags = { debounce_text_changes = 0 },
})
local function open(file)
  vim.cmd('edit ' .. vim.fn.fnameescape(site .. '/' .. file))
  local buffer = vim.api.nvim_get_current_buf()
  vim.lsp.buf_attach_client(buffer, client)
  vim.wait(10000, function() return published > 0 end, 10)
  return buffer
end

local buffer = open('workflows/council-tax-reduction.yaml')
local function problems() return vim.diagnostic.get(buffer) end
local function text() return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, true), '\n') end
-- Puts the cursor behind the n-th `what`.
local function go(what, n)
  vim.api.nvim_win_set_cursor(0, { 1, 0 })
  for _ = 1, n or 1 do
    if vim.fn.search('\\V' .. what, 'eW') == 0 then check('the workflow has ' .. what, false) end
  end
  local at = vim.api.nvim_win_get_cursor(0)
  return at[1] - 1, at[2] + 1
end
local function type_after(what, new, n)
  local row, column = go(what, n)
  local before = published
  vim.api.nvim_buf_set_text(buffer, row, column, row, column, vim.split(new, '\n'))
  vim.wait(10000, function() return published > before end, 10)
  return row, column
end
local function ask(method, row, column, more)
  local parameters = {
    textDocument = vim.lsp.util.make_text_document_params(buffer),
    position = { line = row, character = vim.str_utfindex(vim.api.nvim_buf_get_lines(buffer, row, row + 1, true)[1], column) },
  }
  local _, units = vim.str_utfindex(vim.api.nvim_buf_get_lines(buffer, row, row + 1, true)[1], column)
  parameters.position.character = units
  local answers = vim.lsp.buf_request_sync(buffer, method, vim.tbl_extend('force', parameters, more or {}), 10000)
  local answer = answers and answers[client]
  check('the server answers ' .. method, answer ~= nil)
  return answer.result, answer.err or answer.error
end
local function labels(row, column)
  local all = {}
  for _, item in ipairs((ask('textDocument/completion', row, column) or {}).items or {}) do all[item.label] = item end
  return all
end
local function undo()
  local before = published
  vim.cmd('silent undo')
  vim.wait(10000, function() return published > before end, 10)
end

check('a right workflow has no problems', #problems() == 0, problems())

-- Problems as they are typed.
local row = type_after('inputs: [savings, weekly_inc', 'x')
check('a misspelt name is told at its place', #problems() == 1 and problems()[1].lnum == row, problems())
check('with the nearest name', problems()[1].message:find("weekly_income", 1, true) ~= nil, problems()[1].message)
undo()
check('and is gone when it is put right', #problems() == 0, problems())

-- Half-typed.
local column
row, column = go('otherwise: return')
vim.api.nvim_buf_set_lines(buffer, row + 1, row + 1, true, { '    re' })
local offered = labels(row + 1, 6)
check('a key of a check is completed', offered['reference'] ~= nil and offered['reference'].textEdit.newText == 'reference: ', offered)
check('keys that are there are not offered again', offered['require'] == nil, offered)
vim.wait(10000, function() return #problems() > 0 end, 10)
check('a key without its colon is one problem', #problems() == 1 and problems()[1].lnum == row + 1, problems())
undo()

row, column = type_after('require: claim.household_size', ' + claim.')
offered = labels(row, column + 9)
check('the fields of a document are completed', offered['savings'] ~= nil and offered['nino'] ~= nil, offered)
check('with their place on the form', offered['savings'].detail:find('Savings (box 18)', 1, true) ~= nil, offered['savings'])
undo()
row, column = type_after('weekly_income: ', 'sa')
offered = labels(row, column + 2)
check('facts are completed', offered['savings'] ~= nil, vim.tbl_keys(offered))
check('and functions', offered['string join'] ~= nil and offered['is nino'] ~= nil, vim.tbl_keys(offered))
undo()
row, column = type_after('deliver: [ledger, decision', ', ')
offered = labels(row, column + 2)
check('deliveries are completed', offered['refusal'] ~= nil and offered['savings'] == nil, vim.tbl_keys(offered))
undo()
row, column = type_after('due: P5D', ', ')
offered = labels(row, column + 2)
check('keys are completed in brackets', offered['urgent'] ~= nil and offered['queue'] == nil, vim.tbl_keys(offered))
undo()

-- What stands here.
row, column = go('annual_bill')
local hover = ask('textDocument/hover', row, column - 3)
check('a field is explained', hover.contents.value:find('Bill for the year (box 13)', 1, true) ~= nil, hover)
row, column = go('hit_policy')
hover = ask('textDocument/hover', row, column - 3)
check('a key is explained', hover.contents.value:find('several rules match', 1, true) ~= nil, hover)
row, column = go('round half up')
hover = ask('textDocument/hover', row, column - 1)
check('a function is explained', hover.contents.value:find('round half up(n, scale): number', 1, true) ~= nil, hover)

-- Where it is said.
row, column = go('claim.annual_bill')
local place = ask('textDocument/definition', row, column - 2)
check('a field is defined in its template', place.uri:find('forms/ctr1%-2026.form.yaml$') ~= nil, place)
row, column = go('if: assessment')
place = ask('textDocument/definition', row, column - 2)
check('a decision is defined at its id',
  vim.api.nvim_buf_get_lines(buffer, place.range.start.line, place.range.start.line + 1, true)[1] == '  - id: assessment', place)

-- What a name came to when a made-up document was last run: made by editor_test.py.
row, column = go('weekly_tax: ')
hover = ask('textDocument/hover', row, column - 5)
check('a fact is told with its last value', hover.contents.value:find('last dry run: `' .. vim.env.WEEKLY_TAX .. '`', 1, true) ~= nil, hover)

-- The other files of a site.
local function open_other(file)
  local before = published
  buffer = open(file)
  vim.wait(10000, function() return published > before end, 10)
  check(file .. ' has no problems', #problems() == 0, problems())
end
local function first_problem(line)
  vim.wait(10000, function() return #problems() > 0 end, 10)
  check('a mistake is told at its place', #problems() == 1 and problems()[1].lnum == line, problems())
  return problems()[1].message
end

open_other('tests/council-tax-reduction.yaml')
row = type_after('route: award', 's')
check('with the route that was meant', first_problem(row):find("'award'", 1, true) ~= nil, problems())
undo()
row, column = go('    expect: {rules: {assessment: reg 4(3)')
row, column = type_after('decisions: {assessment: {outcome: \'"award"\', band: \'"full"\', weekly_award: 31.41}', ', ')
offered = labels(row, column + 2)
check('decisions of the workflow are completed', offered['assessment'] ~= nil, vim.tbl_keys(offered))
undo()
row, column = go('earnings_weekly')
hover = ask('textDocument/hover', row, column - 3)
check('a field that is given is explained', hover.contents.value:find('Earnings from work', 1, true) ~= nil, hover)
row, column = go('now:')
hover = ask('textDocument/hover', row, column - 2)
check('a key of tests is explained', hover.contents.value:find('when it takes place', 1, true) ~= nil, hover)

open_other('forms/ctr1-2026.form.yaml')
row = type_after('type: amount', 'x')
check('with the type that was meant', first_problem(row):find("'amount'", 1, true) ~= nil, problems())
undo()
row, column = type_after('max_length: 9', ', ')
offered = labels(row, column + 2)
check('keys of a field are completed', offered['multiline'] ~= nil and offered['zone'] == nil, vim.tbl_keys(offered))
undo()
row, column = go('comb')
hover = ask('textDocument/hover', row, column - 1)
check('a key of a template is explained', hover.contents.value:find('a cell for each character', 1, true) ~= nil, hover)

open_other('mailroom.yaml')
row, column = go('inboxes:')
vim.api.nvim_buf_set_lines(buffer, 0, 0, true, { 'lo' })
offered = labels(0, 2)
check('keys of mailroom.yaml are completed', offered['look_every'] ~= nil and offered['inboxes'] == nil, vim.tbl_keys(offered))
undo()
row, column = go('inboxes')
hover = ask('textDocument/hover', row, column - 2)
check('and explained', hover.contents.value:find('where items come from', 1, true) ~= nil, hover)
buffer = open('workflows/council-tax-reduction.yaml')

-- Renaming, also in the letters.
row, column = go('if: assessment')
local before = text()
vim.api.nvim_win_set_cursor(0, { row + 1, column - 2 })
local edit, refused = ask('textDocument/rename', row, column - 2, { newName = 'claim' })
check('a name that is taken is refused', edit == nil and refused ~= nil, edit)
edit = ask('textDocument/rename', row, column - 2, { newName = 'outcome_of_claim' })
local files = 0
for uri in pairs(edit.changes) do files = files + 1 end
check('a decision is renamed in the letters, too', files > 1, edit)
vim.lsp.util.apply_workspace_edit(edit, 'utf-16')
check('everywhere', not text():find('assessment') and text():find('outcome_of_claim.outcome = "award"', 1, true) ~= nil)
local written = text()
vim.cmd('silent wall')
vim.wait(2000, function() return false end, 50)
check('and the workflow is right as before', #problems() == 0, problems())

-- Outline and formatting.
local outline = ask('textDocument/documentSymbol', 0, 0)
local names = {}
for _, part in ipairs(outline) do names[part.name] = part end
check('the outline has the parts', names.facts ~= nil and names.routes ~= nil, vim.tbl_keys(names))
check('and their entries', #names.routes.children == 3 and names.routes.children[1].name == 'award', names.routes)
row = go('otherwise: return')
vim.api.nvim_buf_set_lines(buffer, row, row + 1, true, { '    otherwise: return   ' })
vim.lsp.buf.formatting_sync({}, 10000)
check('formatting takes blanks at the end away and nothing else', text() == written)

-- Beyond the basic plane a letter is two units of UTF-16.
row, column = type_after('title: Council', ' 🏛 {{')
row = type_after('message: "Box 15 says that', ' 🏛🏛 {{ claim.nono }}')
local found
vim.wait(10000, function()
  for _, one in ipairs(problems()) do if one.lnum == row then found = one end end
  return found ~= nil
end, 10)
local line = vim.api.nvim_buf_get_lines(buffer, row, row + 1, true)[1]
check('columns are right behind an emoji', line:sub(found.col + 1, found.end_col) == 'nono', found)

-- Bye.
vim.lsp.stop_client(client)
local ended = vim.wait(10000, function() return not vim.lsp.get_client_by_id(client) or vim.lsp.get_client_by_id(client).is_stopped() end, 10)
check('the server ends when it is told to', ended)
say('all held')
vim.cmd('qall!')
