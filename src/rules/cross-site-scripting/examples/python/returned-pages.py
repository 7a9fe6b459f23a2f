from flask import Flask, make_response, request

app = Flask(__name__)


@app.route("/hello")
def hello():
    name = request.args.get("name", "")
    return "<h1>Hello " + name + "</h1>"  # assay: cross-site-scripting


@app.route("/hello/<name>")
def hello_path(name):
    return f"<p>{name}</p>", 200  # assay: cross-site-scripting


@app.route("/search")
def search():
    return make_response("Nothing found for %s" % request.args["q"])  # assay: cross-site-scripting
