"""What people read: gettext catalogues and how dates, numbers and lists are said."""
