import os
from urllib.parse import urlencode

from flask import redirect, request


def login(base):
    return redirect(f"{base}?{urlencode({'next': request.full_path})}")


def logout():
    return redirect(os.environ["PORTAL"] + "/bye?from=" + request.args["from"])


def leave():
    return redirect(request.args["to"] + "?bye")  # assay: open-redirect
