"""How a case moves: tokens step, operations act, clocks follow the events, and one turn writes it all down."""
