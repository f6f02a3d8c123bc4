"""The parts of the composition root (`bot.app`): use cases made from their adapters."""
