"""What is asked: guided conversations that can be resumed, one file each."""
