"""Judgements of many tickets or for another reader: an assessment, a brief, a trend."""
