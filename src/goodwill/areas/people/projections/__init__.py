"""Tables and columns that follow from the history, written in the transaction of the change.

Nothing else writes them: the timeline, the next step, what lists show of contact points and ties, duplicate keys.
"""
