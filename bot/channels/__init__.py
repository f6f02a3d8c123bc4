"""What a channel agreed to: its welcome, its settings and what they would have done."""
