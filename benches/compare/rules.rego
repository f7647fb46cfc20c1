# Four rules on plans, which `plan_json.py` turned into JSON.
package plans

import rego.v1

ceiling := 30.5

layoff := `(?i)\b(layoffs?|lay-off|long break|years? (off|away)|months (off|away)|(months|years?) without training|returns? to training|returning to training|back in training after|back in the gym after|detrained)\b`

# Wrapped exercises, with the number of weeks that they are done in.
wrapped := [[exercise, (block.last - block.first) + 1] |
	some block in input.blocks
	some day in block.days
	some exercise in day.exercises
	exercise.wrapped
]

findings contains finding("load-above-range", "error", exercise.line) if {
	some [exercise, _] in wrapped
	exercise.load.step == 0
	exercise.load.high > ceiling
}

findings contains finding("progression-crosses-ceiling", "error", exercise.line) if {
	some [exercise, weeks] in wrapped
	exercise.load.step > 0
	exercise.load.high + (exercise.load.step * (weeks - 1)) > ceiling
}

findings contains finding("rest-off-target", severity(exercise.rest), exercise.line) if {
	some [exercise, _] in wrapped
	exercise.sets > 1
	not near(exercise.rest)
}

findings contains finding("beginner-athlete", "advice", min(layoffs)) if {
	count(wrapped) > 0
	count(layoffs) > 0
}

layoffs contains text.line if {
	some text in input.texts
	regex.match(layoff, text.text)
}

near(rest) if {
	rest.low >= 20
	rest.high <= 40
}

tolerable(rest) if {
	rest.low <= 40
	rest.high >= 20
}

tolerable(rest) if {
	rest.low >= 10
	rest.high <= 60
}

severity(rest) := "advice" if tolerable(rest)

severity(rest) := "warning" if not tolerable(rest)

finding(rule, severity, line) := sprintf("%v:%v: %v[%v]", [input.path, line, severity, rule])
