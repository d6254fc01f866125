"""Windows of the hall: their hours, their slots, and who has booked one."""
