-- One file of answers at a time. Locks link.answers to the end of the transaction (writes nothing).
LOCK TABLE link.answers IN EXCLUSIVE MODE
