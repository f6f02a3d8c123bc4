"""Longer texts: the digest and what it would have said, the assessment of a project, the brief of a ticket."""
