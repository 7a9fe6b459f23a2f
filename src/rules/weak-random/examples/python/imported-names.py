from random import randrange, sample


def coupon():
    return randrange(10**6)  # assay: weak-random


def invitation(words):
    return "-".join(sample(words, 4))  # assay: weak-random
