"""What somebody submits → points, each answered; receipts, copies, protection and who confirms it."""
