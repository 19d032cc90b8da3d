"""Requests that are answered later, many at once and at half the price: OpenAI's Batch API.

A request that has no answer yet is collected and its document put off; what is collected goes out as a file, and in the
next round the answers are read as if they had just come.
"""
