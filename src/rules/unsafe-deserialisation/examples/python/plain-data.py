import json

import yaml
from flask import Flask, request

app = Flask(__name__)


@app.route("/config", methods=["POST"])
def config():
    options = yaml.safe_load(request.data)
    others = yaml.load(request.data, Loader=yaml.SafeLoader)
    items = json.loads(request.data)
    return {"count": len(options) + len(others) + len(items)}
