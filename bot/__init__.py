"""What runs: the command line, the processes and the wires."""
