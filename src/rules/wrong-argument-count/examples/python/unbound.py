class Deployment:
    def fill(self, flow):
        self.flow = flow

    @classmethod
    def make(cls, flow):
        made = cls()
        cls.fill(made, flow)
        Deployment.fill(made, flow)
        return made

    def again(self, flow):
        self.fill(flow, 1)  # assay: wrong-argument-count
