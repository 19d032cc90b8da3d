"""Invoices as XML in the two syntaxes of EN 16931, drawn by a seed, each with its truth by the paths of the pack.

Sources: OASIS UBL 2.1, ``UBL-Invoice-2.1``; UN/CEFACT Cross Industry Invoice D16B, as EN 16931-3-2 and -3-3 bind them.
"""

from decimal import Decimal
from functools import partial
from random import Random

from extractor.schemas.form import Value

Truth = dict[str, Value]
Printed = dict[str, str]

_GOODS = ("Claw hammer", "Wire nails 60 mm", "Oak board", "Work gloves", "Paint roller", "Hinge set")
_SELLERS = ("Moss & Söhne GmbH", "Larkfield Joinery Ltd", "Atelier Monet SARL")
_BUYERS = ("Stadt Beispiel", "Vega Obras SL", "Van Dalen Bouw BV")
_UBL = (
    'xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" '
    'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" '
    'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"'
)
_CII = (
    'xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" '
    'xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" '
    'xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"'
)
_SCHEME = "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"
_CENT = Decimal("0.01")


def draw_electronic(seed: int, most_lines: int = 5) -> Truth:
    """What an invoice of up to so many lines says."""
    rng = Random(f"electronic/{seed}")
    count = rng.randint(1, most_lines)
    rates = [Decimal("19.00"), Decimal("7.00")][: rng.randint(1, 2)]
    day = rng.randint(10, 28)
    truth: Truth = {
        "number": f"{rng.choice('ABK')}-{rng.randint(100, 999)}",
        "date": f"2024-0{rng.randint(1, 9)}-{day}",
        "due_date": f"2024-10-{day}",
        "seller": rng.choice(_SELLERS),
        "buyer": rng.choice(_BUYERS),
        "currency": "EUR",
    }
    bases: dict[Decimal, Decimal] = {}
    for at in range(count):
        quantity, price = Decimal(rng.randint(1, 40)), Decimal(rng.randint(150, 45000)).scaleb(-2)
        rate = rates[at % len(rates)]
        bases[rate] = bases.get(rate, Decimal(0)) + quantity * price
        found: Truth = {
            "number": str(at + 1), "name": rng.choice(_GOODS), "quantity": quantity, "unit": rng.choice(("C62", "HUR")),
            "price": price, "tax_rate": rate, "total": quantity * price,
        }  # fmt: skip
        truth |= {f"lines.{at}.{key}": value for key, value in found.items()}
    net, tax = sum(bases.values(), Decimal(0)), Decimal(0)
    for at, (rate, base) in enumerate(bases.items()):
        amount = (base * rate / 100).quantize(_CENT)
        tax += amount
        truth |= {f"taxes.{at}.rate": rate, f"taxes.{at}.base": base, f"taxes.{at}.amount": amount}
    sums = {"lines": net, "net": net, "tax": tax, "gross": net + tax, "due": net + tax}
    return truth | {f"totals.{key}": value for key, value in sums.items()}


def _counted(truth: Truth, name: str) -> range:
    return range(len({path.split(".")[1] for path in truth if path.startswith(f"{name}.")}))


def _escaped(value: object) -> str:
    return str(value).replace("&", "&amp;")


def _amount(tag: str, value: object) -> str:
    return f'<cbc:{tag} currencyID="EUR">{value}</cbc:{tag}>'


def _ubl_party(role: str, name: str) -> str:
    return (
        f'<cac:{role}><cac:Party><cbc:EndpointID schemeID="0088">9482348</cbc:EndpointID><cac:PostalAddress>'
        f"<cbc:CityName>Newport</cbc:CityName><cac:Country><cbc:IdentificationCode>DE</cbc:IdentificationCode>"
        f"</cac:Country></cac:PostalAddress><cac:PartyTaxScheme><cbc:CompanyID>DE1</cbc:CompanyID>{_SCHEME}"
        f"</cac:PartyTaxScheme><cac:PartyLegalEntity><cbc:RegistrationName>{name}</cbc:RegistrationName>"
        f"</cac:PartyLegalEntity></cac:Party></cac:{role}>"
    )


