class Kind(type):
    def __new__(mcs, name, bases, members):
        return type.__new__(mcs, name, bases, members)


class Part(metaclass=Kind):
    def copy(self):
        return Part.__new__(Part)

    def code(self, user):
        return self.code()  # type: ignore[call-arg]
