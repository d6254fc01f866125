"""What a rebuilt place must promise those who rely on it."""
