"""Loads a night's findings into DuckDB: `warehouse.py DATABASE NIGHT REPORT…`, where the reports are those of all shares.

It prints for each rule how many findings and plans there are, and how many findings were not there the night before. A
finding is known again by its plan and its fingerprint. A night that is loaded again takes the place of itself.
"""

import sys

import duckdb

TABLE = """
create table if not exists findings (
    night date, path text, rule text, severity text, status text, line integer, message text, fingerprint text
)
"""
LOAD = """
insert into findings
select ?, path, rule, severity, status, start.line, message, fingerprint
from read_json(?, format = 'newline_delimited', columns = {
    type: 'text', path: 'text', rule: 'text', severity: 'text', status: 'text', start: 'struct(line integer)',
    message: 'text', fingerprint: 'text'
})
where type = 'finding'
"""
BY_RULE = """
with before as (
    select path, fingerprint from findings
    where night = (select max(night) from findings where night < $night)
)
select rule, count(*) as findings, count(distinct path) as plans,
    count(*) filter (where (path, fingerprint) not in (select (path, fingerprint) from before)) as new
from findings where night = $night
group by rule order by findings desc, rule
"""


def main(database, night, *reports):
    with duckdb.connect(database) as warehouse:
        warehouse.execute(TABLE)
        warehouse.execute("delete from findings where night = ?", [night])
        warehouse.execute(LOAD, [night, list(reports)])
        for row in warehouse.execute(BY_RULE, {"night": night}).fetchall():
            print(*row, sep="\t")


if __name__ == "__main__":
    main(*sys.argv[1:])
