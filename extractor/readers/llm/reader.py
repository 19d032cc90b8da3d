"""The reader that asks a model: it says what stands where, or copies the rows that it is handed."""

from extractor.documents.model import Document
from extractor.readers.llm.asked_model import AskedModel, Vision
from extractor.readers.llm.places_session import PlacesSession
from extractor.readers.llm.reply_cache import ReplyCache
from extractor.readers.llm.row_session import RowSession
from extractor.readers.reading import Reading
from extractor.schemas.form import Form, Schema

__all__ = ["LlmReader", "ReplyCache", "Vision"]


class LlmReader(AskedModel):
    """Reads documents with one model. Safe to use from several threads; the connection is shared."""

    def read(self, document: Document, schema: Schema, form: Form, only: frozenset[str] | None = None) -> Reading:
        """Read the tables of ``form``, and its statements where the profile asks for them.

        ``only``: where it is asked row by row, rows with a field of these alone.
        What the model gave no usable answer to comes back unread, with the outcome among ``problems``. Raises only
        QuotaExhausted, ConfigurationError where pages must be shown to a model that does not see, and Postponed where
        requests are answered later. Of a form that is any model, one that only copies rows reads nothing: there are no
        rows to hand to it.
        """
        session = PlacesSession if self.profile.strategy == "places" else RowSession
        asked = session(self, document, schema, form, only)
        if form.shape is not None and session is RowSession:
            return asked.assembled()
        return asked.finished(asked.reading())
