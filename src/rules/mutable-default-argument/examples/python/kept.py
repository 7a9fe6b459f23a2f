class Options:
    def __init__(self, names={}, seen=[]):  # assay: mutable-default-argument
        self.names = names
        self.seen = seen

    def note(self, name):
        self.seen.append(name)
        return self.names.get(name)


def remembered(name, _known={}):
    _known[name] = len(_known)
    return _known
