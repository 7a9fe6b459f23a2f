import os

from .web import request


def download():
    return open(os.path.join("/srv/files", request.args.get("name"))).read()  # assay: path-traversal


def show(request):
    name = request.args["name"]
    return open(os.path.join("/srv/files", name)).read()  # assay: path-traversal


def listed(request):
    name = os.path.basename(request.args["name"])
    return open(os.path.join("/srv/files", name)).read()
