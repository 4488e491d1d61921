-- What every connection of the program sets for itself (script; no parameters, no tables).
-- The server looks every second whether a client is still there, also in the middle of a long
-- statement: a killed run gives its lock and its tables back.
SET DateStyle = 'ISO, YMD';
SET TimeZone = 'UTC';
SET IntervalStyle = 'postgres';
SET standard_conforming_strings = on;
SET client_connection_check_interval = 1000;
