import os
import re

from flask import Flask, abort, request

app = Flask(__name__)

ACTIONS = ["start", "stop", "restart"]


@app.route("/service")
def service():
    action = request.args["action"]
    if action not in ACTIONS:
        abort(400)
        return {}
    os.system("/usr/bin/systemctl " + action + " worker")
    unit = request.args["unit"]
    if re.fullmatch(r"[a-z0-9-]+", unit):
        os.system("systemctl status " + unit)
    return {"ok": True}
