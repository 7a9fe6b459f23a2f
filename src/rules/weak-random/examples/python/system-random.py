import random

generator = random.SystemRandom()


def pin():
    return generator.randint(1000, 9999)
