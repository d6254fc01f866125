"""Files that come in from strangers, and tables that go out to them."""
