import os
import sys


def quiet():
    nothing = open(os.devnull, "w")
    os.dup2(nothing.fileno(), sys.stdout.fileno())


def first(path):
    file = open(path)  # assay: resource-leak
    return file.readline().strip()
