"""Who owed what, and what was done: the facts that checks, measures and reports share.

Nothing here awards points or finds fault; each function returns one frame that says what was due and what happened.
"""
