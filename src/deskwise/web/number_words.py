"""Figures as pages write them: as charts do, see `reports.number_words`."""

from deskwise.reports.number_words import BETWEEN as BETWEEN
from deskwise.reports.number_words import MINUS as MINUS
from deskwise.reports.number_words import NARROW as NARROW
from deskwise.reports.number_words import NO_DATA as NO_DATA
from deskwise.reports.number_words import change_words as change_words
from deskwise.reports.number_words import count_words as count_words
from deskwise.reports.number_words import interval_words as interval_words
from deskwise.reports.number_words import round_words as round_words
from deskwise.reports.number_words import value_words as value_words
