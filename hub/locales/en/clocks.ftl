# Time limits, colours, the working calendar.

colour-red = red
colour-yellow = yellow
colour-green = green
colour-paused = paused

weekday-1 = Mon
weekday-2 = Tue
weekday-3 = Wed
weekday-4 = Thu
weekday-5 = Fri
weekday-6 = Sat
weekday-7 = Sun

## Commands

command-clocks = The time limits that run, the most urgent first.
option-clocks-company = this company only (its id)
option-clocks-area = this area only (its code)
option-clocks-colour = this colour only; may be given several times
command-calendar = Working days: public holidays, make-up working days, and days set here.
command-calendar-show = Show a year's days off and make-up working days.
command-calendar-add = Say of a day that it is worked or off; this goes before the published calendar.
command-calendar-remove = Take back what was said of a day.
command-calendar-import = Import a year's announcement (CSV: 日期 date, 类型 kind, 说明 note).
argument-calendar-year = the year; this one when left out
argument-calendar-day = the day, as 2027-02-05
argument-calendar-file = a CSV file, UTF-8 or GB18030
option-calendar-work = the day is worked, or off
option-calendar-year = the year that the announcement is about

title-clocks = Running time limits
title-calendar = Days off and make-up days of { $year }
column-colour = colour
column-stage = stage
column-left = working days left
column-due = due
column-matter = matter
column-project = project
column-day = day
column-weekday = weekday
column-worked = worked
column-set-by = set by
calendar-working = worked
calendar-off = off
calendar-published = The announcement for { $year } is known and is counted by.
calendar-unpublished = The announcement for { $year } is not known: only its weekends are counted, every due date in it is provisional. Import it with liandong calendar import when it is published.
calendar-added-work = { $day } is worked; the limits it concerns are counted again with the next cycle.
calendar-added-off = { $day } is off; the limits it concerns are counted again with the next cycle.
calendar-removed = Nothing is said of { $day } any more; the limits it concerns are counted again with the next cycle.
calendar-imported = The announcement for { $year } is imported, { $count } days; provisional due dates are corrected with the next cycle.
clock-provisional = { $moment } (provisional)

calendar-work-or-off = It was not said whether the day is worked or off. Add --work or --off.
calendar-not-set = Nothing was set for { $day }, so there is nothing to take back.
calendar-day-form = "{ $value }" is no day. Write it as 2027-02-05.
calendar-headings = The file's first line is no heading; nothing was imported. The columns 日期 (date) and 类型 (kind) are needed, 说明 (note) is optional.
calendar-wrong = { $count } rows of the file cannot be read; nothing was imported. Correct them and import it again.
calendar-without-days = The file holds no day off in { $year }; nothing was imported. Check the year and the file.
calendar-row-day = Row { $row }: the day is not in { $year } (or the December before), or is no day
calendar-row-kind = Row { $row } does not say whether the day is off or worked
calendar-row-twice = Row { $row } says something else of { $day } than a row before

## Rules

rules-file-large = { $file } is too large; it was not taken and the earlier rules stay in force. Check whether it is the right file.
rules-file-not-toml = { $file } is not TOML at { $place }; it was not taken and the earlier rules stay in force. Correct it.
rules-file-not-utf8 = { $file } is not UTF-8; it was not taken and the earlier rules stay in force. Save it as UTF-8.
rules-file-shut = { $file } cannot be opened ({ $reason }); the earlier rules stay in force. Check the file's permissions.
rules-file-wrong = { $count } entries of { $file } are wrong; it was not taken and the earlier rules stay in force. Correct them as told below.
invalid-status-name = "{ $value }" is no handling status
invalid-office-session = "{ $value }" is no span of office hours
invalid-office-order = office hours must follow each other without overlapping

## The desk

acknowledgement-late = Version { $version } was handed over at { $handed_over }; for { NUMBER($days) } working days there has been no sign of receipt. The company may not have fetched it. Ask them by telephone; this goes away by itself when a sign comes.

## Checks

doctor-rules = The rules of time limits are in order: { $count } of the home folder, the others are examples.
doctor-rules-examples = All time limits are those of the examples. Put the local ones into rules.toml in the home folder: docs/clocks.md.
doctor-calendar = The working calendar is known up to { $year }.
doctor-calendar-provisional = The working calendar is known up to { $year } only; { $count } running limits reach beyond it and their due dates are provisional. Import the coming year's announcement with liandong calendar import when it is published.

## Running

phase-clocks = Read the clocks
flow-own = the hub
figure-colours = Running time limits
title-colours = Colours by company
