;;; emacs.el --- What a person does in Emacs with a plan  -*- lexical-binding: t; -*-

;;; Commentary:

;; `emacs --batch -l INIT -l THIS', with the plan in the variable PLAN and the outcome, as JSON, in the file that SEEN names.

;;; Code:

(require 'flymake)
(require 'json)

(defvar seen nil "What there was to see.")

(defun see (what value)
  "Keeps VALUE, which is WHAT was seen."
  (push (cons what value) seen))

(defun wait-for (what is-so)
  "Waits until IS-SO holds; WHAT it is that is waited for."
  (let ((end (+ (float-time) 30)))
    (while (not (funcall is-so))
      (when (> (float-time) end) (error "No %s" what))
      (accept-process-output nil 0.02))))

(defun text () (buffer-substring-no-properties (point-min) (point-max)))

(defun finding (diagnostic)
  "A DIAGNOSTIC of flymake, with its place in characters."
  (save-excursion
    (goto-char (flymake-diagnostic-beg diagnostic))
    `((line . ,(line-number-at-pos))
      (column . ,(- (point) (line-beginning-position)))
      (severity . ,(format "%s" (flymake-diagnostic-type diagnostic)))
      (message . ,(car (split-string (flymake-diagnostic-text diagnostic) "\n"))))))

(defun act (title)
  "Runs the action that has this TITLE, as if it had been chosen, where point is."
  (let ((before (text)))
    (cl-letf (((symbol-function 'completing-read) (lambda (&rest _) title))
              (last-nonmenu-event t))
      (eglot-code-actions (line-beginning-position) (line-end-position) nil t))
    (wait-for title (lambda () (not (equal (text) before))))))

(defun go-to (words)
  (goto-char (point-min))
  (search-forward words)
  (goto-char (match-beginning 0)))

(defun take (word)
  "Takes WORD among those that are offered for what stands in front of point."
  ;; Otherwise told when nothing is typed for a while.
  (eglot--signal-textDocument/didChange)
  (pcase-let* ((`(,start ,end ,table . ,rest) (eglot-completion-at-point))
               (words (all-completions "" table))
               (taken (seq-find (lambda (one) (equal one word)) words)))
    (unless taken (error "No %s in %S" word words))
    (delete-region start end)
    (insert taken)
    (funcall (plist-get rest :exit-function) taken 'finished)))

(defun walk ()
  (find-file (getenv "PLAN"))
  (see 'mode (format "%s" major-mode))
  ;; What the loop of commands would do behind the one that opened the file.
  (run-hooks 'post-command-hook)
  (wait-for "findings" #'flymake-diagnostics)
  (see 'findings
       (vconcat (mapcar #'finding
                        (sort (flymake-diagnostics)
                              (lambda (one other)
                                (< (flymake-diagnostic-beg one) (flymake-diagnostic-beg other)))))))
  (go-to "17 kg")
  (act "go down to 15 kg (changes the training)")
  (see 'fixed (text))
  (eglot-format-buffer)
  (see 'formatted (text))
  ;; What is offered about the words of a plan comes with hints in it.
  (when (eglot--server-capable :inlayHintProvider)
    (go-to "Back Squat")
    (see 'hover (eglot--hover-info
                 (plist-get (jsonrpc-request (eglot--current-server-or-lose) :textDocument/hover
                                             (eglot--TextDocumentPositionParams))
                            :contents)))
    (goto-char (point-max))
    (insert "    Lat Pulld")
    (take "Lat Pulldown")
    (see 'completed (text)))
  ;; A quote that is never closed colours no more than its line.
  (go-to "legs\"")
  (search-forward "s")
  (delete-char 1)
  (font-lock-ensure)
  (go-to "Cable Curl:")
  (see 'face (format "%s" (get-text-property (point) 'face))))

(condition-case fault
    (walk)
  (error (see 'fault (format "%S" fault))))
(with-temp-file (getenv "SEEN")
  (insert (json-encode seen)))
(kill-emacs 0)
;;; emacs.el ends here
