from flask import Flask, request
from lxml import etree

app = Flask(__name__)
DOCUMENT = etree.parse("users.xml")


@app.route("/user")
def user():
    name = request.args["name"]
    DOCUMENT.xpath("//user[@name='" + name + "']")  # assay: xpath-injection
    find = etree.XPath(f"//user[@id='{request.args['id']}']")  # assay: xpath-injection
    return {"ok": bool(find(DOCUMENT))}
