"""What people live through: the whole bot, over real HTTP, against the simulator."""
