-- How plans are written: comments, and two blanks for each step inwards.
vim.bo.commentstring = "# %s"
vim.bo.comments = ":#,:>"
vim.bo.expandtab = true
vim.bo.shiftwidth = 2
vim.bo.softtabstop = 2
vim.bo.autoindent = true
vim.wo.foldmethod = "indent"
vim.wo.foldlevel = 99
