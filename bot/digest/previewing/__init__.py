"""A digest before it is switched on: as it would be today, and what it would have said of the last weeks."""
