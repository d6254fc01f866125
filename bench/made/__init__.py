"""What is made up for the benchmarks: firms, their columns, and the rules that the peer knows too."""
