"""Questions are put to the one person who can answer, and once more when they wait."""
