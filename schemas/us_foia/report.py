"""The record of a US FOIA annual report and the labels printed on it."""

from typing import Annotated

from extractor.schemas.language import (
    Cells,
    Claim,
    ColumnLabel,
    Count,
    Record,
    RowLabel,
    RowList,
    Table,
    TableLabel,
    Text,
)

OVERALL = RowLabel("AGENCY OVERALL", "Agency Overall Total", optional=True)


class RequestFlow(Cells):
    """Requests in and out of one year."""

    pending_start: Annotated[Count, ColumnLabel("Number of Requests Pending as of Start of Fiscal Year")] = None
    received: Annotated[Count, ColumnLabel("Number of Requests Received in Fiscal Year")] = None
    processed: Annotated[Count, ColumnLabel("Number of Requests Processed in Fiscal Year")] = None
    pending_end: Annotated[Count, ColumnLabel("Number of Requests Pending as of End of Fiscal Year")] = None


class ComponentRequestFlow(RequestFlow):
    """The same for a named component."""

    name: Text = None


class AppealFlow(Cells):
    """Administrative appeals in and out of one year."""

    pending_start: Annotated[Count, ColumnLabel("Number of Appeals Pending as of Start of Fiscal Year")] = None
    received: Annotated[Count, ColumnLabel("Number of Appeals Received in Fiscal Year")] = None
    processed: Annotated[Count, ColumnLabel("Number of Appeals Processed in Fiscal Year")] = None
    pending_end: Annotated[Count, ColumnLabel("Number of Appeals Pending as of End of Fiscal Year")] = None


class ComponentAppealFlow(AppealFlow):
    """The same for a named component."""

    name: Text = None


class ConsultationFlow(Cells):
    """Consultations in and out of one year, under the headings of the guidance or the shorter ones of section V.A."""

    pending_start: Annotated[
        Count,
        ColumnLabel(
            "Number of Consultations Received from Other Agencies that were Pending at the Agency as of Start of the "
            "Fiscal Year",
            "Number of Consultations Received from Other Agencies that Were Pending at Your Agency as of Start of the "
            "Fiscal Year",
            "Number of Requests Pending as of Start of Fiscal Year",
        ),
    ] = None
    received: Annotated[
        Count,
        ColumnLabel(
            "Number of Consultations Received from Other Agencies During the Fiscal Year",
            "Number of Requests Received in Fiscal Year",
        ),
    ] = None
    processed: Annotated[
        Count,
        ColumnLabel(
            "Number of Consultations Received from Other Agencies that were Processed by the Agency During the Fiscal "
            "Year",
            "Number of Consultations Received from Other Agencies that Were Processed by Your Agency During the Fiscal "
            "Year",
            "Number of Requests Processed in Fiscal Year",
        ),
    ] = None
    pending_end: Annotated[
        Count,
        ColumnLabel(
            "Number of Consultations Received from Other Agencies that were Pending at the Agency as of End of the "
            "Fiscal Year",
            "Number of Consultations Received from Other Agencies that Were Pending at Your Agency as of End of the "
            "Fiscal Year",
            "Number of Requests Pending as of End of Fiscal Year",
        ),
    ] = None


class ComponentConsultationFlow(ConsultationFlow):
    """The same for a named component."""

    name: Text = None


class Dispositions(Cells):
    """How the processed requests ended."""

    full_grants: Annotated[Count, ColumnLabel("Number of Full Grants")] = None
    partial_grants: Annotated[Count, ColumnLabel("Number of Partial Grants / Partial Denials")] = None
    full_denials: Annotated[Count, ColumnLabel("Number of Full Denials Based on Exemptions")] = None
    no_records: Annotated[Count, ColumnLabel("No Records")] = None
    referred: Annotated[Count, ColumnLabel("All Records Referred to Another Component or Agency")] = None
    withdrawn: Annotated[Count, ColumnLabel("Request Withdrawn")] = None
    fee_related: Annotated[Count, ColumnLabel("Fee-Related Reason")] = None
    not_described: Annotated[Count, ColumnLabel("Records not Reasonably Described")] = None
    improper: Annotated[Count, ColumnLabel("Improper FOIA Request for Other Reason")] = None
    not_agency_record: Annotated[Count, ColumnLabel("Not Agency Record")] = None
    duplicate: Annotated[Count, ColumnLabel("Duplicate Request")] = None
    other: Annotated[Count, ColumnLabel("Other")] = None
    total: Annotated[Count, ColumnLabel("TOTAL")] = None


