"""A document cut into sentences, each with the heading or label that it stands under."""
