"""The parts of the composition root (`bot.app`): what is opened, use cases made from their adapters, and the doors."""
