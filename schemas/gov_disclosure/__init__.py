"""政府信息公开工作年度报告: the annual report of every Chinese public body, in its forms of 2019 and 2021.

Source: 中华人民共和国政府信息公开条例, article 50; the form prescribed for the reports for 2019 and 2020, and the
one prescribed from the reports for 2021 on.
"""

from extractor.schemas.form import Schema
from extractor.schemas.language import compile_form
from extractor.schemas.packs.gov_disclosure.report import Report2019, Report2021
from extractor.schemas.packs.gov_disclosure.rules import RULES, RULES_OF_2021
from extractor.schemas.packs.gov_disclosure.script import TRADITIONAL

SCHEMA = Schema(
    name="gov_disclosure",
    version="3",
    title="政府信息公开工作年度报告 (forms of 2019 and 2021)",
    language="zh",
    forms=(compile_form("2021", Report2021, RULES_OF_2021), compile_form("2019", Report2019, RULES)),
    variants=TRADITIONAL,
)
