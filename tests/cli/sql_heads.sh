#!/usr/bin/env bash
# Every SQL file says at its head what it is for, takes and writes.
exec "$TIDU_SOURCE/scripts/check-sql-heads"
