import xml.sax
import xml.sax.handler
from xml.dom import minidom

from flask import Flask, request

app = Flask(__name__)


@app.route("/followed", methods=["POST"])
def followed():
    reader = xml.sax.make_parser()
    reader.setFeature(xml.sax.handler.feature_external_ges, True)
    document = minidom.parseString(request.get_data(), reader)  # assay: xml-external-entity
    return {"root": document.documentElement.tagName}


@app.route("/ignored", methods=["POST"])
def ignored():
    reader = xml.sax.make_parser()
    document = minidom.parseString(request.get_data(), reader)
    return {"root": document.documentElement.tagName}
