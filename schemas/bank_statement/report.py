"""What a bank statement holds, and what is printed beside or above it."""

import datetime
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel

from extractor.schemas.model_shape import FieldMark


def _labels(*labels: str) -> FieldMark:
    return FieldMark(labels=labels)


class Movement(BaseModel):
    """One movement of the account."""

    date: Annotated[
        datetime.date | None,
        _labels(
            "Date",
            "Booking date",
            "Posting date",
            "Transaction date",
            "Datum",
            "Buchungstag",
            "Buchungsdatum",
            "Buchung",
            "Date d'opération",
            "Date opération",
            "Fecha",
            "Fecha operación",
            "Boekdatum",
        ),
    ] = None
    value_date: Annotated[
        datetime.date | None,
        _labels(
            "Value date", "Valuta", "Wert", "Wertstellung", "Date de valeur", "Valeur", "Fecha valor", "Rentedatum"
        ),
    ] = None
    text: Annotated[
        str | None,
        _labels(
            "Description",
            "Details",
            "Transaction",
            "Transaction details",
            "Particulars",
            "Narrative",
            "Text",
            "Buchungstext",
            "Verwendungszweck",
            "Vorgang",
            "Umsatz",
            "Libellé",
            "Opération",
            "Nature de l'opération",
            "Concepto",
            "Descripción",
            "Omschrijving",
        ),
    ] = None
    debit: Annotated[
        Decimal | None,
        _labels(
            "Debit",
            "Debits",
            "Withdrawals",
            "Withdrawal",
            "Money out",
            "Paid out",
            "Payments",
            "Soll",
            "Belastung",
            "Ausgang",
            "Débit",
            "Cargo",
            "Cargos",
            "Debe",
            "Af",
        ),
    ] = None
    credit: Annotated[
        Decimal | None,
        _labels(
            "Credit",
            "Credits",
            "Deposits",
            "Deposit",
            "Money in",
            "Paid in",
            "Receipts",
            "Haben",
            "Gutschrift",
            "Eingang",
            "Crédit",
            "Abono",
            "Abonos",
            "Haber",
            "Bij",
        ),
    ] = None
    amount: Annotated[
        Decimal | None,
        _labels("Amount", "Betrag", "Montant", "Importe", "Bedrag"),
    ] = None
    balance: Annotated[
        Decimal | None,
        _labels("Balance", "Running balance", "Saldo", "Kontostand", "Solde"),
    ] = None


class BankStatement(BaseModel):
    """A bank statement."""

    bank: Annotated[str | None, _labels("Bank", "Banque", "Banco")] = None
    holder: Annotated[
        str | None,
        _labels(
            "Account holder",
            "Account name",
            "Customer",
            "Kontoinhaber",
            "Kunde",
            "Titulaire du compte",
            "Titulaire",
            "Titular",
            "Rekeninghouder",
        ),
    ] = None
    account: Annotated[
        str | None,
        FieldMark(
            labels=(
                "Account number",
                "Account no.",
                "Account",
                "Kontonummer",
                "Konto-Nr.",
                "Konto",
                "Numéro de compte",
                "Compte n°",
                "Compte",
                "Número de cuenta",
                "Cuenta",
                "Rekeningnummer",
                "Rekening",
            ),
        ),
    ] = None
    iban: Annotated[str | None, FieldMark(labels=("IBAN",), identity=True)] = None
    bic: Annotated[str | None, _labels("BIC", "SWIFT", "SWIFT/BIC", "BIC/SWIFT")] = None
    number: Annotated[
        str | None,
        _labels(
            "Statement number",
            "Statement no.",
            "Auszug Nr.",
            "Kontoauszug Nr.",
            "Auszugsnummer",
            "Relevé n°",
            "Numéro de relevé",
            "Extracto n.º",
            "Número de extracto",
            "Afschriftnummer",
            "Afschrift nr.",
        ),
    ] = None
    issued: Annotated[
        datetime.date | None,
        _labels(
            "Statement date",
            "Date of statement",
            "Auszugsdatum",
            "Erstellt am",
            "Date du relevé",
            "Fecha del extracto",
            "Fecha de extracto",
            "Datum afschrift",
        ),
    ] = None
    start: Annotated[
        datetime.date | None,
        _labels("Period from", "From", "Zeitraum von", "Von", "Période du", "Du", "Desde", "Periode van", "Vanaf"),
    ] = None
    end: Annotated[
        datetime.date | None,
        _labels("Period to", "To", "Zeitraum bis", "Bis", "Au", "Hasta", "Periode tot", "Tot en met"),
    ] = None
    currency: Annotated[str | None, _labels("Currency", "Währung", "Devise", "Moneda", "Divisa", "Valuta")] = None
    opening: Annotated[
        Decimal | None,
        _labels(
            "Opening balance",
            "Previous balance",
            "Balance brought forward",
            "Beginning balance",
            "Starting balance",
            "Anfangssaldo",
            "Alter Saldo",
            "Alter Kontostand",
            "Saldovortrag",
            "Solde initial",
            "Ancien solde",
            "Solde précédent",
            "Saldo inicial",
            "Saldo anterior",
            "Beginsaldo",
            "Vorig saldo",
        ),
    ] = None
    total_debit: Annotated[
        Decimal | None,
        _labels(
            "Total debits",
            "Total withdrawals",
            "Total paid out",
            "Summe Soll",
            "Summe Belastungen",
            "Total des débits",
            "Total débit",
            "Total cargos",
            "Totaal af",
        ),
    ] = None
    total_credit: Annotated[
        Decimal | None,
        _labels(
            "Total credits",
            "Total deposits",
            "Total paid in",
            "Summe Haben",
            "Summe Gutschriften",
            "Total des crédits",
            "Total crédit",
            "Total abonos",
            "Totaal bij",
        ),
    ] = None
    closing: Annotated[
        Decimal | None,
        _labels(
            "Closing balance",
            "New balance",
            "Ending balance",
            "Balance carried forward",
            "Endsaldo",
            "Neuer Saldo",
            "Neuer Kontostand",
            "Schlusssaldo",
            "Solde final",
            "Nouveau solde",
            "Saldo final",
            "Nuevo saldo",
            "Eindsaldo",
            "Nieuw saldo",
        ),
    ] = None
    movements: Annotated[
        list[Movement],
        _labels(
            "Transactions",
            "Movements",
            "Account activity",
            "Umsätze",
            "Buchungen",
            "Opérations",
            "Mouvements",
            "Movimientos",
            "Transacties",
        ),
    ] = []
