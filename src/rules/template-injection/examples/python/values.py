import jinja2
from flask import Flask, render_template_string, request

app = Flask(__name__)
LETTER = jinja2.Template("Dear {{ name }},")


@app.route("/hello")
def hello():
    return render_template_string("<h1>Hello {{ name }}</h1>", name=request.args["name"])


@app.route("/mail", methods=["POST"])
def mail():
    return {"length": len(LETTER.render(name=request.form["name"]))}
