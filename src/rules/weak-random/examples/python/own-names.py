import os


class Dice:
    def randint(self, low, high):
        return low + os.urandom(1)[0] % (high - low + 1)


def roll():
    return Dice().randint(1, 6)
