from flask import Flask, request

app = Flask(__name__)


@app.route("/sum")
def add():
    expression = request.args["expression"]
    return {"result": eval(expression)}  # assay: code-injection


@app.route("/run", methods=["POST"])
def run():
    source = request.get_data()
    code = compile(source, "<request>", "exec")  # assay: code-injection
    return {"code": code is not None}
