"""The service directory on the screen: who helps with what, where and when."""
