import jinja2
from flask import Flask, render_template_string, request

app = Flask(__name__)


@app.route("/hello")
def hello():
    return render_template_string("<h1>Hello " + request.args["name"] + "</h1>")  # assay: template-injection


@app.route("/mail", methods=["POST"])
def mail():
    template = jinja2.Environment(autoescape=True).from_string(request.form["template"])  # assay: template-injection
    return {"length": len(template.render(user="x"))}