class ComponentDispositions(Dispositions):
    """The same for a named component."""

    name: Text = None


class Requests(Table):
    """V.A.: one row a component, then the agency overall."""

    components: Annotated[tuple[ComponentRequestFlow, ...], RowList("name")] = ()
    overall: Annotated[RequestFlow, OVERALL] = RequestFlow()


class Consultations(Table):
    """XII.B.: one row a component, then the agency overall."""

    components: Annotated[tuple[ComponentConsultationFlow, ...], RowList("name")] = ()
    overall: Annotated[ConsultationFlow, OVERALL] = ConsultationFlow()


class Appeals(Table):
    """VI.A.: one row a component, then the agency overall."""

    components: Annotated[tuple[ComponentAppealFlow, ...], RowList("name")] = ()
    overall: Annotated[AppealFlow, OVERALL] = AppealFlow()


class DispositionTable(Table):
    """V.B.(1): one row a component, then the agency overall."""

    components: Annotated[tuple[ComponentDispositions, ...], RowList("name")] = ()
    overall: Annotated[Dispositions, OVERALL] = Dispositions()


class Report(Record):
    """One agency's annual report. Its name is no title of a report, no date, and no single word without its letters."""

    agency: Annotated[
        Text,
        Claim(
            "Agency",
            r"\A\s*(?![^\n]*(?:\b(?:FOIA|Report|Act)\b|\d{4}))(?=[^\n]*\S[ \t]+\S)(?P<value>[^\n]*?\S)[ \t]*"
            r"(?:\([A-Z][A-Za-z&-]*\))?[ \t]*\n\s*Freedom of Information Act",
            # Below a letterhead that begins with it, or a line that ends with it behind a word of its own; either may be in capitals.
            r"\A(?:|(?:[^\n]*\n){0,4}?(?:[^\n:]*:|[A-Z]{2,}(?=[ \t])))\s*(?![^\n]*(?:\b(?:FOIA|Report|Act)\b|\d{4}))(?P<head>[^\n(]*?\S[ \t]+\S[^\n(]*?)[ \t]*(?:\([^\n]*\))?[ \t]*\n"
            r"(?:[\s\S]*?\n)?[ \t]*(?P<value>(?i:(?P=head)))[ \t]*(?:\([A-Z][A-Za-z&-]*\))?[ \t]*\n\s*Freedom of Information Act",
            # Between a line that ends with a date or a file number, or that a browser or a web page printed, and the title, with the letters by which it is known.
            r"^(?:[^\n]*\d|\d[^\n]*\bAnnual Report|[^\n>]+>[^\n]*)[ \t]*\n\s*(?![^\n]*(?:\b(?:FOIA|Report|Act)\b|\d))(?=[A-Z]\S*[ \t]+\S)(?P<value>[^\n()]*[^\s()])[ \t]+"
            r"\((?!USA\))[A-Z][A-Za-z&-]+[A-Z]\)[ \t]*\n\s*Freedom of Information Act Annual Report[ \t]*\n\s*Fiscal Year",
            identity=True,
        ),
    ] = None
    year: Annotated[Count, Claim("Fiscal year", r"^\s*Fiscal Year\s+(?P<value>\d{4})\b", identity=True)] = None
    form: Text = None
    requests: Annotated[
        Requests,
        TableLabel("V.A. FOIA REQUESTS -- RECEIVED, PROCESSED AND PENDING FOIA REQUESTS", titled=True),
    ] = Requests()
    dispositions: Annotated[
        DispositionTable,
        TableLabel("V.B.(1). DISPOSITION OF FOIA REQUESTS -- ALL PROCESSED REQUESTS", titled=True),
    ] = DispositionTable()
    appeals: Annotated[
        Appeals,
        TableLabel("VI.A. RECEIVED, PROCESSED, AND PENDING ADMINISTRATIVE APPEALS", titled=True),
    ] = Appeals()
    consultations: Annotated[
        Consultations,
        TableLabel("XII.B. CONSULTATIONS ON FOIA REQUESTS -- RECEIVED, PROCESSED, AND PENDING", titled=True),
    ] = Consultations()
