import importlib

from flask import Flask, request

app = Flask(__name__)


@app.route("/plugin")
def plugin():
    names = [request.args["name"]]
    for name in names:
        importlib.import_module("plugins." + name)  # assay: code-injection
    return {"ok": True}
