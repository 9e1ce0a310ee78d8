"""Report: tell how work went, see who has confirmed it, and talk it over below it.

A report is written freely or on the form of a kind, which administrators build. Once it has been
delivered it stands as it is: nobody edits it and nobody takes it back, not even its author; what
has to be put right is said in a comment. Comments stand likewise.
"""
