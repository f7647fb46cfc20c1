;;; cuff.el --- Strength-training plans with `cuff server'  -*- lexical-binding: t; -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "28.1") (eglot "1.9"))
;; Keywords: languages

;;; Commentary:

;; A mode for plans, and how eglot starts the server for it.  `M-x eglot' in a plan turns it on; to have it always:
;;
;;   (require 'cuff)
;;   (add-hook 'cuff-mode-hook #'eglot-ensure)

;;; Code:

(require 'eglot)

(defconst cuff-statements
  '("plan" "goal" "units" "athlete" "experience" "age" "bodyweight" "bw" "condition" "complaint" "clearance" "1rm"
    "tm" "max" "default" "stop" "check" "exercise" "week" "day" "repeat" "drop" "superset" "end" "rest" "wrap"
    "unwrap" "bfr" "kaatsu" "occlusion" "occluded" "cuff" "tourniquet")
  "Words that open a line of a plan.")

(defconst cuff-clauses
  '("rest" "tempo" "wrap" "bfr" "kaatsu" "occlusion" "occluded" "cuff" "tourniquet" "tightness" "snug" "width"
    "continuous" "intermittent" "released" "stop" "check" "sit" "on" "off" "for" "each" "per" "left" "right"
    "alternating" "tested" "estimated" "covers")
  "Words that open what stands behind a comma.")

(defconst cuff-scales
  '("RPE" "RIR" "AMRAP" "AOP" "LOP" "TM" "RM" "bodyweight" "assisted" "band")
  "What a load or a pressure is counted in.")

(defconst cuff-font-lock-keywords
  `(("\"[^\"\n]*\"?" 0 font-lock-string-face)
    ("#.*$" 0 font-lock-comment-face t)
    ("^ *\\(>.*\\)$" 1 font-lock-doc-face t)
    (,(concat "^ *" (regexp-opt cuff-statements t) "s?\\(?:[ \t\":]\\|$\\)") 1 font-lock-keyword-face)
    ("^ *\\([^#:>\" ][^#:\"\n]*\\):\\(?:[][ \t0-9]\\|$\\)" 1 font-lock-function-name-face)
    (,(concat ", *" (regexp-opt cuff-clauses t) "s?\\_>") 1 font-lock-type-face)
    (,(concat "\\_<" (regexp-opt cuff-scales t) "\\_>") 0 font-lock-constant-face))
  "What stands out in a plan at a glance; what a line means is the server's to say.")

;;;###autoload
(define-derived-mode cuff-mode prog-mode "Plan"
  "Mode for strength-training plans."
  ;; A quote that is never closed ends with its line.
  (modify-syntax-entry ?\" ".")
  (setq-local comment-start "# ")
  (setq-local comment-start-skip "#+ *")
  (setq-local indent-tabs-mode nil)
  (setq-local indent-line-function #'indent-relative)
  (setq-local font-lock-defaults '(cuff-font-lock-keywords nil t)))

;; Not `~/.plan', which is another thing.
;;;###autoload
(add-to-list 'auto-mode-alist '("[^/]\\.plan\\'" . cuff-mode))

(add-to-list 'eglot-server-programs '(cuff-mode . ("cuff" "server")))

(provide 'cuff)
;;; cuff.el ends here
