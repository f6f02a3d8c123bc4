"""What is kept about whom: listed, exported, erased, forgotten when its time is over, sealed again with a new key."""
