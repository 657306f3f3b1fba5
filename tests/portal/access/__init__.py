"""Access: every rule by a case, whole families by chance, and policies that are wrong and must be found out."""
