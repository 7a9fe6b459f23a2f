from flask import Flask, request
from lxml import etree

app = Flask(__name__)
PATHS = {"users": "//user", "groups": "//group"}


@app.route("/count")
def count():
    document = etree.parse("users.xml")
    kind = request.args["kind"]
    if kind not in PATHS:
        return {"error": "kind"}, 400
    return {"count": len(document.xpath(PATHS[kind]))}
