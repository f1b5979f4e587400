"""Clocks (限时办结): the calendar in force, the rules of the home folder, what each matter's clock shows, and boards.

For the desk and other readers:

- `hub.clocks.board.of_case(tx, number)`, `of_project(tx, code)`: the clocks of a case, of a project.
- `hub.clocks.board.board(tx, Chosen(...))`: running clocks, the most urgent first; `counts`: how many of each colour.
- `hub.clocks.board.worst_of(items)`: the colour that a heap of clocks shows as one.
- `hub.clocks.reading.run(store, home, city)`: read again what may have changed; the cycle does it.
"""
