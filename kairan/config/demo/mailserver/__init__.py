"""The demo's mail server: SMTP in, POP3 out, on loopback; its mails are files in a folder.

Hand-written on the standard library, because the demo shows what mail servers do: it answers
pipelined commands in order, says *[IN-USE]* of a locked mailbox, offers APOP, asks for patience
when the disk is full, and says 250 only when the mail is on the disk.
"""
