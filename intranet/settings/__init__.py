"""Settings: ``base`` is shared; ``embedded`` (the default), ``production`` and ``test`` choose the parts."""
