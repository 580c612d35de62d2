"""The report of a question: a page, a PDF, a Word file and charts, all from one document."""
