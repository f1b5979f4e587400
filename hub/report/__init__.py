"""The report (统计报告): what was recorded and how soon, colours over time, opinions in time, failures by cause.

`hub.report.reading.report(tx, period, city)` reads all of it as a frozen `Report`; its parts can be read alone for a
page (`recording`, `colours`, `ended`, `opinions`, `failures`). `hub.report.charts` draws each part,
`hub.report.writing` writes the whole as HTML, XLSX or JSON.
"""
