"""The record of a balance sheet. Amounts are as printed, in whatever the sheet counts."""

from decimal import Decimal
from typing import Annotated, TypeAlias

from pydantic import BaseModel

from extractor.schemas.model_shape import FieldMark

Amounts: TypeAlias = dict[str, Decimal | None]
"""An amount for each date, by the heading of its column."""


class SheetItem(BaseModel):
    """One line that is none of the named sums."""

    name: str
    amounts: Amounts


class BalanceSheet(BaseModel):
    """A balance sheet."""

    lines: list[SheetItem] = []
    current_assets: Annotated[
        Amounts,
        FieldMark(
            labels=(
                "Total current assets",
                "Summe Umlaufvermögen",
                "Total de l'actif circulant",
                "Total activo corriente",
                "Totaal vlottende activa",
            )
        ),
    ] = {}
    noncurrent_assets: Annotated[
        Amounts,
        FieldMark(
            labels=(
                "Total non-current assets",
                "Total noncurrent assets",
                "Total long-term assets",
                "Summe Anlagevermögen",
                "Total de l'actif immobilisé",
                "Total activo no corriente",
                "Totaal vaste activa",
            )
        ),
    ] = {}
    assets: Annotated[
        Amounts,
        FieldMark(
            labels=(
                "Total assets",
                "Summe Aktiva",
                "Bilanzsumme",
                "Total de l'actif",
                "Total actif",
                "Total activo",
                "Totaal activa",
            )
        ),
    ] = {}
    current_liabilities: Annotated[
        Amounts,
        FieldMark(
            labels=(
                "Total current liabilities",
                "Summe kurzfristige Verbindlichkeiten",
                "Total pasivo corriente",
                "Totaal kortlopende schulden",
            )
        ),
    ] = {}
    noncurrent_liabilities: Annotated[
        Amounts,
        FieldMark(
            labels=(
                "Total non-current liabilities",
                "Total noncurrent liabilities",
                "Total long-term liabilities",
                "Total pasivo no corriente",
                "Totaal langlopende schulden",
            )
        ),
    ] = {}
    liabilities: Annotated[
        Amounts,
        FieldMark(
            labels=(
                "Total liabilities",
                "Summe Verbindlichkeiten",
                "Total des dettes",
                "Total pasivo",
                "Totaal schulden",
            )
        ),
    ] = {}
    equity: Annotated[
        Amounts,
        FieldMark(
            labels=(
                "Total equity",
                "Total shareholders' equity",
                "Total stockholders' equity",
                "Total common shareholders' equity",
                "Summe Eigenkapital",
                "Total des capitaux propres",
                "Total patrimonio neto",
                "Totaal eigen vermogen",
            )
        ),
    ] = {}
    liabilities_and_equity: Annotated[
        Amounts,
        FieldMark(
            labels=(
                "Total liabilities and equity",
                "Total liabilities and shareholders' equity",
                "Total liabilities and stockholders' equity",
                "Total liabilities and common shareholders' equity",
                "Total liabilities, redeemable noncontrolling interest, and shareholders' equity",
                "Total liabilities, redeemable noncontrolling interest, and stockholders' equity",
                "Total liabilities, redeemable noncontrolling interest, and equity",
                "Total equity and liabilities",
                "Summe Passiva",
                "Total du passif",
                "Total patrimonio neto y pasivo",
                "Total pasivo y patrimonio neto",
                "Totaal passiva",
            )
        ),
    ] = {}