def _ubl_taxed(said: Printed, at: int) -> str:
    line = f"taxes.{at}"
    return (
        f"<cac:TaxSubtotal>{_amount('TaxableAmount', said[f'{line}.base'])}"
        f"{_amount('TaxAmount', said[f'{line}.amount'])}<cac:TaxCategory><cbc:ID>S</cbc:ID>"
        f"<cbc:Percent>{said[f'{line}.rate']}</cbc:Percent>{_SCHEME}</cac:TaxCategory></cac:TaxSubtotal>"
    )


def _ubl_invoiced(said: Printed, at: int, discount: int) -> str:
    one = f"<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>{_amount('Amount', '0.00')}"
    return (
        f"<cac:InvoiceLine><cbc:ID>{said[f'lines.{at}.number']}</cbc:ID>"
        f'<cbc:InvoicedQuantity unitCode="{said[f"lines.{at}.unit"]}">{said[f"lines.{at}.quantity"]}'
        f"</cbc:InvoicedQuantity>{_amount('LineExtensionAmount', said[f'lines.{at}.total'])}"
        f"{(one + '</cac:AllowanceCharge>') * 2 * (at == discount)}<cac:Item>"
        f"<cbc:Description>As ordered</cbc:Description><cbc:Name>{said[f'lines.{at}.name']}</cbc:Name>"
        f"<cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>{said[f'lines.{at}.tax_rate']}</cbc:Percent>"
        f"{_SCHEME}</cac:ClassifiedTaxCategory></cac:Item>"
        f"<cac:Price>{_amount('PriceAmount', said[f'lines.{at}.price'])}</cac:Price></cac:InvoiceLine>"
    )


def as_ubl(truth: Truth, discount: int = -1) -> bytes:
    """The invoice in UBL; the line ``discount`` has two allowances."""
    said = {path: _escaped(value) for path, value in truth.items()}

    sums = (("LineExtension", "lines"), ("TaxExclusive", "net"), ("TaxInclusive", "gross"), ("Payable", "due"))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Invoice {_UBL}>'
        f"<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID><cbc:ID>{said['number']}</cbc:ID>"
        f"<cbc:IssueDate>{said['date']}</cbc:IssueDate><cbc:DueDate>{said['due_date']}</cbc:DueDate>"
        f"<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>"
        f"<cbc:DocumentCurrencyCode>{said['currency']}</cbc:DocumentCurrencyCode>"
        f"{_ubl_party('AccountingSupplierParty', said['seller'])}{_ubl_party('AccountingCustomerParty', said['buyer'])}"
        f"<cac:TaxTotal>{_amount('TaxAmount', said['totals.tax'])}"
        f"{''.join(map(partial(_ubl_taxed, said), _counted(truth, 'taxes')))}</cac:TaxTotal><cac:LegalMonetaryTotal>"
        f"{''.join(_amount(f'{tag}Amount', said[f'totals.{key}']) for tag, key in sums)}</cac:LegalMonetaryTotal>"
        f"{''.join(_ubl_invoiced(said, at, discount) for at in _counted(truth, 'lines'))}</Invoice>\n"
    ).encode()


def _cii_day(said: Printed, path: str) -> str:
    return f'<udt:DateTimeString format="102">{said[path].replace("-", "")}</udt:DateTimeString>'


def _cii_party(role: str, name: str) -> str:
    return (
        f"<ram:{role}><ram:Name>{name}</ram:Name><ram:PostalTradeAddress><ram:CityName>Newport</ram:CityName>"
        f"<ram:CountryID>DE</ram:CountryID></ram:PostalTradeAddress></ram:{role}>"
    )


