class Sensor(Base):
    def __init__(self, sensor):
        super().__init__(sensor)
        self._sensor: PulseCounter = self._sensor


def column(name):
    match name:
        case known if known in COLUMNS:
            return COLUMNS[known]
