"""Working time: the hours of a week, the days that differ, and the time between instants inside both.

``Clock(parse_hours(text), parse_holidays(texts), zone)`` measures durations and finds due times.
"""

from csmetrics.worktime.clock import NEVER as NEVER
from csmetrics.worktime.clock import Clock as Clock
from csmetrics.worktime.holidays import Holidays as Holidays
from csmetrics.worktime.holidays import SpecialDay as SpecialDay
from csmetrics.worktime.holidays import parse_holidays as parse_holidays
from csmetrics.worktime.schedule import ALWAYS as ALWAYS
from csmetrics.worktime.schedule import Schedule as Schedule
from csmetrics.worktime.schedule import Span as Span
from csmetrics.worktime.schedule import parse_hours as parse_hours
