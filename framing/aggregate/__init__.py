"""From analyses to tables: articles set side by side, and corpora in figures. Nothing here reads or writes a file."""
