-- Plans are told by their name.
vim.filetype.add({ extension = { plan = "cuff" } })
