"""The model endpoint: one question, one answer, over the OpenAI protocol. Optional; everything works without."""

from bot.llm.endpoint import Endpoint

__all__ = ["Endpoint"]
