-- What a person does in Neovim with a plan, and what is on the screen then: `nvim --headless -u INIT -c "luafile THIS"`, with the
-- plan in the variable PLAN and the outcome, as JSON, in the file that SEEN names.
local seen = {}

local function wait_for(what, is_so)
  if not vim.wait(30000, is_so, 10) then
    error("no " .. what)
  end
end

local function text(buffer)
  return table.concat(vim.api.nvim_buf_get_lines(buffer or 0, 0, -1, false), "\n") .. "\n"
end

-- What a floating window says that opens when `open` is called.
local function floating(open)
  open()
  local window
  wait_for("floating window", function()
    for _, other in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(other).relative ~= "" then
        window = other
      end
    end
    return window
  end)
  local said = text(vim.api.nvim_win_get_buf(window))
  vim.api.nvim_win_close(window, true)
  return said
end

-- Puts the cursor on a word of the plan, a number of characters behind its beginning.
local function go_to(word, behind)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    local at = line:find(word, 1, true)
    if at then
      vim.api.nvim_win_set_cursor(0, { number, at - 1 + (behind or 0) })
      return
    end
  end
  error("no " .. word)
end

-- Runs an action by its title, as if it had been chosen, and waits until the text is another one.
local function act(title)
  local before = text()
  vim.lsp.buf.code_action({
    apply = true,
    filter = function(action)
      return action.title == title
    end,
  })
  wait_for("change by " .. title, function()
    return text() ~= before
  end)
end

-- Takes a word that is offered at the end of the plan.
local function complete(client, label)
  local last = vim.api.nvim_buf_line_count(0)
  vim.api.nvim_win_set_cursor(0, { last, 0 })
  local at = vim.lsp.util.make_position_params(0, client.offset_encoding)
  at.position.character = #vim.api.nvim_buf_get_lines(0, last - 1, last, false)[1]
  -- By its number, so that what was just written is sent before the question.
  local buffer = vim.api.nvim_get_current_buf()
  local answer = assert(client:request_sync("textDocument/completion", at, 30000, buffer))
  for _, item in ipairs(answer.result.items or answer.result) do
    if item.label == label then
      vim.lsp.util.apply_text_edits({ item.textEdit }, buffer, client.offset_encoding)
      return
    end
  end
  error("no " .. label .. " among the words")
end

local function findings()
  local found = vim.tbl_map(function(finding)
    return {
      line = finding.lnum + 1,
      column = finding.col,
      rule = finding.code,
      severity = finding.severity,
      message = vim.split(finding.message, "\n")[1],
    }
  end, vim.diagnostic.get(0))
  return found
end

local function main()
  vim.cmd.edit(vim.env.PLAN)
  seen.filetype = vim.bo.filetype
  seen.syntax = vim.fn.exists("b:current_syntax") == 1 and vim.b.current_syntax or vim.NIL
  wait_for("findings", function()
    return #vim.diagnostic.get(0) > 0
  end)
  seen.findings = findings()
  local client = vim.lsp.get_clients({ name = "cuff" })[1]
  seen.encoding = client.offset_encoding

  go_to("17 kg")
  act("go down to 15 kg (changes the training)")
  seen.fixed = text()
  wait_for("fewer findings", function()
    return #vim.diagnostic.get(0) < #seen.findings
  end)
  act("apply all safe fixes")
  seen.safe = text()

  vim.api.nvim_buf_set_lines(0, 0, 1, false, { 'plan   "Žluťoučký kůň 🏋"' })
  vim.lsp.buf.format({ async = false })
  seen.formatted = text()

  -- What is offered about the words of a plan comes with hints in it.
  if client.server_capabilities.inlayHintProvider then
    go_to("Back Squat", 2)
    seen.hover = floating(vim.lsp.buf.hover)
    vim.api.nvim_buf_set_lines(0, -1, -1, false, { "    Lat Pulld" })
    complete(client, "Lat Pulldown")
    seen.completed = text()
  else
    seen.hover, seen.completed = vim.NIL, vim.NIL
  end
end

local function in_time()
  local fine, fault = xpcall(main, debug.traceback)
  seen.fault = not fine and fault or nil
  vim.fn.writefile({ vim.json.encode(seen) }, vim.env.SEEN)
  vim.cmd("qall!")
end

in_time()
