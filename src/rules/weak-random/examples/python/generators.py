import random

generator = random.Random()


def one_time_code():
    return generator.randint(0, 999999)  # assay: weak-random
