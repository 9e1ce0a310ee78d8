"""What concerns the whole house: its rules, journeys across apps, real servers, the browser."""
