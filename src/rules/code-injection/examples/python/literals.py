import ast

from flask import Flask, request

app = Flask(__name__)


@app.route("/parse")
def parse():
    return {"count": len(ast.literal_eval(request.args["list"]))}
