"""The same screen of review in a browser: :func:`extractor.review.browser.review_server.serve_review`."""
