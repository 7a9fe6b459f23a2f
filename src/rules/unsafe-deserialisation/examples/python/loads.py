import base64
import marshal
import pickle

import yaml
from flask import Flask, request

app = Flask(__name__)


@app.route("/cart")
def cart():
    items = pickle.loads(base64.b64decode(request.cookies["cart"]))  # assay: unsafe-deserialisation
    return {"count": len(items)}


@app.route("/config", methods=["POST"])
def config():
    options = yaml.load(request.data, Loader=yaml.Loader)  # assay: unsafe-deserialisation
    more = marshal.loads(request.data)  # assay: unsafe-deserialisation
    return {"count": len(options) + len(more)}
