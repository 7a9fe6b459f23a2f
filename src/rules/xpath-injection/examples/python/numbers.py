import xml.etree.ElementTree as ET

from flask import Flask, request

app = Flask(__name__)


@app.route("/user")
def user():
    root = ET.parse("users.xml").getroot()
    return {"found": root.find("./user[%d]" % int(request.args["position"])) is not None}
