import html

from flask import Flask, make_response, request
from markupsafe import escape

app = Flask(__name__)


@app.route("/hello")
def hello():
    return f"<h1>Hello {escape(request.args.get('name', ''))}</h1>"


@app.route("/search")
def search():
    return make_response("Nothing found for " + html.escape(request.args["q"]))
