"""READING FROM OUTSIDE: files of any encoding and form → drafts, or sentences that say what to mend. Keeps nothing.

`opening` reads any file by its ending; `template` writes what people fill in; `attachments` reads files as they are.
"""
