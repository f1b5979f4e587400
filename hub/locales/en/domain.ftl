# The domain's words: handling statuses, stages, kinds, opinions, states of deliveries, and the names of fields.
# A field's name is also its column heading in an intake table (liandong intake); units in brackets do not count there.

## Handling status (BLZT, the national dictionary)

status-0 = not yet begun
status-1 = received at window
status-2 = withdrawn at window
status-3 = accepted
status-4 = not accepted
status-5 = refused acceptance
status-6 = correction started
status-7 = correction ended
status-8 = handling started
status-9 = special procedure started
status-10 = special procedure ended
status-11 = concluded, passed
status-12 = concluded, passed with tolerance
status-13 = concluded, not passed
status-14 = withdrawn
status-15 = revoked

## Stages

stage-review = review
stage-application = application
stage-hookup = hookup
stage-acceptance = acceptance

## Kinds of utility

kind-water = water
kind-power = power
kind-gas = gas
kind-telecom = telecom

## Opinions on a scheme

opinion-agree = agreed
opinion-agree-with-conditions = agreed with conditions
opinion-disagree = disagreed

## States of a delivery

state-waiting = waiting
state-sending = sending
state-delivered = delivered
state-attention = needs a person
state-superseded = superseded
state-discarded = discarded

## Kinds of what waits for a person

item-delivery = delivery stopped
item-destination = destination paused
item-feed = reading stopped
item-unreadable = unreadable arrival
item-mapping = status code without a place
item-conflict = contradiction
item-illegal = status out of order
item-scheme = scheme to decide on
item-document = document stopped

## What a document is

role-site-plan = site plan
role-pipe-plan = pipe plan
role-other = other document

## Use of water, pressure of gas

use-domestic = domestic
use-commercial = commercial
use-industrial = industrial
use-fire = fire
use-construction = construction
pressure-low = low
pressure-medium = medium
pressure-high = high

## Axes

axis-latitude = latitude
axis-longitude = longitude
axis-northing = northing
axis-easting = easting

## Yes and no

answer-yes = yes
answer-no = no

## How a line is put together

list-separator = { ", " }
fault = { $field }: { $sentence }
fault-with-allowed = { $field }: { $sentence } Allowed: { $allowed }.

## Fields: the scheme

field-whole = the whole
field-numbered = { $name } (no. { $number })
field-scheme-id = scheme number
field-version = version
field-scheme-version = scheme version
field-pushed-at = time pushed
field-opinion-due = opinion due
field-withdrawn-at = time withdrawn
field-reason = reason of the withdrawal

## Fields: the project

field-project = project
field-project-code = project code
field-engineering-code = engineering code
field-project-name = project name
field-area-code = area code
field-project-address = building address
field-developer = developer
field-developer-name = developer name
field-developer-credit-code = developer credit code
field-developer-kind = developer type
field-contact = contact particulars
field-contact-name = contact
field-contact-phone = contact telephone
field-registration = registration
field-approval-class = approval process class
field-project-type = project type
field-engineering-class = engineering class
field-construction-nature = construction nature
field-funding = funding
field-industry = industry
field-industry-class = engineering industry class
field-land-supply = land supply
field-start-planned = planned start
field-finish-planned = planned finish
field-investment-10k-cny = investment (10,000 CNY)
field-land-area-m2 = land area (m²)
field-floor-area-m2 = floor area (m²)

## Fields: the site

field-site = site
field-crs = coordinate system
field-geometry = site geometry
field-coordinates = coordinates
field-latitude = latitude
field-longitude = longitude
field-northing = northing (m)
field-easting = easting (m)

## Fields: demands

field-demands = demands
field-kind = kind
field-daily-volume-m3 = daily water volume (m³/d)
field-pipe-dn-mm = pipe diameter (DN, mm)
field-use-class = water use
field-capacity-kva = power capacity (kVA)
field-voltage-level = voltage level
field-supplies = power supplies
field-hourly-volume-m3 = hourly gas volume (m³/h)
field-pressure = gas pressure
field-appliances = gas appliances
field-ftth-households = fibre households
field-equipment-room = equipment room
field-duct-entry = duct entry

## Fields: documents

field-documents = documents
field-documents-name = document name
field-sha256 = file hash (SHA-256)
field-media-type = media type
field-size-bytes = file size (bytes)
field-role = kind of document
field-number = document number
field-issued-on = day of issue

## Fields: what is reported of a case

field-event-id = event number
field-remote-ref = their reference
field-stage = stage
field-status = handling status
field-status-code = their status code
field-status-text = their status text
field-occurred-at = time it happened
field-handler = handler
field-department = department
field-opinion = opinion
field-opinion-text = text of the opinion

## Fields: utility companies

field-id = id
field-name = name
field-districts = districts served
field-credit-code = credit code
