" Colours for plans. What a line means is the server's to say; this tells apart what stands out at a glance.
if exists("b:current_syntax")
  finish
endif
syntax case ignore
syntax sync minlines=1

syntax match cuffExercise "^\s*\zs[^#:>" ][^#:"]*\ze:\%(\s\|\d\|\[\|$\)" contains=cuffWarmUp
syntax match cuffWarmUp "\<warm[- ]\=up\>" contained
syntax match cuffNumber "\d\+\%([.,]\d\+\)\="
syntax match cuffEffort "\<\%(RPE\|RIR\|AMRAP\|AOP\|LOP\|TM\|RM\|bodyweight\|assisted\|band\)\>"
syntax match cuffStatement "^\s*\zs\%(plan\|goal\|units\|athlete\|experience\|age\|bodyweight\|bw\|condition\|complaint\|clearance\|1rm\|tm\|max\|default\|stop\|check\|exercise\|week\|day\|repeat\|drop\|superset\|end\|rest\|wrap\|unwrap\|bfr\|kaatsu\|occlusion\|occluded\|cuff\|tourniquet\)s\=\ze\%([ \t\":]\|$\)"
syntax match cuffClause "\%(,\s*\|\<default \)\zs\%(rest\|tempo\|wrap\|bfr\|kaatsu\|occlusion\|occluded\|cuff\|tourniquet\|tightness\|snug\|width\|continuous\|intermittent\|released\|stop\|check\|sit\|on\|off\|for\|each\|per\|left\|right\|alternating\|tested\|estimated\|covers\)s\=\>"
syntax match cuffDate "\<\d\{4}-\d\{1,2}-\d\{1,2}\>"
syntax match cuffUnit "\%(\d\s*\)\@<=\%(kg\|lbs\=\|cm\|mm\|mmHg\|s\|min\|reps\|years\=\|months\=\|weeks\=\|TM\|RM\)\>\|%\%(\s*\%(TM\|AOP\|LOP\)\>\)\="
syntax match cuffOperator "@\|[[|\]]"
syntax match cuffStep "[+-]\d\+\%([.,]\d\+\)\=\s*\%(%\|kg\|lb\)\%( of load\)\=/week\>"
syntax region cuffString start=+"+ end=+"\|$+
syntax match cuffNote "^\s*>.*$"
syntax match cuffComment "#.*$" contains=cuffSuppression
syntax match cuffSuppression "cuff:\s*allow\%(-file\)\=\s*([^)]*)" contained

highlight default link cuffStatement Keyword
highlight default link cuffClause Type
highlight default link cuffExercise Function
highlight default link cuffWarmUp Special
highlight default link cuffNumber Number
highlight default link cuffDate Constant
highlight default link cuffUnit Special
highlight default link cuffEffort Constant
highlight default link cuffOperator Operator
highlight default link cuffStep Number
highlight default link cuffString String
highlight default link cuffNote SpecialComment
highlight default link cuffComment Comment
highlight default link cuffSuppression PreProc
let b:current_syntax = "cuff"
