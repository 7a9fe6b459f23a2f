from flask import Flask, request
from lxml import etree

app = Flask(__name__)
DOCUMENT = etree.parse("users.xml")


@app.route("/user")
def user():
    users = DOCUMENT.xpath("//user[@name=$name]", name=request.args["name"])
    return {"count": len(users)}
