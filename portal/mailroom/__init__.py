"""Inbox and outbox: what came in and what must leave, durable, in order, once."""
