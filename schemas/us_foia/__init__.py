"""US FOIA annual report: the tables V.A, V.B.(1), VI.A and XII.B, for any number of components.

Source: Freedom of Information Act, 5 U.S.C. § 552(e)(1), and the Department of Justice's guidance on its sections.
"""

from extractor.schemas.form import Schema
from extractor.schemas.language import compile_form
from extractor.schemas.packs.us_foia.report import Report
from extractor.schemas.packs.us_foia.rules import RULES

SCHEMA = Schema(
    name="us_foia",
    version="3",
    title="US FOIA annual report (sections V.A, V.B.(1), VI.A, XII.B)",
    language="en",
    forms=(compile_form("annual", Report, RULES),),
)
