-- How Neovim starts `cuff server`, from 0.11 on: `vim.lsp.enable("cuff")` in the configuration turns it on.
return {
  cmd = { "cuff", "server" },
  filetypes = { "cuff", "yaml" },
  -- One server for a repository. Of the files in YAML, those that lie below a configuration or a pack of rules.
  root_dir = function(buffer, start)
    local ours = vim.fs.root(buffer, "cuff.yaml") or vim.fs.root(buffer, "pack.yaml")
    if ours or vim.bo[buffer].filetype == "cuff" then
      start(vim.fs.root(buffer, ".git") or ours or vim.fs.dirname(vim.api.nvim_buf_get_name(buffer)))
    end
  end,
}
