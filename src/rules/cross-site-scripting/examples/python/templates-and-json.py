from flask import Flask, jsonify, render_template, request

app = Flask(__name__)


@app.route("/hello")
def hello():
    return render_template("hello.html", name=request.args.get("name"))


@app.route("/api/hello")
def api():
    return jsonify(name=request.args.get("name"))


@app.route("/api/echo")
def echo():
    return {"name": request.args.get("name")}
