from flask import Flask, make_response, request


def create_app():
    app = Flask(__name__)
    add_pages(app)
    return app


def add_pages(app):
    @app.route("/hello")
    def hello():
        name = request.args.get("name")
        return f"<p>Hello {name}"  # assay: cross-site-scripting

    @app.route("/header")
    def header():
        return make_response(("done", {"X-Name": request.args.get("name")}))

    @app.route("/where")
    def where():
        return f"<p>This is {request.path}"

    @app.route("/where/<page>")
    def somewhere(page):
        return f"<p>This is {request.path}"  # assay: cross-site-scripting
