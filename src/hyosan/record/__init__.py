"""The record of a run: the event log, the folder it is kept in, and how to read and replay it."""
