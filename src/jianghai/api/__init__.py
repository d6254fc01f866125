"""The JSON interface: the same actions and the same access as the pages, for programs."""
