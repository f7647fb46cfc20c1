"""The linter for strength-training plans. The work is done by the program `cuff`, which this package brings along."""
