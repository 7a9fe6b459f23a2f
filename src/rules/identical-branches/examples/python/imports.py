def exporter(protocol):
    if protocol == "grpc":
        from telemetry.grpc import Exporter
    else:
        from telemetry.http import Exporter
    return Exporter()


def port(protocol):
    if protocol == "grpc":  # assay: identical-branches
        value = 80
    else:
        value = 80
    return value
