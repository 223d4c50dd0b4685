#!/bin/sh
# A program that never says hello.
exec sleep 1000
