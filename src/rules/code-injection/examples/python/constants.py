from flask import Flask, request

app = Flask(__name__)


@app.route("/sum")
def add():
    expressions = {"input": request.args["input"], "code": "1 + 1"}
    number = int(request.args["number"])
    return {"a": eval(expressions["code"]), "b": eval(f"{number} + 1")}
