"""The translation desk: who translated which words of a draft from what, by hand and by file."""
