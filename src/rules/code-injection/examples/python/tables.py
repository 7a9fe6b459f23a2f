import operator

from flask import Flask, request

app = Flask(__name__)
OPERATIONS = {"add": operator.add, "mul": operator.mul}


@app.route("/calculate")
def calculate():
    operation = OPERATIONS.get(request.args["operation"], operator.add)
    return {"result": operation(int(request.args["a"]), int(request.args["b"]))}