def _cii_invoiced(said: Printed, at: int) -> str:
    line = {key: said[f"lines.{at}.{key}"] for key in ("number", "name", "quantity", "unit", "price", "total")}
    return (
        f"<ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument><ram:LineID>{line['number']}"
        f"</ram:LineID></ram:AssociatedDocumentLineDocument><ram:SpecifiedTradeProduct><ram:Name>{line['name']}"
        f"</ram:Name></ram:SpecifiedTradeProduct><ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice>"
        f"<ram:ChargeAmount>{line['price']}</ram:ChargeAmount></ram:NetPriceProductTradePrice>"
        f"</ram:SpecifiedLineTradeAgreement><ram:SpecifiedLineTradeDelivery>"
        f'<ram:BilledQuantity unitCode="{line["unit"]}">{line["quantity"]}</ram:BilledQuantity>'
        f"</ram:SpecifiedLineTradeDelivery><ram:SpecifiedLineTradeSettlement><ram:ApplicableTradeTax><ram:TypeCode>"
        f"VAT</ram:TypeCode><ram:RateApplicablePercent>{said[f'lines.{at}.tax_rate']}</ram:RateApplicablePercent>"
        f"</ram:ApplicableTradeTax><ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>"
        f"{line['total']}</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation>"
        f"</ram:SpecifiedLineTradeSettlement></ram:IncludedSupplyChainTradeLineItem>"
    )


def _cii_taxed(said: Printed, at: int) -> str:
    return (
        f"<ram:ApplicableTradeTax><ram:CalculatedAmount>{said[f'taxes.{at}.amount']}</ram:CalculatedAmount>"
        f"<ram:TypeCode>VAT</ram:TypeCode><ram:BasisAmount>{said[f'taxes.{at}.base']}</ram:BasisAmount>"
        f"<ram:RateApplicablePercent>{said[f'taxes.{at}.rate']}</ram:RateApplicablePercent></ram:ApplicableTradeTax>"
    )


def as_cii(truth: Truth) -> bytes:
    """The invoice as a Cross Industry Invoice."""
    said = {path: _escaped(value) for path, value in truth.items()}

    amounts = {key: said[f"totals.{key}"] for key in ("lines", "net", "tax", "gross")}
    sums = (("LineTotal", "lines"), ("TaxBasisTotal", "net"), ("TaxTotal", "tax"), ("GrandTotal", "gross"))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rsm:CrossIndustryInvoice {_CII}>'
        f"<rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>urn:cen.eu:en16931:2017"
        f"</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>"
        f"<rsm:ExchangedDocument><ram:ID>{said['number']}</ram:ID><ram:TypeCode>380</ram:TypeCode><ram:IssueDateTime>"
        f"{_cii_day(said, 'date')}"
        f"</ram:IssueDateTime></rsm:ExchangedDocument><rsm:SupplyChainTradeTransaction>"
        f"{''.join(map(partial(_cii_invoiced, said), _counted(truth, 'lines')))}<ram:ApplicableHeaderTradeAgreement>"
        f"{_cii_party('SellerTradeParty', said['seller'])}{_cii_party('BuyerTradeParty', said['buyer'])}"
        f"</ram:ApplicableHeaderTradeAgreement><ram:ApplicableHeaderTradeSettlement>"
        f"<ram:InvoiceCurrencyCode>{said['currency']}</ram:InvoiceCurrencyCode>"
        f"{''.join(map(partial(_cii_taxed, said), _counted(truth, 'taxes')))}"
        f"<ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime>"
        f"{_cii_day(said, 'due_date')}</ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms>"
        f"<ram:SpecifiedTradeSettlementHeaderMonetarySummation>"
        f"{''.join(f'<ram:{tag}Amount>{amounts[key]}</ram:{tag}Amount>' for tag, key in sums)}"
        f"<ram:DuePayableAmount>{said['totals.due']}</ram:DuePayableAmount>"
        f"</ram:SpecifiedTradeSettlementHeaderMonetarySummation></ram:ApplicableHeaderTradeSettlement>"
        f"</rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>\n"
    ).encode()
